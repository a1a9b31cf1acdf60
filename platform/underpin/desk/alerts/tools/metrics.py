"""Metrics over a threshold.

Fields stand where each tool\'s own documentation says; what needs more stands before what needs
less.
"""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts.shape import Shape

SHAPES: Final = (
    Shape(
        "grafana",
        "rulename ruleid state",
        identity="orgid ruleid rulename",
        state="state",
        title="rulename title",
        severity="tags.severity tags.priority",
        text="message",
        link="ruleurl",
        tags="tags evalmatches.0.tags",
    ),
    Shape(
        "newrelic",
        "incidentid currentstate|eventtype accountid|accountname|policyname|conditionname",
        identity="incidentid",
        state="currentstate",
        title="conditionname policyname details",
        news="timestamp closedviolationscount.time",
        began="timestamp",
        ended="timestamp",
        text="details",
        link="incidenturl violationchartsurl",
        group="policyname",
        tags="targets.0.labels",
    ),
    Shape(
        "newrelic",
        "state issueurl|issuepageurl|alertpolicynames.0|alertpolicynames",
        identity="id issueid",
        state="state",
        title="title alertconditionnames.0 annotations.title.0",
        severity="priority",
        news="updatedat createdat",
        began="createdat",
        ended="updatedat",
        link="issueurl issuepageurl",
        group="alertpolicynames.0",
    ),
    Shape(
        "signalfx",
        "incidentid detectoronditon|detectorurl|detector|detectoncondition|statusextended",
        identity="incidentid detectorid",
        state="statusextended status",
        title="rule inputs.rule detector messagetitle inputs.messagetitle originatingmetric",
        news="timestampiso8601 timestamp",
        began="timestampiso8601 timestamp",
        ended="timestampiso8601 timestamp",
        text="messagebody description inputs.description",
        link="detectorurl imageurl runbookurl",
        tags="dimensions",
    ),
    Shape(
        "dynatrace",
        "problemid|pid problemtitle|problemdetailstext|problemdetailsjson.title state|problemstate",
        identity="pid problemid",
        state="state problemstate",
        title="problemtitle problemdetailsjson.title",
        severity="problemseverity severity problemdetailsjson.severitylevel",
        began="problemdetailsjson.starttime",
        ended="problemdetailsjson.endtime",
        text="problemdetailstext problemdetails impactedentity",
        link="problemurl",
        group="impactedentity",
        tags="tags",
    ),
    Shape(
        "dynatrace",
        "problemid severitylevel status",
        identity="problemid",
        state="status",
        title="title displayid",
        severity="severitylevel",
        began="starttime",
        ended="endtime",
        text="impactlevel",
    ),
    Shape(
        "honeycomb",
        "triggerid|triggerurl status name",
        identity="triggerid id name",
        state="status",
        title="name",
        text="summary description",
        link="resulturl triggerurl",
        news="triggeredat",
    ),
    Shape(
        "appdynamics",
        "events.0.eventname|healthrulename|policyname events.0.severity|severity|eventtype",
        identity="incident.id healthrulename events.0.healthrule.name events.0.eventname "
        "affectedentity.name events.0.affectedentityname policyname",
        state="events.0.eventtype eventtype",
        title="events.0.displayname healthrulename events.0.eventname policyname",
        where="affectedentity.name events.0.affectedentityname",
        severity="events.0.severity severity",
        news="events.0.eventtime eventtime",
        began="events.0.eventtime eventtime",
        ended="events.0.eventtime eventtime",
        text="events.0.summarymessage summarymessage",
        link="events.0.deeplink deeplink",
        states=(
            ("policyclosewarning", False),
            ("policyclosecritical", False),
            ("policycanceledwarning", False),
            ("policycanceledcritical", False),
        ),
    ),
)
