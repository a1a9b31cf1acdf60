"""What a template says: an SLA's content, the calendars it counts on, and a contract's terms.

A template belongs to the provider and a calendar to a client, so a template brings the definitions
of its calendars, each under an id of its own; its content names calendars by those ids. Where a
definition leaves out `time_zone`, it is the client's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

import msgspec

from contracts.agreements import agreed
from contracts.agreements.agreed import Content, Settings, Target
from contracts.calendars import calendar_definition
from contracts.calendars.calendar_definition import Definition, DefinitionError
from contracts.signed import contract_terms, term
from contracts.signed.term import Terms
from underpin.kernel.errors import Malformed

ZONE: Final = "time_zone"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TemplateCalendar:
    """`definition` in the API's form; `name` is what the client's calendar will be called."""

    id: UUID
    name: str
    definition: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TemplateTerms:
    """`term_months` None: it runs until notice. The first uplift is a year after the beginning."""

    term_months: int | None = 12
    notice_days: int = 90
    renewal: Literal["none", "automatic"] = "automatic"
    renewal_months: int = 12
    uplift_percent: Decimal | None = None

    def beginning(self, starts_on: date) -> Terms:
        over = None if self.term_months is None else term.months_later(starts_on, self.term_months)
        return Terms(
            starts_on=starts_on,
            ends_on=None if over is None else over - term.A_DAY,
            notice_days=self.notice_days,
            renewal=self.renewal,
            renewal_months=self.renewal_months,
            uplift_percent=self.uplift_percent,
            uplift_on=None if self.uplift_percent is None else term.months_later(starts_on, 12),
        )


@dataclass(frozen=True, slots=True)
class TemplateBody:
    """`commitment_percent` as an SLA's version has it."""

    calendars: tuple[TemplateCalendar, ...]
    content: Content
    commitment_percent: Decimal | None = None
    terms: TemplateTerms = field(default_factory=TemplateTerms)


def check(body: TemplateBody) -> None:
    """Raises Malformed naming the first field that cannot be meant."""
    _check_calendars(body)
    agreed.check("SLA", body.content)
    if body.content.calendars - {each.id for each in body.calendars}:
        raise Malformed("content: it names a calendar the template lacks.", field="content")
    percent = body.commitment_percent
    if percent is not None and not (percent.is_finite() and 0 <= percent <= 100):
        raise Malformed("commitment_percent: 0 to 100.", field="commitment_percent")
    agreed.check_commitment(body.content, percent)
    if body.terms.term_months is not None and not 1 <= body.terms.term_months <= 120:
        raise Malformed("terms.term_months: 1 to 120.", field="terms.term_months")
    contract_terms.check("any", body.terms.beginning(date(2026, 1, 1)))


def _check_calendars(body: TemplateBody) -> None:
    every = body.calendars
    for place, each in enumerate(every):
        at = f"calendars[{place}]"
        if not 1 <= len(each.name.strip()) <= 200:
            raise Malformed(f"{at}.name: 1 to 200 characters.", field=f"{at}.name")
        if any(each.id == one.id or each.name == one.name for one in every[:place]):
            raise Malformed(f"{at}: another has this id or name.", field=at)
        try:
            definition(each, "UTC")
        except DefinitionError as wrong:
            raise Malformed(f"{at}.definition: {wrong}", field=f"{at}.definition") from wrong


def definition(given: TemplateCalendar, time_zone: str) -> Definition:
    """For a client of that zone. Raises DefinitionError."""
    return calendar_definition.from_json({ZONE: time_zone, **given.definition})


def resolved(content: Content, calendars: Mapping[UUID, UUID]) -> Content:
    """The same with a client's calendar versions in the place of the template's calendars."""
    named = {str(own): str(theirs) for own, theirs in calendars.items()}
    return msgspec.convert(_renamed(msgspec.to_builtins(content), named), Content)


def _renamed(value: Any, named: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(each, named) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(each, named) for each in value]
    return named.get(value, value) if isinstance(value, str) else value


def merged(before: Content, own: Content, after: Content) -> Content:
    """What the template changed from `before` to `after`, on top of what a contract says: what was
    agreed apart from the template stays. All three on the same client's calendars."""
    plain = {
        each.name: picked(*(getattr(content, each.name) for content in (before, own, after)))
        for each in fields(Content)
    }
    plain["settings"] = Settings(
        **{
            name: picked(*(getattr(each.settings, name) for each in (before, own, after)))
            for name in agreed.SETTINGS
        }
    )
    return Content(**{**plain, "targets": tuple(_targets(before, own, after))})


def _targets(before: Content, own: Content, after: Content) -> Iterator[Target]:
    old, kept, new = ({t.about: t for t in each.targets} for each in (before, own, after))
    for about in sorted(kept.keys() | new.keys()):
        found = picked(old.get(about), kept.get(about), new.get(about))
        if found is not None:
            yield found


def picked(before: T, own: T, after: T) -> T:
    """One value of three: the contract's own where the template did not change it."""
    return own if before == after else after
