"""Clouds' own alarms.

Fields stand where each tool\'s own documentation says; what needs more stands before what needs
less.
"""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts.shape import Shape
from underpin.desk.alerts.told import CRITICAL, ERROR, INFO, WARNING

NUMBERED: Final = (("0", CRITICAL), ("1", ERROR), ("2", WARNING), ("3", WARNING), ("4", INFO))

SHAPES: Final = (
    Shape(
        "azure_monitor",
        "data.context.activitylog.",
        identity="data.context.activitylog.resourceid data.context.activitylog.operationname",
        state="data.status",
        title="data.context.activitylog.description data.context.activitylog.operationname "
        "data.context.activitylog.properties.title",
        severity="data.context.activitylog.level",
        news="data.context.activitylog.eventtimestamp",
        began="data.context.activitylog.eventtimestamp",
        text="data.context.activitylog.properties.communication data.context.activitylog.status",
    ),
    Shape(
        "azure_monitor",
        "data.essentials.alertrule|data.essentials.alertid",
        # an alert's own id is one firing's; the rule and its targets are what fires again
        identity="data.essentials.alertrule data.essentials.alerttargetids.0 "
        "data.essentials.monitoringservice",
        state="data.essentials.monitorcondition",
        title="data.essentials.alertrule data.essentials.description",
        severity="data.essentials.severity",
        news="data.essentials.resolveddatetime data.essentials.fireddatetime",
        began="data.essentials.fireddatetime",
        ended="data.essentials.resolveddatetime",
        text="data.essentials.description",
        link="data.essentials.investigationlink",
        levels=tuple((f"sev{number}", level) for number, level in NUMBERED),
    ),
    Shape(
        "azure_monitor",
        "data.context. data.status",
        identity="data.context.id data.context.name data.context.resourceid",
        state="data.status",
        title="data.context.name",
        severity="data.context.severity",
        news="data.context.timestamp",
        began="data.context.timestamp",
        ended="data.context.timestamp",
        text="data.context.description",
        link="data.context.portallink",
        levels=NUMBERED,
    ),
    Shape(
        "azure_monitor",
        "context.name context.timestamp status",
        identity="context.id context.name context.resourceid",
        state="status",
        title="context.name",
        news="context.timestamp",
        began="context.timestamp",
        ended="context.timestamp",
        text="context.description",
        link="context.portallink",
    ),
    Shape(
        "azure_monitor",
        "schemaid data.alertrulename",
        identity="data.alertrulename",
        title="data.alertrulename",
        severity="data.severity",
        began="data.searchintervalendtimeutc",
        text="data.description data.searchquery",
        link="data.linktosearchresults",
        levels=NUMBERED,
    ),
    Shape(
        "google_cloud",
        "incident.incidentid incident.state|incident.conditionname",
        identity="incident.incidentid",
        state="incident.state",
        title="incident.summary incident.conditionname incident.policyname",
        severity="incident.severity incident.policyuserlabels.severity",
        news="incident.endedat incident.startedat",
        began="incident.startedat",
        ended="incident.endedat",
        text="incident.documentation.content incident.summary",
        link="incident.url",
        group="incident.policyname",
        tags="incident.resource.labels incident.metric.labels incident.policyuserlabels",
    ),
    Shape(
        "oracle_cloud",
        "dedupekey type title",
        identity="dedupekey",
        state="type",
        title="title",
        news="timestampepochmillis timestamp",
        began="timestampepochmillis timestamp",
        ended="timestampepochmillis timestamp",
        text="body alarmsummary",
        states=(("oktofiring", True), ("firingtook", False), ("repeat", True), ("reset", False)),
    ),
    Shape(
        "cloudflare",
        "alerttype text|name ts|data.|policyid",
        identity="alertcorrelationid data.poolname data.healthcheckid name policyid",
        state="alertevent data.newstatus data.newhealth",
        title="name text",
        severity="data.severity alertseverity",
        news="ts",
        began="ts",
        ended="ts",
        text="text",
    ),
)
