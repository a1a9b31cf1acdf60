"""The contracts of the demo's clients: office hours with public holidays, first response and
resolution by priority, and a policy that moves a ticket up the tiers and out to the vendor."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from contracts.calendars import holiday
from contracts.escalation.escalation import Step
from contracts.signed.setting_up import Agreed, Client, Hours, Service
from tenants.company import NewCompany
from underpin.demo import companies, demo_templates, log_contracts
from underpin.demo.log_contracts import ALL_DAY, DAYS, SIGNED, VENDOR
from underpin.desk.replay.clients import derived
from underpin.desk.replay.step import Source

AROUND_THE_CLOCK = "caro"
PROMISED = demo_templates.PROMISED
STEPS = (
    Step("first_response", 75, "notify"),
    Step("resolution", 75, "notify"),
    Step("resolution", 80, "move_tier", from_tier=1, to_tier=2, automatic=True),
    Step("resolution", 95, "move_tier", from_tier=2, to_tier=3, automatic=True),
    Step("resolution", 100, "open_vendor_case", from_tier=3, automatic=True),
    Step("resolution", 100, "notify"),
)


def client(new: NewCompany, tenant: int, at: datetime) -> Client:
    """A client's contract in force from `at`, for two years."""
    ids = log_contracts.ids_of(Source.SERVICENOW, tenant)
    office = hours(new, at.year)
    silver = demo_templates.SILVER
    terms = silver.made.body.terms.beginning(date(at.year, 1, 1))
    sla = Agreed(
        ids.sla,
        derived("demo", "sla-version", new.slug),
        f"SLA Silver for {new.name}",
        silver.content(office.version_id),
        at,
        companies.MARTA.id,
        companies.OLIVIA.id,
        consent=SIGNED,
        commitment_percent=silver.made.body.commitment_percent,
        made_from=silver.made,
    )
    covered = ((VENDOR, derived("demo", "uc", "northwind")),)
    return Client(
        ids.contract,
        f"Managed workplace for {new.name}",
        terms.starts_on,
        (office,),
        (Service(ids.service, "Workplace", covered),),
        (sla,),
        ends_on=terms.ends_on,
        notice_days=terms.notice_days,
        renewal="automatic",
        uplift_percent=terms.uplift_percent,
        uplift_on=terms.uplift_on,
        policy_id=ids.policy,
        policy_name="Up the tiers, then out",
        steps=STEPS,
    )


def hours(new: NewCompany, year: int) -> Hours:
    """Office hours with the public holidays of three years; the clinics never close."""
    if new.slug == AROUND_THE_CLOCK:
        always = dict.fromkeys(DAYS, ALL_DAY)
        return _hours(new, f"Around the clock, {new.time_zone}", {"week": always})
    country, subdivision = companies.HOLIDAYS[new.slug]
    closed = holiday.dates(country, subdivision, year, year + 2)
    week = dict.fromkeys(DAYS[:5], demo_templates.OPEN)
    holidays = [day.isoformat() for day in closed]
    return _hours(new, f"Office hours, {new.time_zone}", {"week": week, "holidays": holidays})


def _hours(new: NewCompany, name: str, definition: dict[str, Any]) -> Hours:
    return Hours(
        derived("demo", "calendar", new.slug),
        derived("demo", "calendar-version", new.slug),
        name,
        {"time_zone": new.time_zone, **definition},
    )
