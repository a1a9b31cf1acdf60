"""`underpin invoice-run`: for every client the invoices of the billing periods that end in a month,
drafted or issued.

Each client is a transaction of its own, so a run that was cut off is simply started again: what
is final is passed over. One client's failure is reported and stops no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import click
import structlog

from billing.invoicing import drafting, finalising, windows
from billing.invoicing.invoices import Invoice
from underpin import wiring
from underpin.kernel import db, process, verb
from underpin.kernel.database.scope import System, Work
from underpin.kernel.errors import Problem
from underpin.kernel.principal import worker
from underpin.kernel.settings import Settings

Outcome = Literal["drafted", "issued", "passed over", "failed"]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one client; `said` is for the person at the terminal."""

    tenant: int
    outcome: Outcome
    said: str


async def run(settings: Settings, month: str, *, issue: bool) -> int:
    """0 when every client was served or has nothing to invoice, 1 when some failed, 2 for a wrong
    month."""
    wiring.wire()
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        click.echo(f"--month: {month!r} is no month, write one like 2026-10.")
        return 2
    async with process.running(settings, pool_size=2):
        return summed_up(await over(await _clients(), day, issue=issue))


async def over(tenants: Sequence[int], day: date, *, issue: bool) -> list[Done]:
    """The clients one after the other, each told as it is done."""
    done = []
    for place, tenant in enumerate(tenants, 1):
        for each in await _ending(tenant, day):
            done.append(await _one(tenant, each, issue=issue))
            click.echo(f"{place}/{len(tenants)} client {tenant}: {done[-1].said}")
    return done


async def _ending(tenant: int, day: date) -> list[date]:
    """A day of each billing period that ends in the month; the month's where that cannot be told,
    so that the client is reported."""
    try:
        async with db.open(Work(tenant)):
            found = await drafting.ending_in(tenant, windows.month(day))
    except Exception:  # noqa: BLE001 - drafting meets it again, and that is reported
        return [day]
    return [each.start for each in found]


def summed_up(done: Sequence[Done]) -> int:
    counted = Counter(each.outcome for each in done)
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items())))
    return 1 if counted["failed"] else 0


async def _clients() -> list[int]:
    async with db.open(System()):
        rows = await db.rows("SELECT id FROM tenant WHERE state = 'active' ORDER BY id")
    return [row["id"] for row in rows]


async def _one(tenant: int, day: date, *, issue: bool) -> Done:
    try:
        made = await _draft(tenant, day)
        if issue:
            made = await _issue(tenant, day, made)
    except (drafting.NoSubscription, drafting.AlreadyFinal, finalising.Nothing) as reason:
        return Done(tenant, "passed over", reason.detail)
    except Problem as problem:
        return Done(tenant, "failed", problem.detail)
    except Exception as fault:
        log.exception("invoice_run.failed", tenant=tenant)
        return Done(tenant, "failed", f"{type(fault).__name__}: {fault}")
    said = f"{len(made.lines)} lines, {made.gross} {made.currency}"
    if made.number is None:
        return Done(tenant, "drafted", said)
    return Done(tenant, "issued", f"{made.number}, {said}")


async def _draft(tenant: int, day: date) -> Invoice:
    made: Invoice = await verb.perform(drafting.draft, worker(tenant), day, source="job")
    return made


async def _issue(tenant: int, day: date, draft: Invoice) -> Invoice:
    words = (day, draft.inputs_hash)
    made: Invoice = await verb.perform(finalising.finalise, worker(tenant), *words, source="job")
    return made
