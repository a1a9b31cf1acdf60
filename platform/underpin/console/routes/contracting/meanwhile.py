"""A draft that somebody else stored while one was writing: nothing typed is lost, nothing of theirs
is overwritten unseen. The form carries the revision one read and what it said then. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from contracts.agreements import agreed, clause
from contracts.calendars.calendars import CalendarVersion
from underpin.console.locale import N_
from underpin.console.routes.contracting.sheet import merging
from underpin.console.routes.contracting.sheet.merging import Clash, Said
from underpin.console.routes.shaping import consent
from underpin.console.views.contracting import ClashRow
from underpin.console.views.shell import Language

VERSION, BEGAN = "version", "began"
LABELS: Final = {
    "terms.months": N_("Term, months"),
    "terms.notice": N_("Notice, days"),
    "terms.renewal": N_("Renewal"),
    "terms.renewal_months": N_("by months"),
    "terms.uplift": N_("Price rise a year, percent"),
}


def began(said: Said, revision: int) -> dict[str, str]:
    """The hidden fields of a form that is opened on what is stored."""
    return {VERSION: str(revision), BEGAN: merging.packed(said)}


def seen(given: Mapping[str, str], revision: int) -> dict[str, str]:
    """What was typed, from now on against what is stored."""
    return {**given, VERSION: str(revision)}


def clashes(
    kind: clause.Kind,
    given: Mapping[str, str],
    stored: tuple[int, Said],
    mine: Said,
    calendars: Mapping[UUID, str],
) -> tuple[Clash, ...] | None:
    """None while one writes against what is stored and nothing is left to choose. Raises Malformed
    for what cannot be meant."""
    revision, theirs = stored
    chosen = any(name.startswith(merging.TAKE) for name in given)
    if given.get(VERSION) == str(revision) and not chosen:
        return None
    agreed.check(kind, mine.drafted.content)
    return tuple(merging.clashes(merging.unpacked(given.get(BEGAN, "")), theirs, mine, calendars))


def named(hours: Iterable[CalendarVersion]) -> dict[UUID, str]:
    return {each.id: f"{each.name} v{each.number}" for each in hours}


def rows(
    found: Iterable[Clash] | None, given: Mapping[str, str], language: Language
) -> tuple[ClashRow, ...] | None:
    """What only they changed is theirs unless one says otherwise."""
    return None if found is None else tuple(_row(each, given, language) for each in found)


def _row(each: Clash, given: Mapping[str, str], language: Language) -> ClashRow:
    name = f"{merging.TAKE}{each.unit}"
    usual = merging.MINE if each.both else merging.THEIRS
    what = LABELS.get(each.unit, each.what)
    return ClashRow(
        name=name,
        what=consent.clause(what, language),
        before=each.before,
        theirs=each.theirs,
        mine=each.mine,
        taken=given.get(name, usual) == merging.THEIRS,
    )
