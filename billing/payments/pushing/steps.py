"""The moments of a push that are recorded, each in a transaction of its own: a step is about to be
made, it is done, it failed, its key is changed. No network."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from billing.payments import collecting
from billing.payments.pushing import calls, charging, plan, push
from billing.payments.pushing.calls import Answer, Turn
from billing.payments.pushing.push import New, Push, Step
from billing.payments.pushing.trouble import Trouble
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience

PUSHED = "stripe.pushed"
"""Emitted when a push is done, with kind, Stripe's id and our document: whoever keeps what was paid
reads the object again."""

KNOWN = """
SELECT c.customer, c.payment_method, i.stripe_id AS invoice, p.external_id AS payment
FROM (SELECT 1) one
LEFT JOIN collecting c ON c.tenant_id = $1
LEFT JOIN stripe_push i ON i.tenant_id = $1 AND i.kind = 'invoice' AND i.document_id = $3
  AND i.ordinal = 1 AND (i.state = 'done' OR i.id = $2)
LEFT JOIN refund r ON r.tenant_id = $1 AND r.id = $4
LEFT JOIN payment p ON p.tenant_id = $1 AND p.id = r.payment_id
"""
LOWERING = """
SELECT EXISTS (SELECT FROM stripe_push WHERE tenant_id = $1 AND invoice_id = $2
               AND kind IN ('credit_note', 'settle', 'void') AND state IN ('waiting', 'aside'))
"""
TRIED = """
UPDATE stripe_step SET attempts = attempts + 1, key_at = coalesce(key_at, $3)
WHERE tenant_id = $1 AND id = $2
"""
DONE = """
UPDATE stripe_step SET done_at = $3, stripe_id = $4
WHERE tenant_id = $1 AND id = $2 AND done_at IS NULL
"""
MOVED = """
UPDATE stripe_push SET stripe_id = coalesce($3, stripe_id), found = coalesce($4::bigint, found),
    outcome = CASE WHEN $5::text = '' THEN outcome ELSE $5 END, trouble = '',
    state = CASE WHEN $6 THEN 'done' ELSE state END,
    ended_at = CASE WHEN $6 THEN $7::timestamptz END
WHERE tenant_id = $1 AND id = $2
"""
FAILED = """
UPDATE stripe_push SET trouble = $3, found = coalesce($4::bigint, found),
    state = CASE WHEN $5 THEN 'aside' ELSE state END
WHERE tenant_id = $1 AND id = $2 AND state IN ('waiting', 'aside')
"""


async def begin(act: Act, push_id: UUID) -> Turn | None:
    """The next step, recorded as tried; None when nothing is left to do. An invoice whose client
    has no customer yet is given back untried. Raises Early for a charge that would take what was
    credited or paid another way meanwhile."""
    found = await push.held(act.tenant_id, push_id)
    if found is None or found.state in ("done", "dropped"):
        return None
    step = await push.next_step(act.tenant_id, push_id)
    if step is None:
        return None
    if found.kind == "charge" and await db.value(LOWERING, act.tenant_id, found.invoice_id):
        raise calls.Early(f"Less of {found.number} is about to be collected: charged after that.")
    turn = await _known(act, found, step)
    if found.kind == "invoice" and turn.customer is None:
        return turn
    await db.execute(TRIED, act.tenant_id, step.id, act.now)
    if found.state == "aside":
        await db.update(
            "stripe_push", {"tenant_id": act.tenant_id, "id": push_id}, {"state": "waiting"}
        )
    tried = replace(step, attempts=step.attempts + 1, key_at=step.key_at or act.now)
    return replace(turn, step=tried)


async def done(act: Act, turn: Turn, answer: Answer) -> None:
    """Recorded once, also where two made the step at once: their key was the same."""
    held = await push.held(act.tenant_id, turn.push.id)
    if held is None or not await db.execute(
        DONE, act.tenant_id, turn.step.id, act.now, answer.stripe_id
    ):
        return
    if held.state == "dropped":
        return
    is_last = await push.next_step(act.tenant_id, held.id) is None
    main = answer.stripe_id if turn.step.call in calls.MAIN else None
    words = (main, answer.found, answer.outcome, is_last, act.now)
    await db.execute(MOVED, act.tenant_id, held.id, *words)
    if is_last:
        await _finished(act, replace(held, stripe_id=main or held.stripe_id), answer)


async def failed(turn: Turn, trouble: Trouble, found: int | None) -> None:
    """A total that differs begins anew with a draft of its own, once somebody has it retried."""
    of = turn.push
    await db.execute(FAILED, of.tenant_id, of.id, trouble.said, found, trouble.never)
    if trouble.spent:
        keys = {"tenant_id": of.tenant_id, "id": turn.step.id}
        await db.update("stripe_step", keys, {"spent": True})
    if found is not None:
        await _reset(of)


async def rekey(act: Act, step: Step) -> Step:
    """The step under a new key, which no answer of Stripe's is kept for."""
    generation = step.generation + 1
    key = push.key_of(step.id, generation)
    await db.update(
        "stripe_step",
        {"tenant_id": act.tenant_id, "id": step.id},
        {"generation": generation, "key": key, "key_at": act.now, "spent": False},
    )
    return replace(step, generation=generation, key=key, key_at=act.now, spent=False)


