"""A vendor that is reached by a person: what staff need at the telephone, and what they were told,
with name and time (PRACTICE 23). Clocks and chasers work the same as by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from contracts import instant
from contracts.calendars import compiled
from contracts.signed import covering, vendor_contact
from contracts.signed.vendor_contact import Desk
from underpin.desk.cases import case as cases
from underpin.desk.cases import case_talk
from underpin.desk.cases.case import Case
from underpin.desk.cases.case_talk import Word
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

LATE: Final = timedelta(minutes=5)
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Heard:
    """What `author`, a person at the vendor, told us at `at`; `word` says what it means.
    `reason`: why it is written down later than five minutes after."""

    word: str
    author: str
    text: str
    at: datetime | None = None
    reference: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`is_open`: by the UC's calendar, now; None without a UC."""

    vendor: str
    email: str
    desk: Desk
    is_open: bool | None
    reference: str | None


@write("case.work", STAFF)
async def record(act: Act, number: int, case_id: UUID, heard: Heard) -> Case:
    """Raises NotFound, Malformed."""
    at = heard.at or act.now
    _check(act, heard, at)
    ticket = await tickets.held(act, number)
    found, case = await cases.held(act, case_id)
    if found.id != ticket.id:
        raise NotFound
    said = heard.text.strip()
    body = said if heard.word == Word.UPDATE else f"#{heard.word}\n{said}"
    if heard.reason.strip():
        body = f"{body}\n\n({act.principal.name}: {heard.reason.strip()})"
    words = (act, case.id, heard.author.strip(), body)
    await case_talk.heard(*words, identity=f"hand:{ids.new()}", at=at)
    if heard.reference and heard.reference.strip():
        await cases.refer(act, case.id, heard.reference.strip())
    _, now = await cases.held(act, case.id)
    return now


@read("case.work", STAFF)
async def sheet(act: Act, tenant: int, number: int, case_id: UUID) -> Sheet:
    """What to say at the telephone. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    case = next((c for c in await cases.of_ticket(tenant, ticket.id) if c.id == case_id), None)
    vendor = await covering.vendor_by_id(case.vendor_id) if case else None
    if case is None or vendor is None:
        raise NotFound
    desk = await vendor_contact.of(case.vendor_id)
    return Sheet(vendor.name, vendor.email, desk, await _open(act, tenant, case), case.reference)


async def _open(act: Act, tenant: int, case: Case) -> bool | None:
    calendar = await db.value(
        "SELECT calendar_version_id FROM clock WHERE tenant_id = $1 AND ticket_id = $2 "
        "AND case_id = $3 AND kind = 'UC' ORDER BY metric LIMIT 1",
        *(tenant, case.ticket_id, case.id),
    )
    if calendar is None:
        return None
    found = await compiled.of_provider({calendar})
    return found[calendar].is_open(instant.of(act.now))


def _check(act: Act, heard: Heard, at: datetime) -> None:
    if heard.word not in set(Word):
        raise Malformed(f"word: one of {', '.join(Word)}.", field="word")
    if not 1 <= len(heard.author.strip()) <= 200:
        raise Malformed(
            "author: who at the vendor said so, in 1 to 200 characters.", field="author"
        )
    if not 1 <= len(heard.text.strip()) <= LONGEST:
        raise Malformed(f"text: 1 to {LONGEST} characters.", field="text")
    if at > act.now:
        raise Malformed("at: not in the future.", field="at")
    if at < act.now - LATE and not heard.reason.strip():
        raise Malformed("reason: say why it is written down only now.", field="reason")
