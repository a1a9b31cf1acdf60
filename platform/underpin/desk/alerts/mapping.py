"""A source's own reader, for a tool nobody foresaw: JSON pointers (RFC 6901) say where each field
stands. Placeholders and nothing more, `{/host/name}: {/check}`: no template language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Object
from dataclasses import dataclass, field
from typing import Any, Final

from underpin.desk.alerts import leaves, told, words
from underpin.desk.alerts.told import Heard, Told, Unreadable
from underpin.kernel import digits

_PLACE: Final = re.compile(r"\{(/[^{}]{0,300})\}")
LONGEST: Final = 2_000
FIELDS: Final = (
    "fingerprint",
    "title",
    "state",
    "severity",
    "started_at",
    "at",
    "group",
    "text",
    "link",
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Each field is a text with placeholders `{/pointer}`. `each` points at a list of alerts within
    the payload, empty for the payload itself. `over` are the words of `state` that mean it is over;
    without any, everybody's words count. `labels` is name -> text."""

    fingerprint: str
    title: str
    state: str = ""
    over: tuple[str, ...] = ()
    severity: str = ""
    at: str = ""
    started_at: str = ""
    group: str = ""
    text: str = ""
    link: str = ""
    each: str = ""
    labels: Object[str, str] = field(default_factory=dict)


def wrong(mapping: Mapping) -> str:
    """What keeps this mapping from being used, as a sentence; empty when nothing does."""
    for name in FIELDS:
        said = getattr(mapping, name)
        if len(said) > LONGEST:
            return f"{name}: at most {LONGEST} characters."
        if "{" in _PLACE.sub("", said):
            return f"{name}: a placeholder is written {{/path/to/field}}."
    if not _PLACE.search(mapping.fingerprint):
        return "fingerprint: at least one placeholder, or all alerts would be one."
    if mapping.each and not mapping.each.startswith("/"):
        return "each: a JSON pointer, such as /alerts."
    return "title: say something." if not mapping.title.strip() else ""


def read(mapping: Mapping, payload: Any) -> Heard:
    """Raises Unreadable where nothing can be read."""
    inside = at(payload, mapping.each)
    found = inside if mapping.each and isinstance(inside, list) else [inside]
    alerts, refused = list[Told](), list[str]()
    for place, one in enumerate(found):
        try:
            alerts.append(_one(mapping, one))
        except Unreadable as why:
            refused.append(f"alert {place}: {why}")
    if not alerts:
        raise Unreadable("; ".join(refused[:3]) or f"each: nothing stands at {mapping.each}.")
    return Heard("mapping", tuple(alerts), refused=tuple(refused))


def _one(mapping: Mapping, payload: Any) -> Told:
    name, title = filled(mapping.fingerprint, payload), filled(mapping.title, payload)
    if name == _PLACE.sub("", mapping.fingerprint).strip():
        raise Unreadable(f"fingerprint: nothing stands at {mapping.fingerprint}")
    if not title.strip():
        raise Unreadable(f"title: nothing stands at {mapping.title}")
    began, at_ = (words.moment(filled(each, payload)) for each in (mapping.started_at, mapping.at))
    firing = _firing(mapping, filled(mapping.state, payload))
    return Told(
        fingerprint=told.fingerprint([name]),
        firing=firing,
        title=title.splitlines()[0][: told.LONGEST_TITLE],
        severity=words.severity(filled(mapping.severity, payload)),
        at=at_ or (began if firing else None),
        started_at=began,
        group=filled(mapping.group, payload),
        text=filled(mapping.text, payload),
        labels=_labels(mapping, payload),
        link=filled(mapping.link, payload)[:2000],
    )


def _labels(mapping: Mapping, payload: Any) -> tuple[tuple[str, str], ...]:
    said = ((name, filled(text, payload)) for name, text in sorted(mapping.labels.items()))
    return tuple((leaves.clean(name)[:100], text[:500]) for name, text in said if text)


def _firing(mapping: Mapping, state: str) -> bool:
    if mapping.over:
        return words.plain(state) not in {words.plain(each) for each in mapping.over}
    return words.firing(state) is not False


def filled(text: str, payload: Any) -> str:
    """The text with what stands at its pointers; nothing where nothing does."""
    return _PLACE.sub(lambda found: _scalar(at(payload, found[1])), text).strip()


def at(payload: Any, pointer: str) -> Any:
    """What a JSON pointer points at; None where that is nothing."""
    found = payload
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, Object):
            found = found.get(name)
        elif isinstance(found, list) and (place := digits.read(name, 5)) is not None:
            found = found[place] if place < len(found) else None
        else:
            return None
    return found


def _scalar(value: Any) -> str:
    return leaves.clean(value) if isinstance(value, str | int | float) else ""
