"""What a client negotiates: another price instead of one of its plan's, from a day on, proposed by
one person and approved by another."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from billing.amounts import canonical, check
from billing.pricing import plan as plans
from billing.pricing import price_json
from billing.pricing.price import Price
from billing.pricing.subscription import Subscription
from billing.terms import client_terms
from billing.terms.client_terms import Invoiced, NotSubscribed, Terms
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class OwnProposal(Forbidden):
    code = "own-proposal"
    title = "A colleague has to approve this: nobody approves what they negotiated"


class Decided(Conflict):
    code = "already-decided"
    title = "This was approved or refused already: propose another price"


class AgreedAlready(Conflict):
    code = "agreed-already"
    title = "Another price is approved from that same day: propose one from a later day"


class NewPrice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`price` in the form of docs/plans.md, with the key of the price it takes the place of, on the
    plan the client is on from `from_day`. Without `until_day` it holds for as long as that plan.
    `currency`: of which subscription, where the client has several."""

    price: Any
    from_day: date
    reason: str
    until_day: date | None = None
    currency: str | None = None


WRITE = """
INSERT INTO negotiated_price (tenant_id, id, plan_name, price_key, price, from_day, until_day,
                              state, reason, proposed_by, proposed_at)
VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7, 'proposed', $8, $9, $10)
"""
DECIDE = """
UPDATE negotiated_price SET state = $3, decided_by = $4, decided_at = $5
WHERE tenant_id = $1 AND id = $2
"""


@write("terms.write", STAFF)
async def propose(act: Act, new: NewPrice) -> UUID:
    """Raises Malformed naming the field, NotSubscribed, Invoiced."""
    price = _read(new)
    of = await _open(act, new.from_day, new.currency)
    plan = _on(of, price, new.from_day)
    made = ids.new()
    await db.execute(
        WRITE,
        *(act.tenant_id, made, plan, price.key, canonical.encode(price).decode()),
        *(new.from_day, new.until_day, new.reason.strip(), act.person_id, act.now),
    )
    return made


@write("terms.approve", STAFF)
async def approve(act: Act, price_id: UUID) -> Terms:
    """From now on the client is charged by it. Raises NotFound, OwnProposal, Decided, Invoiced,
    AgreedAlready."""
    row = await _proposed(act, price_id)
    await _open(act, row["from_day"])
    try:
        await _decide(act, price_id, "approved")
    except asyncpg.UniqueViolationError as there:
        raise AgreedAlready from there
    return await client_terms.shown(act)


@write("terms.approve", STAFF)
async def refuse(act: Act, price_id: UUID) -> Terms:
    """Raises NotFound, OwnProposal, Decided."""
    await _proposed(act, price_id)
    await _decide(act, price_id, "refused")
    return await client_terms.shown(act)


def _read(new: NewPrice) -> Price:
    if not 1 <= len(new.reason.strip()) <= 2000:
        raise Malformed("reason: 1 to 2000 characters.", field="reason")
    if new.until_day is not None and new.until_day <= new.from_day:
        raise Malformed("until_day: a day after `from_day`, or none.", field="until_day")
    try:
        return price_json.read(new.price)
    except check.Invalid as wrong:
        raise wrong.within("price") from wrong


async def _open(act: Act, day: date, currency: str | None = None) -> Subscription:
    """The client's terms in a currency as listed, of a day that is not invoiced. Raises Invoiced,
    NotSubscribed."""
    open_from = await db.value(client_terms.OPEN_FROM, act.tenant_id, currency)
    if open_from is not None and day < open_from:
        raise Invoiced(f"All before {open_from} is invoiced: choose that day or a later one.")
    of = await client_terms.listed(act.tenant_id, currency)
    if of is None:
        raise NotSubscribed
    return of


def _on(of: Subscription, price: Price, day: date) -> str:
    """The plan on which the client is then, if it has that price."""
    held = [term for term in of.terms if term.start <= day]
    if not held or (held[-1].until is not None and held[-1].until <= day):
        raise NotSubscribed
    plan = held[-1].plan
    check.one_of(price.key, {each.key for each in plan.prices}, "price.key")
    return plans.negotiated(plan, (price,)).key


async def _proposed(act: Act, price_id: UUID) -> db.Row:
    row = await db.row(
        "SELECT state, from_day, proposed_by FROM negotiated_price "
        "WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, price_id),
    )
    if row is None:
        raise NotFound
    if row["state"] != "proposed":
        raise Decided
    if row["proposed_by"] == act.person_id:
        raise OwnProposal
    return row


async def _decide(act: Act, price_id: UUID, state: str) -> None:
    await db.execute(DECIDE, act.tenant_id, price_id, state, act.person_id, act.now)
