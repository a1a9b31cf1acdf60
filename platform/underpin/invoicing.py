"""`underpin invoice-run`: a month's drafts for every client; one that fails stops no other."""

from __future__ import annotations

from datetime import date

import click

from billing import drafting
from billing.invoices import Invoice
from underpin import wiring
from underpin.kernel import db, process, verb
from underpin.kernel.database.scope import System
from underpin.kernel.errors import Problem
from underpin.kernel.principal import worker
from underpin.kernel.settings import Settings


async def run(settings: Settings, month: str) -> int:
    """0 when every client was drafted or is on no plan, 1 when some failed, 2 for a wrong month."""
    wiring.wire()
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        click.echo(f"--month: {month!r} is no month, write one like 2026-10.")
        return 2
    async with process.running(settings, pool_size=2):
        async with db.open(System()):
            found = await db.rows("SELECT id FROM tenant WHERE state = 'active' ORDER BY id")
        return max([await _draft(row["id"], day) for row in found], default=0)


async def _draft(tenant: int, day: date) -> int:
    try:
        made: Invoice = await verb.perform(drafting.draft, worker(tenant), day, source="job")
    except (drafting.NoSubscription, drafting.AlreadyFinal):
        return 0
    except Problem as problem:
        click.echo(f"client {tenant}: {problem.detail}")
        return 1
    click.echo(f"client {tenant}: {len(made.lines)} lines, {made.gross} {made.currency}")
    return 0
