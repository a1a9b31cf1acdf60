"""A whole version as fields of a form, and back: nothing that it says is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, get_args, get_type_hints
from uuid import UUID

from contracts.agreements import agreed, clause
from contracts.agreements.agreed import Content, Settings
from underpin.console.routes.contracting.sheet import clauses, schedule, targets
from underpin.console.routes.contracting.sheet.fields import Fields

OF_UC: Final = ("fix_stops_at", "holder")
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    name: ("no", "yes") if hint is bool else get_args(hint)
    for name, hint in get_type_hints(Settings).items()
}
"""What each setting may say, the default first."""


class Misread(Exception):
    """What was typed is no version; `errors` are msgids by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Drafted:
    content: Content
    commitment_percent: Decimal | None


def settings(kind: clause.Kind) -> tuple[str, ...]:
    """The settings that such an agreement has."""
    if kind == "OLA":
        return ()
    return tuple(name for name in agreed.SETTINGS if (name in OF_UC) == (kind == "UC"))


def write(kind: clause.Kind, drafted: Drafted) -> dict[str, str]:
    content = drafted.content
    percent = drafted.commitment_percent
    said = {name: getattr(content.settings, name) for name in settings(kind)}
    words = {True: "yes", False: "no"}
    return {
        **dict(targets.write(kind, content)),
        "commitment": "" if percent is None else clauses.plain(percent),
        **{f"s.{name}": words.get(each, str(each)) for name, each in said.items()},
        **dict(clauses.write(content)),
        **dict(schedule.write(content.credits)),
    }


def read(kind: clause.Kind, given: Mapping[str, str], days: Mapping[UUID, int]) -> Drafted:
    """`days`: how long a working day is, by calendar version that may be named. Raises Misread."""
    fields = Fields(given, days)
    calendar = targets.calendar_of(fields)
    percent = fields.percent("commitment")
    if calendar is None:
        raise Misread(fields.errors)
    content = Content(
        calendar_version_id=calendar,
        targets=targets.read(kind, fields, calendar),
        settings=_settings(fields, kind),
        commitments=tuple(clauses.commitments(fields, kind)),
        exclusions=tuple(clauses.exclusions(fields)),
    )
    drafted = Drafted(_rest(fields, kind, content), percent)
    if fields.errors:
        raise Misread(fields.errors)
    return drafted


def _rest(fields: Fields, kind: clause.Kind, content: Content) -> Content:
    if kind == "OLA":
        return content
    more = replace(
        content, availability=clauses.availability(fields), credits=schedule.read(fields, kind)
    )
    if kind == "UC":
        return more
    return replace(
        more,
        starting_tiers=tuple(clauses.starts(fields)),
        arrivals=tuple(clauses.arrivals(fields)),
    )


def _settings(fields: Fields, kind: clause.Kind) -> Settings:
    said: dict[str, str | bool] = {}
    for name in settings(kind):
        known = CHOICES[name]
        found = fields.one_of(f"s.{name}", known, known[0])
        said[name] = found == "yes" if known == ("no", "yes") else found
    return Settings(**said)  # type: ignore[arg-type]
