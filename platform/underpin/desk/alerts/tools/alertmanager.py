"""Prometheus Alertmanager's webhook and Grafana's of the same form: a group of alerts, each with a
state of its own. What makes an alert this one are its labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underpin.desk.alerts import labels, leaves, told, words
from underpin.desk.alerts.told import Heard, Told

NAMES = ("alertname", "rulename", "__alert_rule_uid__")
SUMMARIES = ("summary", "title", "message", "description", "descr")


def fits(payload: Any) -> bool:
    inside = payload.get("alerts") if isinstance(payload, Mapping) else None
    return isinstance(inside, list) and any(_is_one(each) for each in inside)


def fits_alone(payload: Any) -> bool:
    """One alert as Prometheus sends it to an Alertmanager, or as either lists it."""
    timed = isinstance(payload, Mapping) and ("startsAt" in payload or "activeAt" in payload)
    return timed and _is_one(payload)


def _is_one(each: Any) -> bool:
    return isinstance(each, Mapping) and isinstance(each.get("labels"), Mapping)


def read(payload: Mapping[str, Any]) -> Heard:
    group = leaves.clean(payload.get("groupKey") or payload.get("groupLabels") or "")
    found: list[Told] = []
    refused: list[str] = []
    neither = 0
    for place, each in enumerate(payload["alerts"]):
        if not _is_one(each):
            refused.append(f"alert {place}: no labels")
            continue
        firing = words.firing(_state(each, payload))
        if firing is None:
            neither += 1
        else:
            found.append(_one(each, group=group, firing=firing))
    return Heard(_name(payload), tuple(found), neither, tuple(refused))


def read_alone(payload: Mapping[str, Any]) -> Heard:
    return read({"alerts": [payload]})


def _name(payload: Mapping[str, Any]) -> str:
    return "grafana" if {"orgId", "title", "state"} & payload.keys() else "alertmanager"


def _state(each: Mapping[str, Any], payload: Mapping[str, Any]) -> str:
    state = each.get("status") or each.get("state") or payload.get("status") or "firing"
    return str(state.get("state", "firing") if isinstance(state, Mapping) else state)


def _one(each: Mapping[str, Any], *, group: str, firing: bool) -> Told:
    own = labels.of(each, ["labels"])
    said, about = dict(own), dict(labels.of(each, ["annotations"]))
    name = next((said[key] for key in NAMES if key in said), "")
    summary = next((about[key] for key in SUMMARIES if key in about), "")
    title = ": ".join(each for each in (name, summary) if each) or "Alert without a name"
    began, ended = words.moment(each.get("startsAt") or each.get("activeAt")), None
    if not firing:
        ended = words.moment(each.get("endsAt"))
    return Told(
        fingerprint=told.fingerprint([part for pair in own for part in pair]),
        firing=firing,
        title=title.splitlines()[0][: told.LONGEST_TITLE],
        severity=_severity(said, about),
        at=began if firing else ended,
        started_at=began,
        ended_at=ended,
        group=group,
        text=about.get("description") or about.get("message") or summary,
        labels=own,
        link=leaves.clean(each.get("generatorURL") or each.get("dashboardURL") or "")[:2000],
    )


def _severity(said: Mapping[str, str], about: Mapping[str, str]) -> str:
    for key in ("severity", "priority", "level"):
        level = words.severity(said.get(key, "")) or words.severity(about.get(key, ""))
        if level:
            return level
    return ""
