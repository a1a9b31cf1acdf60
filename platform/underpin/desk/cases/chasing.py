"""A vendor is chased: reminded before one of its times is over, and asked one contact further each
time one is missed; when there is nobody left to ask, or the case is refused, staff are told.

The mail goes to where the case is answered, so that whoever reads it can answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from contracts import metric
from contracts.signed import covering, vendor_contact
from contracts.signed.covering import Vendor
from underpin.desk.aside import paging
from underpin.desk.cases import case as cases
from underpin.desk.cases import vendor_letter, vendor_words
from underpin.desk.cases.case import Case
from underpin.desk.cases.vendor_letter import Letter
from underpin.desk.on_call import staff_words, to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids, installation, timers
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.mail_compose import Correspondent, message_id
from underpin.kernel.timers import Timer
from underpin.kernel.wordings import filled

KIND: Final = "case_reminder"
UNANSWERED: Final = "case.unanswered"
AHEAD: Final = 5
"""A reminder goes out when a fifth of the time is left, by the clock on the wall."""
LIVED_AGAIN: Final = "SELECT true FROM replay_checkpoint WHERE tenant_id = $1 LIMIT 1"
RUNNING: Final = """
SELECT metric, due_at, started_at FROM clock
WHERE tenant_id = $1 AND ticket_id = $2 AND case_id = $3 AND kind = 'UC' AND state = 'running'
  AND due_at IS NOT NULL AND ($4::text IS NULL OR metric = $4) ORDER BY metric
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom, under an identity of the occasion's."""

    to: Correspondent
    occasion: UUID
    text: str


async def hear(act: Act, event: Event) -> None:
    """The consumer. The vendors of a log that is lived again are nobody to be chased."""
    if await db.value(LIVED_AGAIN, act.tenant_id):
        return
    if event.kind == "ticket.case_opened":
        await _remind_of(act, UUID(event.body["case_id"]))
    elif event.kind == "ticket.case_refused":
        await _tell_staff(act, event, UUID(event.body["case_id"]), "refused")
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
            due = f"{row['due_at']:%Y-%m-%d %H:%M} UTC"
            language = vendor_letter.language(vendor.locale)
            text = filled(vendor_words.of(language).ends[name], due=due)
            to = Correspondent(vendor.name, vendor.email)
            await _ask(act, (ticket, case), vendor, Asked(to, ids.derive(case.id, timer.key), text))


async def _missed(act: Act, event: Event, case_id: UUID) -> None:
    """The next contact is asked; staff, where there is none."""
    ticket, case = await cases.held(act, case_id)
    vendor = await covering.vendor_by_id(case.vendor_id)
    if vendor is None or case.state not in cases.OPEN_STATES:
        return
    contacts = (await vendor_contact.of(case.vendor_id)).contacts
    if case.asked >= len(contacts):
        await _tell_staff(act, event, case.id, "silent")
        return
    following = contacts[case.asked]
    await cases.put(case, asked=case.asked + 1)
    words = vendor_words.of(vendor_letter.language(following.locale, vendor.locale))
    text = f"{words.over[event.body['metric']]} {words.see_to_it}"
    asked = Asked(Correspondent(following.name, following.email), event.id, text)
    await _ask(act, (ticket, case), vendor, asked)


async def _ask(act: Act, about: tuple[Ticket, Case], vendor: Vendor, asked: Asked) -> None:
    """Kept in the case; told to the vendor where something carries it, else staff call."""
    _, case = about
    domain = installation.settings().mail_domain
    letter = Letter(
        message_id(ids.derive(asked.occasion, str(case.id)), domain),
        "Underpin",
        f"{asked.to.name}: {asked.text}",
        asked.to,
        mailed=f"{asked.text}\n\n{case.shared}\n",
        automatic=True,
        hold=timedelta(0),
    )
    await vendor_letter.send(act, about, vendor, letter)


async def _tell_staff(act: Act, event: Event, case_id: UUID, why: str) -> None:
    """Whoever leads that client's service is mailed, once for the event."""
    ticket, case = await cases.held(act, case_id)
    vendor = await covering.vendor_by_id(case.vendor_id)
    key = await db.value("SELECT key FROM tenant WHERE id = $1", act.tenant_id)
    name = f"{key}-{ticket.number}/{case.number}"
    await events.emit(act, events.New(UNANSWERED, ticket.id, {"case_id": str(case.id), "why": why}))
    for leader in await db.rows(paging.LEADERS, act.tenant_id):
        about = (name, vendor.name if vendor else "", why)
        note = _note(event, case.id, leader, about)
        await to_staff.mail(act, leader["name"], leader["email"], note)


def _note(event: Event, case_id: UUID, leader: db.Row, about: tuple[str, str, str]) -> Note:
    (name, vendor, why), language = about, leader["locale"]
    said = staff_words.said(language, why, vendor=vendor)
    ticket = f"{installation.settings().desk_origin}/tickets/{name.partition('/')[0]}"
    text = f"{said}. {staff_words.said(language, 'nobody_left')}\n{ticket}\n"
    identity = ids.derive(event.id, str(leader["id"]))
    return Note(identity, case_id, f"[{name}] {said}", text)
