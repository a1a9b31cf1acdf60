"""Objections: while a month is provisional the client may object per ticket and metric; somebody of
ours who did not work the ticket answers, with a reason the client reads (PRACTICE 28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import asyncpg

from contracts.agreements.versions import OwnWork
from contracts.compliance.apart import exclusion
from contracts.compliance.frozen import compliance_month, compliance_period
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Member
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Principal
from underpin.kernel.verb import outer, read, write

Wants = Literal["missed", "counted"]
PAGE: Final = 100


class AlreadyOpen(Conflict):
    code = "objection-open"
    title = "An objection about this clock is open already"


class Answered(Conflict):
    code = "objection-answered"
    title = "This objection was answered already: look again"


@dataclass(frozen=True, slots=True)
class Objection:
    """`wants`: that it counts as missed, or that it counts at all. `state`: open, upheld or
    rejected; `answer` is what the client reads."""

    id: UUID
    clock_id: UUID
    ticket_id: UUID
    metric: str
    wants: str
    words: str
    raised_by: UUID
    raised_at: datetime
    state: str
    answer: str | None
    decided_by: UUID | None
    decided_at: datetime | None


COLUMNS: Final = (
    "o.id, o.clock_id, o.ticket_id, o.metric, o.wants, o.words, o.raised_by, o.raised_at, "
    "o.state, o.answer, o.decided_by, o.decided_at"
)
SEEN: Final = "SELECT id FROM clock WHERE tenant_id = $1 AND id = $2 AND kind = 'SLA'"
WORKED: Final = """
SELECT EXISTS (SELECT FROM event e WHERE e.tenant_id = $1 AND e.subject_id = $2
               AND e.actor_kind = 'staff' AND e.actor_id = $3)
"""
OF_MONTH: Final = f"""
SELECT {COLUMNS} FROM objection o
JOIN compliance_period p ON p.tenant_id = o.tenant_id AND p.id = o.period_id
WHERE o.tenant_id = $1 AND p.year = $2 AND p.month = $3 AND ($4::uuid IS NULL OR o.id > $4)
ORDER BY o.id LIMIT $5
"""

OF_CLOCK: Final = (
    f"SELECT {COLUMNS} FROM objection o WHERE o.tenant_id = $1 AND o.clock_id = $2 "
    "ORDER BY o.id LIMIT $3"
)


@outer("compliance.object", MEMBER)
async def object_to(
    principal: Principal, clock_id: UUID, wants: Wants, words: str, *, source: str = "api"
) -> Objection:
    """About a clock that the member sees: it is looked up as that member, then filed. Raises
    NotFound, Malformed, PeriodFrozen, AlreadyOpen, Conflict for one not decided yet."""
    if principal.person_id is None:
        raise NotFound
    async with db.open(Member(principal.own_tenant, principal.person_id)):
        seen = await db.value(SEEN, principal.own_tenant, clock_id)
    if seen is None:
        raise NotFound
    filed: Objection = await verb.perform(file, principal, seen, wants, words, source=source)
    return filed


@write("compliance.object", MEMBER)
async def file(act: Act, clock_id: UUID, wants: Wants, words: str) -> Objection:
    """The second half of `object_to`, which has seen that the member sees the clock."""
    said = _said("words", words)
    clock = await db.row(
        "SELECT ticket_id, metric, decided_at FROM clock WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, clock_id),
    )
    if clock is None:
        raise NotFound
    if clock["decided_at"] is None:
        raise Conflict("This clock is not decided yet: object once it is.")
    await compliance_period.opened(act, clock["decided_at"])
    period = await compliance_period.open_to_change(act.tenant_id, clock["decided_at"])
    try:
        await db.execute(
            "INSERT INTO objection (tenant_id, id, period_id, clock_id, ticket_id, metric, wants, "
            "words, raised_by, raised_at, state) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open')",
            *(act.tenant_id, (new := ids.new()), period.id, clock_id, clock["ticket_id"]),
            *(clock["metric"], wants, said, act.person_id, act.now),
        )
    except asyncpg.UniqueViolationError as stands:
        raise AlreadyOpen from stands
    return await _one(act, new)


@write("compliance.decide", STAFF)
async def uphold(act: Act, objection_id: UUID, answer: str) -> Objection:
    """The clock counts as the client says; an exclusion of it is lifted. Raises NotFound, OwnWork
    for who worked the ticket, Answered, PeriodFrozen, Malformed."""
    found = await _decide(act, objection_id, "upheld", answer)
    if found.wants == "counted":
        await exclusion.lift(act, found.clock_id, found.answer or "")
    return found


@write("compliance.decide", STAFF)
async def reject(act: Act, objection_id: UUID, answer: str) -> Objection:
    """Raises as `uphold`."""
    return await _decide(act, objection_id, "rejected", answer)


@read("compliance.read", STAFF, MEMBER)
async def of_month(
    act: Act, tenant: int, year: int, month: int, *, after: UUID | None = None
) -> list[Objection]:
    """Of the tickets the asker may see, a hundred at a time; `after` is the last one seen. Raises
    Malformed, NotFound."""
    compliance_month.check(year, month)
    act.only_own(tenant)
    rows = await db.rows(OF_MONTH, tenant, year, month, after, PAGE)
    return [Objection(**row) for row in rows]


async def of_clock(tenant: int, clock_id: UUID) -> list[Objection]:
    """About one clock, the oldest first."""
    rows = await db.rows(OF_CLOCK, tenant, clock_id, PAGE)
    return [Objection(**row) for row in rows]


async def _decide(act: Act, objection_id: UUID, state: str, answer: str) -> Objection:
    said = _said("answer", answer)
    found = await _one(act, objection_id, " FOR UPDATE")
    if found.state != "open":
        raise Answered
    if await db.value(WORKED, act.tenant_id, found.ticket_id, act.person_id):
        raise OwnWork("You worked this ticket: a colleague who did not answers the objection.")
    await db.execute(
        "UPDATE objection SET state = $3, answer = $4, decided_by = $5, decided_at = $6 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, objection_id, state, said, act.person_id, act.now),
    )
    return await _one(act, objection_id)


async def _one(act: Act, objection_id: UUID, lock: str = "") -> Objection:
    row = await db.row(
        f"SELECT {COLUMNS} FROM objection o WHERE o.tenant_id = $1 AND o.id = $2{lock}",
        *(act.tenant_id, objection_id),
    )
    if row is None:
        raise NotFound
    return Objection(**row)


def _said(name: str, words: str) -> str:
    said = words.strip()
    if not 1 <= len(said) <= 2000:
        raise Malformed(f"{name}: 1 to 2000 characters; the other side reads them.", field=name)
    return said
