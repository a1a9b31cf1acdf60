"""Calendars as their pages show them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.calendars.calendar_ahead import Ahead
from contracts.calendars.calendars import CalendarVersion
from underpin.console.routes.contracting.hours import drawn, written
from underpin.console.routes.contracting.hours.gathered import Calendars, Editing
from underpin.console.views.calendars import CalendarCard, CalendarPage, CalendarsPage
from underpin.console.views.shell import Language, Shell
from underpin.kernel.principal import Principal

PROVIDER = "/provider/calendars"


def base(found: Calendars | Editing) -> str:
    return PROVIDER if found.company is None else f"/clients/{found.company.slug}/calendars"


def may_write(found: Calendars | Editing, asker: Principal) -> bool:
    return asker.may("vendor.write" if found.company is None else "contract.write")


def listed(
    shell: Shell,
    found: Calendars,
    asker: Principal,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
) -> CalendarsPage:
    zone = found.company.time_zone if found.company else shell.reader.zone
    path = base(found)
    return CalendarsPage(
        shell=shell,
        client=found.company.name if found.company else "",
        back=_back(found),
        cards=tuple(
            card(each, each.definition, ahead, shell.reader.language, path)
            for each, ahead in found.shown
        ),
        path=path if may_write(found, asker) else "",
        typed=typed or written.empty(zone, found.now.year),
        problem=problem,
    )


def _back(found: Calendars | Editing) -> str:
    return "/agreements" if found.company is None else f"/clients/{found.company.slug}/contracts"


def card(
    version: CalendarVersion,
    definition: Mapping[str, Any],
    ahead: Ahead,
    language: Language,
    path: str,
) -> CalendarCard:
    listed_ = version.public_holidays
    return CalendarCard(
        name=version.name,
        number=version.number,
        zone=str(definition["time_zone"]),
        path=f"{path}/{version.calendar_id}",
        week=drawn.week(definition, language),
        ahead=drawn.ahead(ahead, language),
        warnings=ahead.warnings,
        holidays_of=listed_.region if listed_ else "",
    )


def one(
    shell: Shell,
    found: Editing,
    asker: Principal,
    typed: Mapping[str, str] | None = None,
    *,
    problem: str = "",
    draft: tuple[Mapping[str, Any], Ahead] | None = None,
) -> CalendarPage:
    path = f"{base(found)}/{found.version.calendar_id}"
    definition, ahead = draft or (found.version.definition, found.ahead)
    writes = may_write(found, asker)
    return CalendarPage(
        shell=shell,
        client=found.company.name if found.company else "",
        back=base(found),
        shown=card(found.version, definition, ahead, shell.reader.language, base(found)),
        typed=typed or written.write(found.version),
        path=f"{path}/versions" if writes else "",
        check_path=f"{path}/check",
        amend_path=f"{path}/amendments" if writes and found.older_counted else "",
        problem=problem,
        draft=draft is not None,
        refresh_path=f"{path}/refresh" if writes else "",
    )
