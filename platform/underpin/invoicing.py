"""`underpin invoice-run`: for every client the invoices of the billing periods that end in a month,
drafted or issued.

Each client is a transaction of its own, so a run that was cut off is simply started again: what
is final is passed over. One client's failure is reported and stops no other. The same as a record
that the API starts and shows: `billing/invoicing/bulk/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import click

from billing.invoicing.bulk import client_run
from billing.invoicing.bulk.client_run import Due
from underpin import wiring
from underpin.kernel import db, process, rounds
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker
from underpin.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one client; `said` is for the person at the terminal."""

    tenant: int
    outcome: str
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
        return summed_up(await over(await rounds.clients(), day, issue=issue))


async def over(tenants: Sequence[int], day: date, *, issue: bool) -> list[Done]:
    """The clients one after the other, each told as it is done."""
    done = []
    for place, tenant in enumerate(tenants, 1):
        for each in await _ending(tenant, day):
            done.append(await _one(tenant, each, issue=issue))
            click.echo(f"{place}/{len(tenants)} client {tenant}: {done[-1].said}")
    return done


async def _ending(tenant: int, day: date) -> list[Due]:
    async with db.open(Work(tenant)):
        return await client_run.ending(tenant, day)


def summed_up(done: Sequence[Done]) -> int:
    counted = Counter(each.outcome for each in done)
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items())))
    return 1 if counted["failed"] else 0


async def _one(tenant: int, due: Due, *, issue: bool) -> Done:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "job", "underpin.invoicing")
        done = await client_run.of_period(act, due, "issue" if issue else "draft")
    return Done(tenant, done.outcome.replace("_", " "), done.said)
