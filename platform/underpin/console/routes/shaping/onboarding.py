"""A company's set-up as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import babel

from contracts.calendars import holiday, zone
from contracts.calendars.calendars import CalendarVersion
from tenants.people import Person
from underpin.console import locale, views
from underpin.console.routes.administration.gathered import Onboarding
from underpin.console.routes.shaping import calendar_form
from underpin.console.views import administration as shown
from underpin.console.views.shell import Language, Shell
from underpin.desk.mail.names.domains import Domain
from underpin.desk.onboarding.inviting import Invited
from underpin.desk.onboarding.people_in import Preview

FIRST_ROWS = 20
"""Of a sheet's new people, as many as are shown before they are taken in."""


def page(
    shell: Shell,
    found: Onboarding,
    step: str,
    *,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
    sheet: Preview | None = None,
    taken: int | None = None,
    once: Invited | None = None,
) -> views.OnboardingPage:
    of = found.progress
    return views.OnboardingPage(
        *(shell, of.key, of.slug, of.name, of.time_zone, of.locale, of.currency, of.state),
        tuple(shown.OnboardingStep(each.name, each.state) for each in of.steps),
        step,
        of.ended_at is not None,
        typed=_typed(step, found, typed or {}),
        problem=problem,
        sheet=None if sheet is None else sheet_of(sheet),
        taken=taken,
        once=None if once is None else shown.ShownOnce(once.link, once.mailed_to),
        **_material(shell, step, found),
    )


def _typed(step: str, found: Onboarding, typed: Mapping[str, str]) -> Mapping[str, str]:
    """What the step's form is filled with: what was typed, or what is likely."""
    of, year = found.progress, str(found.now.year)
    likely: dict[str, dict[str, str]] = {
        "company": {"name": of.name, "zone": of.time_zone, "locale": of.locale},
        "domain": {"domain": ""},
        "mail": _mail(found),
        "calendar": {
            "name": "",
            "zone": of.time_zone,
            "country": "",
            "subdivision": "",
            "year": year,
            **(dict.fromkeys(calendar_form.DAYS, "") if typed else _week()),
            "always": "",
        },
        "contract": {"template": "", "name": "", "starts": found.now.date().isoformat()},
        "people": {"sheet": ""},
        "admin": {"name": "", "email": ""},
        "ticket": {"subject": "", "body": "", "requester": ""},
    }
    return {name: typed.get(name, value) for name, value in likely[step].items()}


def _mail(found: Onboarding) -> dict[str, str]:
    who = found.sender
    own = found.addresses[0].address
    name, address = (who.name, who.address) if who else ("", own)
    return {"local_part": "", "name": name, "address": address}


def _week() -> dict[str, str]:
    return {day: calendar_form.USUAL.get(day, "") for day in calendar_form.DAYS}


def _material(shell: Shell, step: str, found: Onboarding) -> dict[str, Any]:
    match step:
        case "company":
            return {"zones": tuple(sorted(zone.names()))}
        case "domain":
            return {"domains": tuple(_domain(each) for each in found.domains)}
        case "mail":
            return _mail_material(found)
        case "calendar":
            return {
                "zones": tuple(sorted(zone.names())),
                "calendars": _calendars(found.calendars),
                "countries": countries(shell.reader.language),
            }
        case "contract":
            return _contract_material(found)
        case _:
            return _people_material(found)


def _mail_material(found: Onboarding) -> dict[str, Any]:
    rows = (shown.MailAddress(str(each.id or ""), each.address) for each in found.addresses)
    who = found.sender
    return {
        "addresses": tuple(rows),
        "sender": (who.name, who.address) if who else ("", ""),
        "tested": tuple(shown.TestedMail(e.state, e.error, e.at) for e in found.tested),
    }


def _contract_material(found: Onboarding) -> dict[str, Any]:
    ready = [each for each in found.templates if each.current is not None]
    return {
        "templates": tuple((str(each.id), each.name) for each in ready),
        "contracts": tuple((each.name, each.starts_on) for each in found.contracts),
    }


def _people_material(found: Onboarding) -> dict[str, Any]:
    key = found.progress.key
    numbers = sorted(each.number for each in found.tickets)
    return {
        "members": tuple(member(each) for each in found.people),
        "first_ticket": f"{key}-{numbers[0]}" if numbers else "",
    }


def _domain(of: Domain) -> shown.DomainRow:
    words = (of.id, of.domain, of.at, of.record, of.verified_at)
    return shown.DomainRow(*words, of.verified_how == "staff")


def _calendars(found: Sequence[CalendarVersion]) -> tuple[shown.CalendarLine, ...]:
    """The newest version of each."""
    newest: dict[UUID, CalendarVersion] = {}
    for each in found:
        newest.setdefault(each.calendar_id, each)
    return tuple(_calendar(each) for each in newest.values())


def _calendar(of: CalendarVersion) -> shown.CalendarLine:
    week = of.definition.get("week", {})
    days = ((day, calendar_form.spans(week[day])) for day in calendar_form.DAYS if day in week)
    closed = len(of.definition.get("holidays", ()))
    return shown.CalendarLine(of.name, of.definition["time_zone"], tuple(days), closed)


@cache
def countries(language: Language) -> shown.Choices:
    """Whose holidays are known, by their names in the reader's language."""
    names = babel.Locale.parse(locale.FORMATS[language]).territories
    return tuple(sorted(((c, names.get(c, c)) for c in holiday.countries()), key=lambda x: x[1]))


def member(of: Person) -> shown.MemberRow:
    return shown.MemberRow(of.id, of.name, of.email, of.state, of.roles, of.reach, of.locale)


def sheet_of(found: Preview) -> shown.PeopleSheet:
    rows = tuple(
        shown.SheetRow(each.name, each.email, each.roles, each.reach, each.site)
        for each in found.new[:FIRST_ROWS]
    )
    wrong = tuple(shown.SheetTrouble(e.line, e.column, e.cure) for e in found.wrong[:200])
    return shown.PeopleSheet(len(found.new), found.known, rows, wrong)
