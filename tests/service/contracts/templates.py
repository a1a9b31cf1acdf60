"""Templates for tests: office hours in the client's zone, around the clock for P1."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.agreements.agreed import Content, Settings
from contracts.templates import template
from contracts.templates.template_body import TemplateBody, TemplateCalendar, TemplateTerms
from contracts.templates.template_rows import TemplateVersion
from tests.service.contracts.party import Party
from tests.service.contracts.world import ALWAYS, OFFICE, known, target
from underpin.kernel import ids

OFFICE_ID, ALWAYS_ID = known("template", "office"), known("template", "always")
HOURS = {"week": OFFICE["week"]}


def body(hours: float = 8, **changes: Any) -> TemplateBody:
    """Resolution of P3 in so many office hours, of P1 in four around the clock."""
    targets = (
        target("resolution", "P1", 4, 75, calendar_version_id=ALWAYS_ID),
        target("resolution", "P3", hours, 75),
        target("first_response", "P3", 1),
    )
    made = TemplateBody(
        (
            TemplateCalendar(OFFICE_ID, "Service desk hours", HOURS),
            TemplateCalendar(ALWAYS_ID, "Around the clock", ALWAYS),
        ),
        Content(OFFICE_ID, targets, Settings()),
        Decimal(95),
        TemplateTerms(term_months=24, notice_days=60, uplift_percent=Decimal("2.5")),
    )
    return replace(made, **changes)


async def published(acme: Party, given: TemplateBody | None = None) -> TemplateVersion:
    made = await acme.ask(acme.anna, template.create, f"Gold {ids.new()}", given or body())
    return await publish(acme, made.id)


async def publish(acme: Party, version_id: UUID) -> TemplateVersion:
    await acme.ask(acme.ben, template.approve, version_id)
    found: TemplateVersion = await acme.ask(acme.ben, template.publish, version_id)
    return found


async def amended(acme: Party, before: TemplateVersion, given: TemplateBody) -> TemplateVersion:
    made = await acme.ask(acme.anna, template.amend, before.template_id, given)
    return await publish(acme, made.id)
