"""A vendor is chased: reminded before one of its times is over, and asked one contact further each
time one is missed; when there is nobody left to ask, or the case is refused for good, staff are
told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts import metric
from contracts.calendars import compiled, zone
from contracts.signed import covering
from underpin.desk.cases import asking, staff_told, vendor_letter, vendor_words
from underpin.desk.cases import case as cases
from underpin.desk.cases.asking import Asked, Occasion
from underpin.kernel import db, events, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.mail_compose import Correspondent
from underpin.kernel.timers import Timer
from underpin.kernel.wordings import filled

KIND: Final = "case_reminder"
UNANSWERED: Final = "case.unanswered"
AHEAD: Final = 5
"""A reminder goes out when a fifth of the time is left, by the clock on the wall."""
LIVED_AGAIN: Final = "SELECT true FROM replay_checkpoint WHERE tenant_id = $1 LIMIT 1"
RUNNING: Final = """
SELECT metric, due_at, started_at, calendar_version_id FROM clock
WHERE tenant_id = $1 AND ticket_id = $2 AND case_id = $3 AND kind = 'UC' AND state = 'running'
  AND due_at IS NOT NULL AND ($4::text IS NULL OR metric = $4) ORDER BY metric
"""


async def hear(act: Act, event: Event) -> None:
    """The consumer. The vendors of a log that is lived again are nobody to be chased."""
    if await db.value(LIVED_AGAIN, act.tenant_id):
        return
    if event.kind == "ticket.case_opened":
        await _remind_of(act, UUID(event.body["case_id"]))
    elif event.kind == "ticket.case_refused":
        await _tell_staff(act, UUID(event.body["case_id"]), "refused")
    elif event.body.get("metric") in metric.UC and event.body.get("holder"):
        await _missed(act, event, UUID(event.body["holder"]))


CONSUMER = Consumer(
    "case_chaser",
    "mail",
    ("ticket.case_opened", "ticket.case_refused", "ticket.breach_recorded"),
    hear,
)


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("vendor_case"), _fire)


@dataclass(frozen=True, slots=True)
class Reminder:
    """That a vendor will be reminded of, and when."""

    metric: str
    at: datetime


async def ahead(tenant: int, case_id: UUID) -> list[Reminder]:
    """The reminders of a case that are still to come, the first first."""
    rows = await db.rows(
        "SELECT key, fires_at FROM timer WHERE tenant_id = $1 AND subject_id = $2 AND kind = $3 "
        "ORDER BY fires_at, key",
        *(tenant, case_id, KIND),
    )
    return [Reminder(row["key"].rpartition(":")[2], row["fires_at"]) for row in rows]


async def _remind_of(act: Act, case_id: UUID) -> None:
    ticket, case = await cases.held(act, case_id)
    for row in await db.rows(RUNNING, act.tenant_id, ticket.id, case.id, None):
        at = row["due_at"] - (row["due_at"] - row["started_at"]) / AHEAD
        if at > act.now:
            key = f"{case.id}:{row['metric']}"
            await timers.arm(act, Timer(KIND, key, case.id, at, "mail"))


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """What was answered meanwhile, or given more time, is asked for no more."""
    for timer in batch:
        ticket, case = await cases.held(act, timer.subject_id)
        name = timer.key.rpartition(":")[2]
        words = (act.tenant_id, ticket.id, case.id, name)
        vendor = await covering.vendor_by_id(case.vendor_id)
        if vendor is None or case.state not in cases.OPEN_STATES:
            continue
        for row in await db.rows(RUNNING, *words):
            due = await _told(row)
            language = vendor_letter.language(vendor.locale)
            text = filled(vendor_words.of(language).ends[name], due=due)
            to = Correspondent(vendor.name, vendor.email)
            occasion = ids.derive(case.id, timer.key)
            asked = Asked(to, occasion, text, "call_soon", name)
            await asking.ask(act, (ticket, case), vendor, asked)


async def _told(row: db.Row) -> str:
    """When it is due by the clocks of the hours it counts in."""
    calendars = await compiled.of_provider([row["calendar_version_id"]])
    name = next((each.definition.time_zone for each in calendars.values()), "UTC")
    return by_clocks(row["due_at"], name)


def by_clocks(at: datetime, zone_name: str) -> str:
    """The wall clock there, and whose it is."""
    return f"{at.astimezone(zone.named(zone_name)):%Y-%m-%d %H:%M} ({zone_name})"


async def _missed(act: Act, event: Event, case_id: UUID) -> None:
    """The next contact is asked; staff, where there is none."""
    ticket, case = await cases.held(act, case_id)
    if case.state not in cases.OPEN_STATES:
        return
    name = event.body["metric"]
    occasion = Occasion(event.id, "call_late", lambda words: words.over[name], name)
    if not await asking.next_contact(act, (ticket, case), occasion):
        await _tell_staff(act, case.id, "silent")


async def _tell_staff(act: Act, case_id: UUID, why: str) -> None:
    """That nobody is left to ask there, once for what happened."""
    ticket, case = await cases.held(act, case_id)
    vendor = await covering.vendor_by_id(case.vendor_id)
    body = {"case_id": str(case.id), "why": why}
    await events.emit(act, events.New(UNANSWERED, ticket.id, body))
    await staff_told.tell(act, ticket.id, why, vendor=vendor.name if vendor else "")
