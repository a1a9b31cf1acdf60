"""The form of a version as its page shows it: what was typed, and what can be chosen. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.agreements import clause
from contracts.agreements.agreed import Content
from contracts.calendars.calendars import CalendarVersion
from underpin.console.routes.contracting import days_off
from underpin.console.routes.contracting.sheet import draft, fields, targets
from underpin.console.views.contracting import Choices, Form


def of(
    kind: clause.Kind,
    typed: Mapping[str, str],
    calendars: Choices,
    errors: Mapping[str, str] | None = None,
) -> Form:
    return Form(
        kind=kind,
        typed=typed,
        metrics=clause.METRICS[kind],
        types=clause.TYPES,
        priorities=clause.PRIORITIES,
        states=targets.PAUSABLE,
        calendars=calendars,
        settings=tuple((name, draft.CHOICES[name]) for name in draft.settings(kind)),
        errors=errors or {},
    )


def offered(versions: Sequence[CalendarVersion], content: Content) -> list[CalendarVersion]:
    """The newest of each calendar, and older ones that the version counts on."""
    newest = {each.id for each in days_off.newest(versions)}
    return [each for each in versions if each.id in newest or each.id in content.calendars]


def choices(versions: Sequence[CalendarVersion]) -> Choices:
    """By name; told apart by number only where two versions of one calendar are there."""
    names = [each.name for each in versions]
    return tuple(
        (
            str(each.id),
            each.name if names.count(each.name) == 1 else f"{each.name} v{each.number}",
        )
        for each in versions
    )


def days(versions: Sequence[CalendarVersion]) -> dict[UUID, int]:
    return fields.days({each.id: each.definition for each in versions})
