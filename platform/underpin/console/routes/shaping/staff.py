"""Our own people as their pages show them, and what those pages' forms say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from contracts.calendars import zone
from tenants.people import Person
from underpin.console import views
from underpin.console.routes import forms
from underpin.console.routes.administration.gathered_staff import Colleague
from underpin.console.views import administration_staff as shown
from underpin.console.views.administration import ShownOnce
from underpin.console.views.shell import Shell
from underpin.desk.hands.absence import Absence
from underpin.desk.onboarding.inviting import Invited
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import Principal

WEEK_HOURS: Final = 7 * 24


def row(of: Person) -> shown.StaffRow:
    return shown.StaffRow(of.id, of.name, of.email, of.state, of.tier, of.roles)


def one(
    shell: Shell, found: Colleague, asker: Principal, problem: str, once: Invited | None
) -> views.ColleaguePage:
    of = found.record
    teams = tuple(each.name for each in found.teams if each.id in of.team_ids)
    clients = tuple((e.key, e.name, e.id in of.client_ids) for e in found.companies)
    return views.ColleaguePage(
        *(shell, of.id, of.name, of.email, of.state, of.time_zone, of.locale),
        *(str(of.tier or ""), _hours(of.weekly_minutes), of.roles),
        *(tuple(sorted(zone.names())), clients, teams),
        tuple(shown.SkillLine(e.skill, e.title, e.expires_on) for e in found.trainings),
        tuple(_absence(each) for each in found.absences),
        asker.person_id == of.id,
        None if once is None else ShownOnce(once.link, once.mailed_to),
        problem,
    )


def _absence(of: Absence) -> shown.AbsenceRow:
    return shown.AbsenceRow(of.id, of.staff, of.starts_at, of.ends_at, of.kind or "other")


def tier(form: Mapping[str, str]) -> int | None:
    """None for across tiers. Raises Malformed."""
    said = form.get("tier", "")
    if said not in ("", "1", "2", "3"):
        raise Malformed("tier: 1, 2, 3, or nothing.", field="tier")
    return int(said) if said else None


def _hours(minutes: int) -> str:
    """Of a week, as the form's field says them."""
    return f"{round(Decimal(minutes) / 60, 2).normalize():f}"


def weekly_minutes(form: Mapping[str, str]) -> int:
    """To the nearest. Raises Malformed."""
    hours = forms.number(form, "hours")
    if not 0 <= hours <= WEEK_HOURS:
        raise Malformed("hours: of a week, like 37.5.", field="hours")
    return round(hours * 60)


def span(form: Mapping[str, str], name: str) -> tuple[datetime, datetime]:
    """From `starts` until `ends` by the wall clock of a zone. Raises Malformed."""
    return _moment(form, "starts", name), _moment(form, "ends", name)


def _moment(form: Mapping[str, str], field: str, name: str) -> datetime:
    try:
        local = datetime.fromisoformat(form.get(field, "")).replace(tzinfo=zone.named(name))
    except ValueError as wrong:
        raise Malformed(f"{field}: a day and a time of day.", field=field) from wrong
    return local.astimezone(UTC)
