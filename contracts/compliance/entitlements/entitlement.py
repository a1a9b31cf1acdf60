"""Credits due: what a client is entitled to from a frozen month, in percent; billing makes money of
it (PRACTICE 29).

Claimable (where the schedule says on claim), provisional, confirmed, settled; refused, with a
reason the client reads; lapsed, where nobody claimed in time.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from contracts.agreements.versions import OwnWork
from contracts.compliance.entitlements import entitlement_rows
from contracts.compliance.entitlements.entitlement_rows import KIND, Entitlement, State, WrongState
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

__all__ = ["Entitlement", "JudgedOnIt", "State", "WithAnAdmin", "WrongState"]

PAGE: Final = 100
ADMIN: Final = "provider_admin"


class JudgedOnIt(Forbidden):
    code = "judged-on-margin"
    title = "Whoever is judged on this client's margin does not decide its credits"


class WithAnAdmin(Forbidden):
    code = "with-an-admin"
    title = "This credit waited too long: a provider admin decides it"


IS_MANAGER: Final = "SELECT EXISTS (SELECT FROM account WHERE tenant_id = $1 AND manager_id = $2)"


@read("entitlement.read", STAFF, MEMBER)
async def of_tenant(
    act: Act, tenant: int, *, state: State | None = None, before: UUID | None = None
) -> list[Entitlement]:
    """Newest first, a hundred at a time; `before` is the last one seen. Of members, client admins
    and finance see them. Raises NotFound for another tenant than a member's own."""
    act.only_own(tenant)
    rows = await db.rows(
        f"{entitlement_rows.SELECT} AND ($2::text IS NULL OR e.state = $2) "
        "AND ($3::uuid IS NULL OR e.id < $3) ORDER BY e.id DESC LIMIT $4",
        *(tenant, state, before, PAGE),
    )
    return [Entitlement(**row) for row in rows]


@write("entitlement.claim", MEMBER)
async def claim(act: Act, entitlement_id: UUID) -> Entitlement:
    """By the client, before its deadline. Raises NotFound, WrongState."""
    found = await entitlement_rows.held(act, entitlement_id, "claimable")
    if found.claim_by is not None and act.now > found.claim_by:
        raise WrongState("The days to claim it are over.")
    await entitlement_rows.await_confirmation(act, entitlement_id)
    return await entitlement_rows.change(
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
    await entitlement_rows.held(act, entitlement_id, "confirmed")
    return await entitlement_rows.change(
        act, entitlement_id, state="settled", settled_at=act.now, settled_with=settled_with.strip()
    )


async def confirmed(act: Act, entitlement_id: UUID) -> Entitlement:
    """Locked, for whoever makes money of it. Raises NotFound, WrongState."""
    return await entitlement_rows.held(act, entitlement_id, "confirmed")


async def _decide(act: Act, entitlement_id: UUID, state: State, answer: str | None) -> Entitlement:
    found = await entitlement_rows.held(act, entitlement_id, "provisional")
    if found.author_id == act.person_id:
        raise OwnWork("You froze the month it comes from: a colleague decides it.")
    if await db.value(IS_MANAGER, act.tenant_id, act.person_id):
        raise JudgedOnIt
    if found.escalated_at is not None and ADMIN not in act.principal.roles:
        raise WithAnAdmin
    await timers.disarm(act, KIND, [str(entitlement_id)])
    return await entitlement_rows.change(
        act,
        entitlement_id,
        state=state,
        decided_by=act.person_id,
        decided_at=act.now,
        answer=answer,
    )
