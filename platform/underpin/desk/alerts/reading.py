"""From the bytes of a delivery to the alerts in it: which tool's it is, then what that tool says.

Pure, bounded, and never following an address in it. What is in no form we know is refused with the
reason; of many alerts in one delivery those that can be read are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from underpin.desk.alerts import leaves, mail_text, mapping, shape, words
from underpin.desk.alerts.leaves import Leaves
from underpin.desk.alerts.mapping import Mapping as Own
from underpin.desk.alerts.shape import Shape
from underpin.desk.alerts.told import Heard, Told, Unreadable
from underpin.desk.alerts.tools import alertmanager, anything, chat, checks, cloudwatch, datadog
from underpin.desk.alerts.tools.known import SHAPES

AUTO: Final = "auto"
MAPPED: Final = "mapping"
DEEPEST: Final = 2
MOST: Final = 1_000
"""Alerts in one delivery."""
_HEADLINE: Final = re.compile(r"\[[A-Za-z ]{2,40}\] ")


def read(body: bytes, kind: str = AUTO, own: Own | None = None) -> Heard:
    """Raises Unreadable."""
    payload = decoded(body.removeprefix(codecs.BOM_UTF8))
    if kind == MAPPED:
        if own is None:
            raise Unreadable("This source reads by a mapping, and has none.")
        return mapping.read(own, payload)
    heard = found_in(payload, kind)
    if not (heard.alerts or heard.neither):
        raise Unreadable("; ".join(heard.refused[:3]) or "There is no alert in it.")
    return heard


def decoded(body: bytes) -> Any:
    """JSON; a form, with JSON in its field `payload` or fields alone; or a mail's lines. Raises
    Unreadable."""
    if not body.strip():
        raise Unreadable("It is empty.")
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
        other = _form(body) or _lines(body)
        if other is None:
            raise Unreadable(f"It is no JSON: {problem}"[:300]) from problem
        return other


def _form(body: bytes) -> Any:
    text = body.decode("utf-8", "replace").strip()
    if "=" not in text.split("&", 1)[0] or any(space in text for space in " \n<{"):
        return None
    try:
        fields = dict(parse_qsl(text, max_num_fields=500))
        return msgspec.json.decode(fields["payload"]) if "payload" in fields else fields
    except (ValueError, RecursionError):
        return None


def _lines(body: bytes) -> Any:
    text = body.decode("utf-8", "replace")
    if text.lstrip()[:1] in "{[<" and not _HEADLINE.match(text.lstrip()):
        return None
    found = mail_text.fields(text)
    return found if len(found) >= 3 else None


def found_in(payload: Any, kind: str = AUTO, depth: int = 0) -> Heard:
    """Raises Unreadable for what is no alert, and no collection of them."""
    if isinstance(payload, list):
        return _each([("", each) for each in payload], kind, depth)
    if not isinstance(payload, Mapping):
        raise Unreadable("It is neither an object nor a list of them.")
    for collection in (_messages(payload), _catalogue(payload)):
        if collection:
            return _each(collection, kind, depth)
    if cloudwatch.is_envelope(payload):
        inside, identity = cloudwatch.opened(payload)
        return replace(found_in(inside, kind, depth), identity=identity)
    try:
        return _one(payload, kind)
    except Unreadable:
        inside = _wrapped(payload) or _named(payload)
        heard = _each(inside, kind, depth + 1) if inside and depth < DEEPEST else None
        if heard is None or not (heard.alerts or heard.neither):
            raise
        return heard


WRAPPERS: Final = frozenset(
    {
        *("alert", "alerts", "alarm", "alarms", "event", "events", "incident", "incidents"),
        *("problem", "issue", "notification", "notifications", "data", "payload", "body"),
        *("result", "results", "records", "items", "detail", "details", "value", "message"),
    }
)


def _wrapped(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What stands under a name that says nothing, with what is said beside it."""
    beside = {name: each for name, each in payload.items() if isinstance(each, str | int)}
    found: list[tuple[str, Any]] = []
    for name, each in payload.items():
        if words.plain(str(name)) in WRAPPERS:
            inner = each if isinstance(each, list) else [each]
            found += [("", {**beside, **one}) for one in inner if isinstance(one, Mapping)]
    return found


