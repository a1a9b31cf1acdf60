"""Running a push from wherever it stands: one step after the other, each recorded before it is made
and after. Killed between any two moments and run again, every step takes effect once.

Before a step that was tried is made again, what it may have made is looked for by our id. Its key
is kept while Stripe knows it and it can still give a new answer; else a new one is fixed first.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

import stripe
import structlog
from stripe import StripeClient

from billing.payments.gateway import account
from billing.payments.pushing import calls, push, steps, trouble
from billing.payments.pushing.calls import Answer, Early, Mismatch, Turn
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.outgoing import NeverTaken, Outgoing
from underpin.kernel.principal import worker

KEY_LASTS: Final = timedelta(hours=23)
"""Stripe forgets keys after a day at the earliest; an hour is left for clocks that differ."""
BUDGET_SECONDS: Final = 15.0
"""Then the rest is queued again: less than the patience of kernel/outgoing.py."""
log = structlog.get_logger()


async def send(leaving: Outgoing) -> None:
    """The channel: one round of a push. Raises NeverTaken where a person must look, and whatever
    else went wrong, for another try later."""
    if leaving.simulated and not account.current().simulated:
        raise NeverTaken("What lives in simulated time is not pushed to the real Stripe.")
    await run(leaving.tenant_id, leaving.subject_id)


async def run(tenant: int, push_id: UUID) -> None:
    """To its end, or for one round. Raises NotSetUp, NeverTaken, Early, and what a call raises."""
    client = account.client()
    until, mirrored = time.monotonic() + BUDGET_SECONDS, False
    while (turn := await _begun(tenant, push_id)) is not None:
        if turn.push.kind == "invoice" and turn.customer is None:
            if mirrored:
                raise Early(f"The client of {turn.push.number} is no customer at Stripe yet.")
            await run(tenant, await _customer_of(tenant))
            mirrored = True
            continue
        await _step(client, turn)
        if time.monotonic() > until:
            return await _again(turn.push)
    return None


async def _step(client: StripeClient, turn: Turn) -> None:
    try:
        answer = await _asked(client, turn)
    except Exception as problem:
        await _failed(client, turn, problem)
        raise
    async with db.open(Work(turn.push.tenant_id)):
        await steps.done(await _act(turn.push.tenant_id), turn, answer)


async def _asked(client: StripeClient, turn: Turn) -> Answer:
    call = calls.CALLS[turn.step.call]
    if turn.step.attempts > 1:
        found = await call.find(client, turn)
        if found is not None:
            return found
        turn = await _with_a_key(turn)
    try:
        return await call.make(client, turn)
    except stripe.InvalidRequestError:
        # "already paid", "already finalised": somebody else may have done what we ask for
        found = await call.find(client, turn)
        if found is None:
            raise
        return found


async def _with_a_key(turn: Turn) -> Turn:
    """The key it has, or a new one, fixed before it is used."""
    step = turn.step
    old = step.key_at is None or turn.now - step.key_at >= KEY_LASTS
    if not (step.spent or old):
        return turn
    async with db.open(Work(turn.push.tenant_id)):
        fixed = await steps.rekey(await _act(turn.push.tenant_id), step)
    return replace(turn, step=fixed)


async def _failed(client: StripeClient, turn: Turn, problem: Exception) -> None:
    """Kept with the push; a total that differs is set aside before its draft is taken back."""
    found = trouble.of(problem)
    total = problem.found if isinstance(problem, Mismatch) else None
    async with db.open(Work(turn.push.tenant_id)):
        await steps.failed(turn, found, total)
    log.warning("stripe.failed", push=str(turn.push.id), call=turn.step.call, never=found.never)
    if isinstance(problem, Mismatch):
        await _take_back(client, problem)
    if found.never:
        raise NeverTaken(found.said) from problem


async def _take_back(client: StripeClient, problem: Mismatch) -> None:
    """So that nobody pays it: a draft goes, what is final is voided. What is gone already is
    none that somebody pays."""
    with suppress(stripe.InvalidRequestError):
        if problem.final:
            await client.v1.invoices.void_invoice_async(problem.invoice)
        else:
            await client.v1.invoices.delete_async(problem.invoice)


async def _begun(tenant: int, push_id: UUID) -> Turn | None:
    async with db.open(Work(tenant)):
        return await steps.begin(await _act(tenant), push_id)


async def _customer_of(tenant: int) -> UUID:
    async with db.open(Work(tenant)):
        return await steps.customer(await _act(tenant))


async def _again(of: push.Push) -> None:
    async with db.open(Work(of.tenant_id)):
        await steps.next_round(await _act(of.tenant_id), of)


async def _act(tenant: int) -> Act:
    return Act(worker(tenant), tenant, await db.now(), "job", "billing.payments.pushing")
