"""One draft written by two people at once: what each said by clause, and what becomes of it.
A clause is one target, one setting, or all rows under one heading. Pure."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts.agreements import agreed, clause, difference
from contracts.agreements.agreed import Content
from underpin.console.routes.contracting.sheet.draft import Drafted

LONGEST: Final = 1_000_000
TAKE: Final = "take."
THEIRS, MINE = "theirs", "mine"
PERCENT: Final = "commitment_percent"
HEADINGS: Final = {
    "commitment": "commitments",
    "raised outside hours": "arrivals",
    "starts at": "starting_tiers",
    "availability": "availability",
    "exclusion": "exclusions",
    "credits": "credits",
}
"""Which clause of a version a line of the difference belongs to."""


@dataclass(frozen=True, slots=True)
class Said:
    """A draft, and what the form says besides: `more` by field."""

    drafted: Drafted
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash:
    """A clause that somebody else wrote meanwhile: what it was when one began, theirs and one's
    own; empty where nothing is said. `both`: both changed it."""

    unit: str
    what: str
    before: str
    theirs: str
    mine: str
    both: bool


def packed(said: Said) -> str:
    """For a hidden field of the form: what one began with."""
    return base64.urlsafe_b64encode(zlib.compress(msgspec.json.encode(said), 9)).decode()


def unpacked(text: str) -> Said | None:
    """None for what is none of ours."""
    try:
        loose = zlib.decompressobj().decompress(base64.urlsafe_b64decode(text), LONGEST)
        return msgspec.json.decode(loose, type=Said)
    except (ValueError, binascii.Error, zlib.error, msgspec.MsgspecError):
        return None


def clashes(
    began: Said | None, theirs: Said, mine: Said, calendars: Mapping[UUID, str]
) -> list[Clash]:
    """What they changed and one does not say alike; without `began` all that differs."""
    before = {} if began is None else _told(began, calendars)
    other, own = _told(theirs, calendars), _told(mine, calendars)
    found = []
    for unit in dict.fromkeys((*other, *own)):
        was, their, said = (_line(each, unit) for each in (before, other, own))
        if their != said and (began is None or their != was):
            what = next(iter(other.get(unit) or own[unit]))
            found.append(Clash(unit, what, was, their, said, began is None or said != was))
    return found


def merged(given: Mapping[str, str], theirs: Said, mine: Said) -> Said:
    """One's own, with their word where the form's `take.` says so."""
    for name, side in given.items():
        if name.startswith(TAKE) and side == THEIRS:
            mine = _with(mine, theirs, name.removeprefix(TAKE))
    return mine


_Told = dict[str, dict[str, str]]


def _told(said: Said, calendars: Mapping[UUID, str]) -> _Told:
    """By clause, what it says under which heading."""
    told: _Told = {}
    percent = said.drafted.commitment_percent
    for each in difference.between(None, said.drafted.content, calendars):
        told.setdefault(unit(each.what), {})[each.what] = each.after or ""
    if percent is not None:
        told[PERCENT] = {"commitment": f"{percent.normalize():f} %"}
    for name, value in said.more.items():
        told[name] = {name: value}
    return told


def unit(what: str) -> str:
    """The clause that a line of the difference belongs to."""
    first, *rest = what.split(" · ")
    if len(rest) == 2 and rest[0] in clause.TYPES:
        return ".".join((first, *rest))
    return HEADINGS.get(first.split(" (")[0], first)


def _line(told: _Told, name: str) -> str:
    lines = told.get(name, {})
    if len(lines) < 2:
        return next(iter(lines.values()), "")
    return "; ".join(f"{what}: {said}" for what, said in lines.items())


def _with(mine: Said, theirs: Said, name: str) -> Said:
    drafted, other = mine.drafted, theirs.drafted
    if name in theirs.more:
        return replace(mine, more={**mine.more, name: theirs.more[name]})
    if name == PERCENT:
        return Said(replace(drafted, commitment_percent=other.commitment_percent), mine.more)
    content = _content(drafted.content, other.content, name)
    return Said(replace(drafted, content=content), mine.more)


def _content(mine: Content, theirs: Content, name: str) -> Content:
    taken: dict[str, Any] = {}
    if name in agreed.SETTINGS:
        taken["settings"] = replace(mine.settings, **{name: getattr(theirs.settings, name)})
    elif name in agreed.CLAUSES:
        taken[name] = getattr(theirs, name)
    else:
        others = [each for each in mine.targets if ".".join(each.about) != name]
        taken["targets"] = (*others, *_target(mine, theirs, name))
    return replace(mine, **taken)


def _target(mine: Content, theirs: Content, name: str) -> Iterator[agreed.Target]:
    """On the hours on which it counts in theirs, whatever one's own draft counts on."""
    for each in theirs.targets:
        if ".".join(each.about) == name:
            hours = theirs.calendar_of(each)
            own = None if hours == mine.calendar_version_id else hours
            yield replace(each, calendar_version_id=own)