def _named(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """An object of objects and nothing else: each under its own name."""
    every = all(isinstance(each, Mapping) for each in payload.values())
    return [(str(name), each) for name, each in payload.items()] if every else []


def _messages(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """PagerDuty's older webhooks: several messages, the incident at times under `data`."""
    found = payload.get("messages")
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        return []
    return [("", {**each, **_inside(each.get("data"))}) for each in found]


def _inside(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}


def _catalogue(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Named payloads in one object, as alert simulators keep them: the name stands in for an
    alert's own where it has none."""
    inside = list(payload.items())
    named = inside and all(
        isinstance(each, Mapping) and isinstance(each.get("payload"), Mapping) for _, each in inside
    )
    return [(name, each["payload"]) for name, each in inside] if named else []


def _each(collection: list[tuple[str, Any]], kind: str, depth: int) -> Heard:
    if len(collection) > MOST:
        raise Unreadable(f"More than {MOST} alerts in one delivery.")
    heard = [_tried(name, each, kind, depth) for name, each in collection]
    return Heard(
        heard[0].reader if heard else AUTO,
        tuple(alert for each in heard for alert in each.alerts),
        sum(each.neither for each in heard),
        tuple(why for each in heard for why in each.refused),
        next((each.identity for each in heard if each.identity), ""),
    )


def _tried(name: str, payload: Any, kind: str, depth: int) -> Heard:
    try:
        if name and isinstance(payload, Mapping) and not cloudwatch.is_envelope(payload):
            return found_in({"alertname": name, **payload}, kind, depth)
        return found_in(payload, kind, depth)
    except Unreadable as why:
        return Heard("", refused=(f"{name}: {why}" if name else str(why),))


def _one(payload: Mapping[str, Any], kind: str) -> Heard:
    found = leaves.of(payload)
    for reader in READERS:
        heard = reader(payload, found, kind)
        if heard is not None:
            return heard
    said = "an alert" if kind == AUTO else f"{kind}'s"
    raise Unreadable(f"Nothing in it is known to be {said}.")


Reader = Callable[[Mapping[str, Any], Leaves, str], Heard | None]


def _grouped(payload: Mapping[str, Any], _: Leaves, kind: str) -> Heard | None:
    if kind not in (AUTO, "alertmanager", "grafana"):
        return None
    if alertmanager.fits(payload):
        return alertmanager.read(payload)
    return alertmanager.read_alone(payload) if alertmanager.fits_alone(payload) else None


def _shaped(payload: Mapping[str, Any], found: Leaves, kind: str) -> Heard | None:
    for each in (*cloudwatch.SHAPES, *SHAPES):
        if kind in (AUTO, each.name) and each.fits(found):
            return _told(each, payload, found)
    return None


def _zabbix(payload: Mapping[str, Any], found: Leaves, kind: str) -> Heard | None:
    if kind == "zabbix" or (kind == AUTO and checks.is_zabbix(found)):
        return _told(checks.ZABBIX, payload, checks.zabbix(found))
    return None


def _nagios(payload: Mapping[str, Any], found: Leaves, kind: str) -> Heard | None:
    named = checks.nagios(found)
    fits = checks.NAGIOS.fits(named) and bool(named.get("host"))
    if fits and kind in (AUTO, "nagios", "icinga", "checkmk"):
        return _told(checks.NAGIOS, payload, named)
    return None


def _datadog(payload: Mapping[str, Any], found: Leaves, kind: str) -> Heard | None:
    if kind == "datadog" or (kind == AUTO and datadog.fits(found)):
        return _told(datadog.SHAPE, payload, found)
    return None


def _loose(payload: Mapping[str, Any], found: Leaves, kind: str) -> Heard | None:
    for each in chat.SHAPES:
        if kind in (AUTO, each.name) and each.fits(found):
            return _told(each, payload, found)
    fits = kind in (AUTO, anything.SHAPE.name) and anything.fits(found)
    return _told(anything.SHAPE, payload, found) if fits else None


READERS: Final[tuple[Reader, ...]] = (_grouped, _shaped, _zabbix, _nagios, _datadog, _loose)


def _told(by: Shape, payload: Any, found: Leaves) -> Heard:
    told: Told | None = shape.read(by, payload, found)
    return Heard(by.name, () if told is None else (told,), int(told is None))
