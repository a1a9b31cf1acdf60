"""Credits due: what a client is entitled to from a frozen month, in percent; billing makes money of
it (PRACTICE 29).

Claimable (where the schedule says on claim), provisional, confirmed, settled; refused, with a
reason the client reads; lapsed, where nobody claimed in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from contracts import compliance_period, entitlement_due
from contracts.compliance_period import Period
from contracts.entitlement_due import Earned
from contracts.versions import OwnWork
from underpin.kernel import db, events, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.timers import Timer
from underpin.kernel.verb import read, write

State = Literal["claimable", "provisional", "confirmed", "settled", "refused", "lapsed"]
KIND: Final = "entitlement"
PAGE: Final = 100
ADMIN: Final = "provider_admin"
AT_LEAST: Final = timedelta(days=5)


class WrongState(Conflict):
    code = "credit-state"
    title = "This credit is not in the state that allows this"


class JudgedOnIt(Forbidden):
    code = "judged-on-margin"
    title = "Whoever is judged on this client's margin does not decide its credits"


class WithAnAdmin(Forbidden):
    code = "with-an-admin"
    title = "This credit waited too long: a provider admin decides it"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """`percent` of `basis`, exact, as a fraction: "25/2" is 12.5 %. `detail` is JSON: how it was
    counted. `escalated_at`: since when it is a provider admin's. `answer` is what the client reads;
    `settled_with` the document that settled it."""

    id: UUID
    year: int
    month: int
    version_id: UUID
    percent: str
    basis: str
    nature: str
    detail: str
    state: str
    due_at: datetime
    claim_by: datetime | None
    claimed_by: UUID | None
    claimed_at: datetime | None
    escalated_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    answer: str | None
    settled_at: datetime | None
    settled_with: str | None
    author_id: UUID | None


COLUMNS: Final = ", ".join(
    f"p.{name}" if name in ("year", "month") else f"e.{name}"
    for name in Entitlement.__dataclass_fields__
)
SELECT: Final = f"""
SELECT {COLUMNS} FROM entitlement e
JOIN compliance_period p ON p.tenant_id = e.tenant_id AND p.id = e.period_id
WHERE e.tenant_id = $1
"""
INSERT: Final = """
INSERT INTO entitlement (tenant_id, id, period_id, version_id, percent, basis, nature, detail,
                         state, author_id, due_at, claim_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
IS_MANAGER: Final = "SELECT EXISTS (SELECT FROM account WHERE tenant_id = $1 AND manager_id = $2)"


async def arise(act: Act, period: Period) -> None:
    """What a month just frozen earns, in the freeze's transaction."""
    for earned in await entitlement_due.of_period(act, period):
        await _arise(act, period, earned)


@read("entitlement.read", STAFF, MEMBER)
async def of_tenant(
    act: Act, tenant: int, *, state: State | None = None, before: UUID | None = None
) -> list[Entitlement]:
    """Newest first, a hundred at a time; `before` is the last one seen. Of members, client admins
    and finance see them. Raises NotFound for another tenant than a member's own."""
    if act.audience is Audience.MEMBER and tenant != act.principal.own_tenant:
        raise NotFound
    rows = await db.rows(
        f"{SELECT} AND ($2::text IS NULL OR e.state = $2) AND ($3::uuid IS NULL OR e.id < $3) "
        "ORDER BY e.id DESC LIMIT $4",
        *(tenant, state, before, PAGE),
    )
    return [Entitlement(**row) for row in rows]


@write("entitlement.claim", MEMBER)
async def claim(act: Act, entitlement_id: UUID) -> Entitlement:
    """By the client, before its deadline. Raises NotFound, WrongState."""
    found = await _held(act, entitlement_id, "claimable")
    if found.claim_by is not None and act.now > found.claim_by:
        raise WrongState("The days to claim it are over.")
    await _await_confirmation(act, entitlement_id)
    return await _change(
        act, entitlement_id, state="provisional", claimed_by=act.person_id, claimed_at=act.now
    )


@write("entitlement.confirm", STAFF)
async def confirm(act: Act, entitlement_id: UUID) -> Entitlement:
    """By somebody other than its author, and than who is judged on the client's margin. Raises
    NotFound, WrongState, OwnWork, JudgedOnIt, WithAnAdmin."""
    return await _decide(act, entitlement_id, "confirmed", None)


@write("entitlement.confirm", STAFF)
async def refuse(act: Act, entitlement_id: UUID, answer: str) -> Entitlement:
    """With a reason the client reads. Raises as `confirm`, Malformed."""
    said = answer.strip()
    if not 1 <= len(said) <= 2000:
        raise Malformed("answer: 1 to 2000 characters; the client reads them.", field="answer")
    return await _decide(act, entitlement_id, "refused", said)


@write("entitlement.confirm", STAFF)
async def settle(act: Act, entitlement_id: UUID, settled_with: str) -> Entitlement:
    """A confirmed one was turned into money: the number of the document that did. Raises NotFound,
    WrongState, Malformed."""
    if not 1 <= len(settled_with.strip()) <= 200:
        raise Malformed("settled_with: the document's number.", field="settled_with")
    await _held(act, entitlement_id, "confirmed")
    return await _change(
        act, entitlement_id, state="settled", settled_at=act.now, settled_with=settled_with.strip()
    )


async def confirmed(act: Act, entitlement_id: UUID) -> Entitlement:
    """Locked, for whoever makes money of it. Raises NotFound, WrongState."""
    return await _held(act, entitlement_id, "confirmed")


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, _lock, _fire)


