"""Tools that themselves call people.

Fields stand where each tool\'s own documentation says; what needs more stands before what needs
less.
"""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts.shape import Shape

SHAPES: Final = (
    Shape(
        "pagerduty",
        "event.eventtype event.data.id",
        identity="event.data.id",
        state="event.eventtype",
        title="event.data.title event.data.summary",
        severity="event.data.priority.summary event.data.urgency",
        news="event.occurredat",
        began="event.data.createdat",
        ended="event.occurredat",
        text="event.data.body.details event.data.title",
        link="event.data.htmlurl event.data.self",
        states=(
            ("incidenttriggered", True),
            ("incidentreopened", True),
            ("incidentresolved", False),
        ),
    ),
    Shape(
        "pagerduty",
        "eventaction dedupkey|payload.summary",
        identity="dedupkey",
        state="eventaction",
        title="payload.summary dedupkey",
        severity="payload.severity",
        news="payload.timestamp",
        began="payload.timestamp",
        text="payload.summary",
        link="clienturl links.0.href",
        group="payload.group",
        tags="payload.customdetails",
    ),
    Shape(
        "pagerduty",
        "incident.status incident.htmlurl|incident.incidentkey|incident.triggersummarydata.",
        identity="incident.id",
        state="event type incident.status",
        title="incident.title incident.description incident.summary "
        "incident.triggersummarydata.subject incident.triggersummarydata.description "
        "incident.incidentkey",
        severity="incident.priority.summary incident.urgency",
        news="createdon occurredat incident.laststatuschangeat incident.laststatuschangeon",
        began="incident.createdat incident.createdon",
        link="incident.htmlurl",
    ),
    Shape(
        "opsgenie",
        "action alert.alertid|alert.alias",
        identity="alert.alias alert.entity",
        state="action",
        title="alert.message",
        severity="alert.priority",
        news="alert.updatedat",
        began="alert.createdat",
        ended="alert.updatedat",
        text="alert.description alert.note",
        tags="alert.details alert.tags",
        states=(("escalate", None), ("escalatenext", None), ("executecustomaction", None)),
    ),
    Shape(
        "splunk_oncall",
        "messagetype entityid",
        identity="entityid",
        state="messagetype",
        title="entitydisplayname entityid",
        severity="messagetype",
        news="statestarttime timestamp",
        began="statestarttime timestamp",
        text="statemessage",
    ),
    Shape(
        "incident_io",
        "eventtype publicincidentincidentcreatedv2.|publicincidentincidentstatusupdatedv2."
        "|publicincidentincidentupdatedv2.",
        identity="publicincidentincidentcreatedv2.id publicincidentincidentupdatedv2.id "
        "publicincidentincidentstatusupdatedv2.incident.id",
        state="publicincidentincidentstatusupdatedv2.newstatus.category "
        "publicincidentincidentupdatedv2.incidentstatus.category "
        "publicincidentincidentcreatedv2.incidentstatus.category",
        title="publicincidentincidentcreatedv2.name publicincidentincidentupdatedv2.name "
        "publicincidentincidentstatusupdatedv2.incident.name",
        severity="publicincidentincidentcreatedv2.severity.name",
        link="publicincidentincidentcreatedv2.permalink",
    ),
    Shape(
        "better_stack",
        "data.attributes.cause|data.attributes.startedat data.id",
        identity="data.id",
        title="data.attributes.name data.attributes.cause",
        news="data.attributes.resolvedat data.attributes.startedat",
        began="data.attributes.startedat",
        ended="data.attributes.resolvedat",
        over="data.attributes.resolvedat",
        text="data.attributes.cause",
        link="data.attributes.originurl data.attributes.url",
    ),
)
