"""Nagios, Icinga and what descends from them, and Zabbix: the same few fields under the names that
each installation's own template gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from underpin.desk.alerts import leaves
from underpin.desk.alerts.leaves import Leaves
from underpin.desk.alerts.shape import Shape

NAGIOS: Final = Shape(
    "nagios",
    "notificationtype|servicestate|hoststate|servicestateid|hoststateid",
    identity="host service",
    state="notificationtype state",
    title="title",
    severity="state",
    news="time",
    began="time",
    ended="time",
    text="output",
    group="host",
    link="link",
)
_NAGIOS_NAMES: Final = {
    "host": "hostname host hostdisplayname hostalias",
    "service": "servicedesc servicename service servicedisplayname",
    "state": "servicestate hoststate state",
    "output": "longserviceoutput serviceoutput longhostoutput hostoutput checkoutput info "
    "additionalinfo output",
    "time": "timet datetime longdatetime shortdatetime icingalongdatetime when date time timestamp",
    "link": "link url serviceactionurl hostactionurl",
}
_PREFIXES: Final = ("nagios", "icinga")

ZABBIX: Final = Shape(
    "zabbix",
    "zabbix",
    identity="trigger host name",
    state="status value",
    title="name",
    severity="severity",
    news="time",
    began="time",
    ended="time",
    text="text",
    group="host",
    link="link",
    tags="tags eventtags eventtagsjson",
    states=(("1", True), ("0", False), ("problem", True), ("update", None)),
    levels=(
        ("5", "critical"),
        ("4", "error"),
        ("high", "error"),
        ("3", "warning"),
        ("2", "warning"),
        ("1", "info"),
        ("0", "info"),
    ),
)
_ZABBIX_NAMES: Final = {
    "trigger": "triggerid",
    "host": "hostname host hosthost eventhost hostid alertobject",
    "name": "eventname triggername problemname problem alertsubject subject title name",
    "status": "eventrecoverystatus eventstatus triggerstatus status",
    "value": "eventvalue value",
    "severity": "eventseverity triggerseverity triggernseverity eventnseverity severity",
    "text": "eventopdata triggerdescription alertmessage message description opdata",
    "link": "triggerurl eventurl url link",
}


def nagios(found: Leaves) -> Leaves:
    """These leaves under the names of NAGIOS."""
    bare = dict(found)
    for path, text in found.items():
        for prefix in _PREFIXES:
            if path.startswith(prefix) and path != prefix:
                bare.setdefault(path.removeprefix(prefix), text)
    known = _named(bare, _NAGIOS_NAMES)
    what = " on ".join(each for each in (known.get("service"), known.get("host")) if each)
    return {**bare, **known, "title": what}


def is_zabbix(found: Leaves) -> bool:
    last = {path.rpartition(".")[2] for path in found}
    event = last & {"eventid", "eventvalue", "eventrecoveryid", "eventnseverity", "problemid"}
    trigger = last & {"triggerid", "triggername", "triggerstatus", "triggerseverity", "eventstatus"}
    name = last & {"eventname", "triggername", "hostname", "eventhost", "alertsubject"}
    return bool(event and name and (trigger or last & {"eventvalue", "eventseverity"}))


def zabbix(found: Leaves) -> Leaves:
    """These leaves under the names of ZABBIX."""
    flat = {path.rpartition(".")[2]: text for path, text in reversed(list(found.items()))}
    known = _named(flat, _ZABBIX_NAMES)
    dated = " ".join(filter(None, (flat.get("eventdate"), flat.get("eventtime"))))
    over = known.get("status", "").lower() in ("ok", "resolved") or flat.get("eventvalue") == "0"
    if over and flat.get("eventrecoverydate"):
        dated = f"{flat['eventrecoverydate']} {flat.get('eventrecoverytime', '')}"
    time = flat.get("eventtimestamp") or dated or flat.get("timestamp", "")
    return {"zabbix": "yes", **known, "time": time}


def _named(found: Leaves, names: Mapping[str, str]) -> dict[str, str]:
    said = {name: leaves.first(found, *paths.split()) for name, paths in names.items()}
    return {name: text for name, text in said.items() if text}
