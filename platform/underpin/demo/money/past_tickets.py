"""Tickets of the months before the log begins: most promises kept, one missed, with a credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from underpin.demo import companies, log_contracts, members
from underpin.demo.demo_life import SOURCE
from underpin.demo.money import passing
from underpin.desk.replay.clients import derived
from underpin.desk.tickets import finishing, raising, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import verb
from underpin.kernel.principal import Principal, worker

HOUR: Final = timedelta(hours=1)
CREDITED: Final = frozenset({"acme", "caro"})
TUESDAY: Final = 1


@dataclass(frozen=True, slots=True)
class Case:
    """Raised on the month's Tuesday of that `week`, answered at once, resolved after `took`."""

    subject: str
    urgency: str
    week: int
    took: timedelta


KEPT: Final = (
    Case("Two scanners do not charge in their docks", "medium", 0, 5 * HOUR),
    Case("Contacts are missing on the new phone", "low", 2, 3 * HOUR),
)
MISSED: Final = Case("Orders are not sent to the carrier", "high", 1, 4 * 24 * HOUR)


async def live(slug: str, key: str, tenant: int, month: date, ends: datetime | None = None) -> None:
    """One month's, in the client's own time, which moves on to the last one's end; only those that
    were over by `ends` where that is told."""
    cases = (KEPT[0], MISSED, KEPT[1]) if slug in CREDITED else KEPT
    zone = members.BY_KEY[key].time_zone
    for case in cases:
        if ends is None or _since(month, case.week, zone) + case.took < ends:
            await _live(key, tenant, month, case)


async def _live(key: str, tenant: int, month: date, case: Case) -> None:
    since = _since(month, case.week, members.BY_KEY[key].time_zone)
    await passing.until(tenant, since)
    ben = companies.BEN.principal({key: tenant})
    number = await _raised(key, tenant, case, since)
    await _do(tenant, ben, working.take, number)
    await _do(tenant, ben, talking.reply, number, companies.TAKEN)
    await passing.until(tenant, since + case.took)
    await _do(tenant, ben, finishing.resolve, number)


async def _raised(key: str, tenant: int, case: Case, since: datetime) -> int:
    new = NewTicket(
        case.subject,
        companies.BODY,
        impact="medium",
        urgency=case.urgency,
        service_id=log_contracts.ids_of(SOURCE, tenant).service,
        requester_id=members.admin({key: tenant}, key).person_id,
        ticket_id=derived("demo", "past", key, case.subject, f"{since:%Y-%m}"),
    )
    ticket = await _do(tenant, worker(tenant), raising.raise_ticket, new)
    return int(ticket.number)


def _since(month: date, week: int, zone: str) -> datetime:
    """Ten in the morning, by the client's clock."""
    first = month + timedelta(days=(TUESDAY - month.weekday()) % 7)
    return datetime.combine(first + timedelta(weeks=week), time(10), ZoneInfo(zone))


async def _do(tenant: int, by: Principal, wanted: Any, *words: Any) -> Any:
    return await verb.perform(wanted, by, *words, tenant=tenant, source="demo")
