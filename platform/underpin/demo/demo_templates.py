"""The demo's templates: Bronze, Silver and Gold differ in how soon, and in what is committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from contracts.agreements.agreed import Content, Target
from contracts.agreements.clause import USUAL
from contracts.agreements.credit_clause import Clause, Step
from contracts.agreements.credit_schedule import Cap, Schedule
from contracts.signed.setting_up import Template
from contracts.templates import template_body
from contracts.templates.template_body import TemplateBody, TemplateCalendar, TemplateTerms
from underpin.demo import companies
from underpin.demo.log_contracts import DAYS, MICROSECOND, SINCE
from underpin.desk.replay.clients import derived

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OPEN = [["08:00", "12:30"], ["13:00", "18:00"]]
PROMISED = {
    "P1": (30 * MINUTE, 4 * HOUR),
    "P2": (HOUR, 8 * HOUR),
    "P3": (2 * HOUR, 24 * HOUR),
    "P4": (4 * HOUR, 60 * HOUR),
    "P5": (8 * HOUR, 95 * HOUR),
}
HOURS = derived("demo", "template-calendar", "office")


@dataclass(frozen=True, slots=True)
class Metal:
    """A template as it is set up."""

    made: Template

    def content(self, calendar_version_id: UUID) -> Content:
        """Its promises on a client's own hours."""
        return template_body.resolved(self.made.body.content, {HOURS: calendar_version_id})


def _credits(commitment: Decimal) -> Schedule:
    """From the commitment downwards, and more from 15 points below it."""
    bands = (Step(commitment, Decimal(5)), Step(commitment - 15, Decimal(10)))
    missed = Clause("resolution", commitment, steps=bands)
    return Schedule("service_fee", (missed,), caps=(Cap(Decimal(15)),))


def _metal(name: str, times: int, over: int, commitment: int) -> Metal:
    """Silver's promises, so many times as long, divided by so much."""
    targets = tuple(
        Target(metric, kind, priority, allowed * times // over // MICROSECOND, (75, 90))
        for kind in USUAL
        for priority, promised in PROMISED.items()
        for metric, allowed in zip(("first_response", "resolution"), promised, strict=True)
    )
    body = TemplateBody(
        (TemplateCalendar(HOURS, "Office hours", {"week": dict.fromkeys(DAYS[:5], OPEN)}),),
        Content(HOURS, targets, credits=_credits(Decimal(commitment))),
        Decimal(commitment),
        TemplateTerms(term_months=24, notice_days=90, uplift_percent=Decimal("2.5")),
    )
    return Metal(
        Template(
            derived("demo", "template", name),
            derived("demo", "template-version", name),
            name,
            body,
            SINCE,
            companies.MARTA.id,
            companies.OLIVIA.id,
        )
    )


BRONZE = _metal("Bronze", 2, 1, 90)
SILVER = _metal("Silver", 1, 1, 95)
GOLD = _metal("Gold", 1, 2, 98)
ALL = tuple(each.made for each in (BRONZE, SILVER, GOLD))
