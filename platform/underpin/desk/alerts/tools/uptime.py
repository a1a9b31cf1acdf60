"""Checks of sites and services from outside.

Fields stand where each tool\'s own documentation says; what needs more stands before what needs
less.
"""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts.shape import Shape

SHAPES: Final = (
    Shape(
        "pingdom",
        "checkid currentstate",
        identity="checkid",
        state="currentstate",
        title="checkname description",
        severity="importancelevel",
        news="statechangedtimestamp statechangedutctime",
        began="statechangedtimestamp statechangedutctime",
        ended="statechangedtimestamp statechangedutctime",
        text="longdescription description",
        link="checkparams.fullurl",
    ),
    Shape(
        "uptime_kuma",
        "heartbeat.status monitor.name|heartbeat.monitorid",
        identity="monitor.id monitor.name",
        state="heartbeat.status",
        title="monitor.name msg",
        severity="",
        news="heartbeat.time",
        began="heartbeat.time",
        ended="heartbeat.time",
        text="heartbeat.msg msg",
        link="monitor.url monitor.hostname",
        tags="monitor.tags",
        states=(("0", True), ("1", False), ("2", None), ("3", None)),
    ),
    Shape(
        "uptimerobot",
        "monitorid|monitorfriendlyname alerttype|alerttypefriendlyname",
        identity="monitorid monitorfriendlyname",
        state="alerttypefriendlyname alerttype",
        title="monitorfriendlyname",
        news="alertdatetime",
        began="alertdatetime",
        ended="alertdatetime",
        text="alertdetails",
        link="monitorurl",
        states=(("1", True), ("2", False), ("sslexpiry", True)),
    ),
    Shape(
        "statuscake",
        "statuscode status name|testid|checkname",
        identity="testid name url",
        state="status",
        title="name testid",
        link="url",
    ),
    Shape(
        "site24x7",
        "monitorname status monitorid|monitorurl|incidentreason",
        identity="monitorid monitorname",
        state="status",
        title="monitorname",
        severity="status",
        news="incidenttimeiso incidenttime",
        began="incidenttimeiso incidenttime",
        ended="incidenttimeiso incidenttime",
        text="incidentreason",
        link="monitordashboardlink monitorurl",
        group="groupname",
    ),
    Shape(
        "server_density",
        "fixed alertid|alertedvalue|itemname",
        identity="alertid configid itemname",
        title="itemname alerttype",
        state="fixed",
        text="alertsection alerttype",
        group="itemname",
        link="configurl",
        states=(("true", False), ("false", True)),
    ),
)
