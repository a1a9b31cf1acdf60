"""A client's compliance as the desk decides about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from contracts.compliance.apart.exclusion import Exclusion
from contracts.compliance.apart.objection import Objection
from contracts.compliance.counted.compliance import Figure
from contracts.compliance.counted.decided import Decided
from contracts.compliance.counted.figures import shown
from contracts.compliance.frozen import compliance_month
from contracts.compliance.pending import Pending
from underpin.console import words
from underpin.console.routes.keeping.reading import REASONS, Keeping
from underpin.console.views import keeping as views
from underpin.console.views.shell import Language, Shell
from underpin.kernel.principal import Principal

AT = "/compliance"


def pending(shell: Shell, found: list[Pending]) -> views.PendingPage:
    rows = tuple(
        views.PendingRow(
            *(f"{AT}/{each.key}", each.client, each.objections, each.exclusions),
            *(each.outages, each.months),
        )
        for each in found
    )
    return views.PendingPage(shell, rows)


def page(shell: Shell, found: Keeping, asker: Principal, problem: str = "") -> views.KeepingPage:
    month, key = found.month, found.company.key
    language = shell.reader.language
    provisional = month.state == "provisional"
    return views.KeepingPage(
        shell=shell,
        path=f"{AT}/{key}",
        key=key,
        client=found.company.name,
        month=date(month.year, month.month, 1),
        previous=_at(key, month.year, month.month, -1),
        next=_at(key, month.year, month.month, 1) if month.is_over else "",
        state="running" if provisional and not month.is_over else month.state,
        until=month.provisional_until,
        totals=tuple(map(_metric, month.totals)),
        misses=tuple(_miss(each, found, provisional=provisional) for each in found.misses),
        objections=tuple(_objection(each, found) for each in found.objections),
        exclusions=tuple(_exclusion(each, found, asker, language) for each in found.exclusions),
        outages=tuple(
            views.OutageRow(
                *(str(each.id), found.services.get(each.service_id, "?"), each.starts_at),
                *(each.ends_at, each.state, each.note),
            )
            for each in found.outages
        ),
        windows=tuple(
            views.WindowRow(
                *(str(each.id), found.services.get(each.service_id, "?"), each.starts_at),
                *(each.ends_at, each.note, each.withdrawn_at is not None),
            )
            for each in found.windows
        ),
        credits=tuple(
            views.DueRow(
                date(each.year, each.month, 1),
                shown(Fraction(each.percent)) or "",
                each.state,
                each.answer or "",
            )
            for each in found.credits
        ),
        services=tuple((str(each), name) for each, name in found.services.items()),
        reasons=REASONS,
        availability=_availability(found),
        obstacle=_obstacle(found),
        may_decide=asker.may("compliance.decide"),
        may_exclude=asker.may("compliance.exclude") and provisional,
        may_freeze=asker.may("compliance.freeze"),
        may_outage=asker.may("outage.write"),
        problem=problem,
    )


def _at(key: str, year: int, month: int, by: int) -> str:
    there, number = compliance_month.moved(year, month, by)
    return f"{AT}/{key}?month={there}-{number:02}"


def _obstacle(found: Keeping) -> str:
    """Why the month cannot be frozen now, in a word; empty where it can."""
    month = found.month
    if month.state == "frozen":
        return "frozen"
    if not month.is_over:
        return "running"
    if month.provisional_until is None:
        return "empty"
    if found.now < month.provisional_until:
        return "objecting"
    return "objections" if any(each.state == "open" for each in found.objections) else ""


def _metric(each: Figure) -> views.MetricRow:
    excluded = sum(reason.count for reason in each.excluded)
    promised = "" if each.commitment is None else _plain(each.commitment)
    return views.MetricRow(
        *(each.metric, each.met, each.breached, excluded, each.withdrawn),
        *(each.shown or "", promised, each.kept),
    )


def _miss(each: Decided, found: Keeping, *, provisional: bool) -> views.MissRow:
    number, subject = _ticket(each.ticket_id, found)
    return views.MissRow(
        *(str(each.clock_id), number, subject, each.metric, each.priority),
        *(each.outcome, each.why, each.decided_at, provisional),
    )


def _ticket(ticket: UUID, found: Keeping) -> tuple[str, str]:
    """Its number and subject; nothing of one that the asker may not see."""
    one = found.named.get(ticket)
    return (f"{found.company.key}-{one.number}", one.subject) if one else ("", "")


def _availability(found: Keeping) -> tuple[tuple[str, str, str], ...]:
    """Of each service: what it was, in percent, and what is promised; none decided is empty."""
    return tuple((name, each.shown or "", _plain(each.commitment)) for name, each in found.readings)


def _plain(percent: Decimal) -> str:
    return f"{percent.normalize():f}"


def _objection(each: Objection, found: Keeping) -> views.Contested:
    return views.Contested(
        *(str(each.id), _ticket(each.ticket_id, found)[0], each.metric, each.wants, each.words),
        *(each.state, each.raised_at, each.answer or "", each.state == "open"),
    )


def _exclusion(
    each: Exclusion, found: Keeping, asker: Principal, language: Language
) -> views.Contested:
    return views.Contested(
        str(each.id),
        _ticket(each.ticket_id, found)[0],
        each.metric,
        words.why(each.reason, language),
        each.explanation,
        each.state,
        each.proposed_at,
        each.answer or "",
        each.state == "proposed",
        each.proposed_by == asker.person_id,
    )
