"""A push: one document's way to Stripe, as stored steps, each with the key of its call fixed before
the call is made. Rows only; `running` makes the calls.

A push is `waiting` until its last step is done, or `aside` with its trouble until staff retry it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from underpin.kernel import db, ids, outgoing
from underpin.kernel.act import Act

CHANNEL = "stripe"
Kind = Literal["customer", "invoice", "charge", "credit_note", "refund", "void", "settle"]
CallName = str
"""Of `calls.CALLS`."""


@dataclass(frozen=True, slots=True)
class New:
    """`goal` in Stripe's minor units of `currency`: what is to be collected, credited or given
    back. `ordinal` tells apart several of a kind for one document, from 1."""

    kind: Kind
    document_id: UUID
    number: str
    goal: int
    currency: str
    invoice_id: UUID | None = None
    ordinal: int = 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A call to come. `body`: its parameters, but for Stripe's ids, which are not known yet."""

    call: CallName
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Push:
    tenant_id: int
    id: UUID
    kind: Kind
    document_id: UUID
    ordinal: int
    invoice_id: UUID | None
    number: str
    goal: int
    currency: str
    state: str
    stripe_id: str | None
    round: int


@dataclass(frozen=True, slots=True)
class Step:
    """`key_at`: since when Stripe may know the key, which it forgets after a day. `spent`: Stripe
    keeps an answer for it that is of no use, such as a 500."""

    id: UUID
    ordinal: int
    call: CallName
    body: Mapping[str, Any]
    key: str
    generation: int
    key_at: datetime | None
    attempts: int
    spent: bool


BEGIN = """
INSERT INTO stripe_push (tenant_id, id, kind, document_id, ordinal, invoice_id, number, goal,
                         currency, state, trouble, begun_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (tenant_id, kind, document_id, ordinal) DO NOTHING
"""
STEPS = """
INSERT INTO stripe_step (tenant_id, id, push_id, ordinal, call, body, key)
SELECT $1, u.id, $2, u.ordinal, u.call, u.body::jsonb, u.key
FROM unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[])
     AS u(id, ordinal, call, body, key)
"""


async def begin(
    act: Act, new: New, steps: Sequence[Planned], *, trouble: str = "", hold: bool = False
) -> UUID | None:
    """Once per document and ordinal: None where it was begun before. With `trouble` it is set aside
    from the start; with `hold` it waits to be queued (`wake`)."""
    push_id, state = ids.new(), "aside" if trouble else "waiting"
    words = (new.kind, new.document_id, new.ordinal, new.invoice_id, new.number, new.goal)
    made = await db.execute(
        BEGIN, act.tenant_id, push_id, *words, new.currency, state, trouble, act.now
    )
    if not made:
        return None
    await _plan(act, push_id, steps)
    if not trouble and not hold:
        await queue(act, push_id, 1)
    return push_id


async def queue(act: Act, push_id: UUID, round: int) -> None:  # noqa: A002 - the column's name
    """Have it run by the worker; once for each round."""
    await outgoing.queue(act, CHANNEL, identity(push_id, round), push_id, {}, hold=timedelta(0))


def identity(push_id: UUID, round: int) -> str:  # noqa: A002 - the column's name
    return f"{push_id}:{round}"


async def wake(act: Act, invoice_id: UUID) -> None:
    """Queue what waited for the invoice to be at Stripe."""
    rows = await db.rows(
        "SELECT id, round FROM stripe_push WHERE tenant_id = $1 AND invoice_id = $2 "
        "AND state = 'waiting' AND kind <> 'invoice' ORDER BY begun_at, id",
        *(act.tenant_id, invoice_id),
    )
    for row in rows:
        await queue(act, row["id"], row["round"])


COLUMNS = (
    "tenant_id, id, kind, document_id, ordinal, invoice_id, number, goal, currency, state, "
    "stripe_id, round"
)
NEXT = """
SELECT id, ordinal, call, body, key, generation, key_at, attempts, spent FROM stripe_step
WHERE tenant_id = $1 AND push_id = $2 AND done_at IS NULL ORDER BY ordinal LIMIT 1
"""


async def held(tenant: int, push_id: UUID) -> Push | None:
    """Locked for this transaction."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM stripe_push WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(tenant, push_id),
    )
    return Push(**row) if row else None


async def of(tenant: int, kind: Kind, document_id: UUID) -> Push | None:
    """The last of a kind for a document."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM stripe_push WHERE tenant_id = $1 AND kind = $2 "
        "AND document_id = $3 ORDER BY ordinal DESC LIMIT 1",
        *(tenant, kind, document_id),
    )
    return Push(**row) if row else None


async def next_step(tenant: int, push_id: UUID) -> Step | None:
    row = await db.row(NEXT, tenant, push_id)
    return Step(**{**row, "body": msgspec.json.decode(row["body"])}) if row else None


async def _plan(act: Act, push_id: UUID, steps: Sequence[Planned]) -> None:
    made = [(ids.new(), place, step) for place, step in enumerate(steps, 1)]
    await db.execute(
        STEPS,
        *(act.tenant_id, push_id, [step_id for step_id, *_ in made]),
        [place for _, place, _ in made],
        [step.call for *_, step in made],
        [msgspec.json.encode(step.body).decode() for *_, step in made],
        [key_of(step_id, 1) for step_id, *_ in made],
    )


def key_of(step_id: UUID, generation: int) -> str:
    """The idempotency key: of the step, and of how often it had to be changed."""
    return f"underpin-{step_id}-{generation}"