async def _arise(act: Act, period: Period, earned: Earned) -> None:
    new, days = ids.new(), earned.schedule.on_claim_days
    claim_by = None if days is None else _claim_by(act, period, days)
    await db.execute(
        INSERT,
        *(act.tenant_id, new, period.id, earned.version_id, earned.due.percent),
        *(earned.due.basis, earned.due.nature, earned.detail),
        *("provisional" if claim_by is None else "claimable", act.principal.person_id),
        *(act.now, claim_by),
    )
    if claim_by is None:
        await _await_confirmation(act, new)
    else:
        await timers.arm(act, Timer(KIND, str(new), new, claim_by))
    await events.emit(act, events.New("entitlement.due", new))


def _claim_by(act: Act, period: Period, days: int) -> datetime:
    """Within so many days of the period's end; a late freeze leaves some days all the same."""
    return max(period.ends_at + timedelta(days=days), act.now + AT_LEAST)


async def _await_confirmation(act: Act, entitlement_id: UUID) -> None:
    terms = await compliance_period.terms(act.tenant_id)
    until = act.now + timedelta(days=terms.confirmation_days)
    await timers.arm(act, Timer(KIND, str(entitlement_id), entitlement_id, until))


async def _decide(act: Act, entitlement_id: UUID, state: State, answer: str | None) -> Entitlement:
    found = await _held(act, entitlement_id, "provisional")
    if found.author_id == act.person_id:
        raise OwnWork("You froze the month it comes from: a colleague decides it.")
    if await db.value(IS_MANAGER, act.tenant_id, act.person_id):
        raise JudgedOnIt
    if found.escalated_at is not None and ADMIN not in act.principal.roles:
        raise WithAnAdmin
    await timers.disarm(act, KIND, [str(entitlement_id)])
    return await _change(
        act,
        entitlement_id,
        state=state,
        decided_by=act.person_id,
        decided_at=act.now,
        answer=answer,
    )


async def _lock(act: Act, entitlement_ids: Sequence[UUID]) -> set[UUID]:
    rows = await db.rows(
        "SELECT id FROM entitlement WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) "
        "FOR UPDATE SKIP LOCKED",
        *(act.tenant_id, list(entitlement_ids)),
    )
    return {row["id"] for row in rows}


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """Claimed too late, or left too long."""
    for timer in batch:
        found = await _one(act, timer.subject_id)
        if found.state == "claimable":
            await _change(act, found.id, state="lapsed")
        elif found.state == "provisional":
            await _change(act, found.id, escalated_at=act.now)


async def _held(act: Act, entitlement_id: UUID, state: State) -> Entitlement:
    await db.execute(
        "SELECT id FROM entitlement WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, entitlement_id),
    )
    found = await _one(act, entitlement_id)
    if found.state != state:
        raise WrongState(f"It is {found.state}; it would have to be {state}.")
    return found


async def _one(act: Act, entitlement_id: UUID) -> Entitlement:
    row = await db.row(f"{SELECT} AND e.id = $2", act.tenant_id, entitlement_id)
    if row is None:
        raise NotFound
    return Entitlement(**row)


async def _change(act: Act, entitlement_id: UUID, **columns: Any) -> Entitlement:
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 3))
    await db.execute(
        f"UPDATE entitlement SET {names} WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, entitlement_id, *columns.values()),
    )
    said = columns.get("state", "escalated")
    await events.emit(act, events.New(f"entitlement.{said}", entitlement_id))
    return await _one(act, entitlement_id)