async def next_round(act: Act, of: Push) -> None:
    """Queue the rest: a long invoice is pushed in several rounds."""
    keys = {"tenant_id": act.tenant_id, "id": of.id}
    await db.update("stripe_push", keys, {"round": of.round + 1})
    await push.queue(act, of.id, of.round + 1)


async def customer(act: Act) -> UUID:
    """The push that makes the client a customer at Stripe, begun where there was none."""
    kept = await collecting.held(act)
    known = await push.of(act.tenant_id, "customer", kept.id)
    if known is not None:
        return known.id
    row = await db.row("SELECT key, name, locale FROM tenant WHERE id = $1", act.tenant_id)
    assert row is not None, "an act's tenant is there"  # noqa: S101
    new = New("customer", kept.id, row["key"], 0, "")
    planned = plan.customer(row["name"], row["key"], row["locale"])
    begun = await push.begin(act, new, [planned], hold=True)
    assert begun is not None, "the row of how the client pays is locked"  # noqa: S101
    return begun


async def _known(act: Act, of: Push, step: Step) -> Turn:
    row = await db.row(KNOWN, act.tenant_id, of.id, of.invoice_id, of.document_id)
    return Turn(of, step, act.now, **(row or {}))


async def _reset(of: Push) -> None:
    await db.execute(
        "UPDATE stripe_step SET done_at = NULL, stripe_id = NULL, spent = true "
        "WHERE tenant_id = $1 AND push_id = $2",
        *(of.tenant_id, of.id),
    )
    await db.update("stripe_push", {"tenant_id": of.tenant_id, "id": of.id}, {"stripe_id": None})


async def _finished(act: Act, of: Push, answer: Answer) -> None:
    if of.kind == "customer":
        await db.update("collecting", {"tenant_id": act.tenant_id}, {"customer": of.stripe_id})
    if of.kind == "invoice" and of.invoice_id is not None:
        await _collectable(act, of, of.invoice_id, answer.page)
    if of.kind == "void":
        keys = (act.tenant_id, of.document_id)
        await db.execute("DELETE FROM payment_page WHERE tenant_id = $1 AND invoice_id = $2", *keys)
    body = {"kind": of.kind, "stripe_id": of.stripe_id or answer.stripe_id}
    document = {"document_id": str(of.document_id), "outcome": answer.outcome}
    await events.emit(act, events.New(PUSHED, of.id, body | document))


async def _collectable(act: Act, of: Push, invoice_id: UUID, page: str | None) -> None:
    """It can be paid now: on its page, and by the saved card at once."""
    if page is not None:
        await db.execute(
            "INSERT INTO payment_page (tenant_id, id, invoice_id, url, opened_at) "
            "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, invoice_id) DO UPDATE "
            "SET url = excluded.url, opened_at = excluded.opened_at",
            *(act.tenant_id, ids.new(), invoice_id, page, act.now),
        )
    if act.audience is Audience.WORKER and (await collecting.of(act.tenant_id)).payment_method:
        await charging.ask(act, invoice_id)
    await push.wake(act, invoice_id)
