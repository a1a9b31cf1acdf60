"""A tool nobody described: an alert where its fields say so plainly, and else nothing.

It needs a title, and beside it a state, a severity or a name by which the same alert is known
again. Numbers of single messages ("id", "uuid") are no such name: they differ when it is over.
"""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts import vocabulary, words
from underpin.desk.alerts.leaves import Leaves
from underpin.desk.alerts.shape import Shape

_STATES: Final = (
    "status state alertstate alertstatus currentstate newstate monitorcondition transition "
    "eventaction action event alert.status alert.state data.status data.state event.status "
    "event.state issue.state problem.state incident.status incident.state eventtype alerttype "
    "triggertype alertaction type"
)
_SEVERITIES: Final = (
    "severity level priority criticality alertseverity alertlevel urgency importance "
    "labels.severity tags.severity annotations.severity alert.severity alert.priority "
    "data.severity event.severity event.level incident.severity issue.priority"
)
_OWN: Final = (
    "fingerprint dedupkey deduplicationkey dedupekey alias alertid incidentid issueid problemid "
    "entityid alert.id alert.alertid incident.id issue.id"
)
_RULES: Final = (
    "monitorid checkid ruleid triggerid alarmid rule.id monitor.id alarmname alertname "
    "labels.alertname"
)
_PLACES: Final = (
    "host hostname labels.host labels.instance labels.service instance service host.name "
    "entity.name resource node device sensor agent.name monitor.url"
)
_TITLES: Final = (
    "title alertname alarmname summary subject labels.alertname annotations.summary alert.title "
    "alert.name alert.message event.title event.name incident.title incident.name issue.title "
    "problem.title data.title data.name rulename rule.name monitorname monitor.name checkname "
    "check.name sensor name message msg text description"
)
_TIMES: Final = (
    "timestamp time date createdat startsat startedat starttime firedat triggeredat lastreceived "
    "event.timestamp alert.createdat data.timestamp incident.startedat eventtime occurredat"
)
SHAPE: Final = Shape(
    "plain",
    "",
    identity=_OWN,
    rule=_RULES,
    place=_PLACES,
    state=_STATES,
    title=_TITLES,
    where="host hostname device devicename node nodename host.name labels.instance labels.host",
    severity=_SEVERITIES,
    news=f"updatedat lastupdated endsat endedat resolvedat closedat {_TIMES}",
    began=_TIMES,
    ended=f"endsat endedat resolvedat closedat updatedat lastupdated {_TIMES}",
    text="description message body details text output annotations.description alert.description "
    "event.description long_description reason",
    link="url link htmlurl permalink dashboardurl alerturl",
    tags="labels tags attributes",
)


def fits(found: Leaves) -> bool:
    title = any(found.get(path) for path in _TITLES.split())
    return title and (_said_how_bad(found) or _known_again(found) or _said_state(found))


def _said_how_bad(found: Leaves) -> bool:
    """A severity is said of trouble alone; a level or a priority of much else."""
    paths = _SEVERITIES.split()
    severe = any(found.get(path) for path in paths if path.endswith("severity"))
    return severe or any(words.severity(found.get(path, "")) for path in paths)


def _known_again(found: Leaves) -> bool:
    return any(found.get(path) for path in f"{_OWN} {_RULES}".split())


def _said_state(found: Leaves) -> bool:
    title = next((found[path] for path in _TITLES.split() if found.get(path)), "")
    said = (words.plain(found.get(path, "")) for path in _STATES.split())
    return bool(words.ahead(title)[0]) or any(
        each in vocabulary.OVER | vocabulary.FIRING for each in said
    )
