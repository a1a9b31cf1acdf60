"""What a replay shows for itself: what was lived, what the alarms did, a draft invoice for each
client, and the comparison with independently computed figures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from billing.invoicing import drafting
from billing.invoicing.invoices import Invoice
from billing.metered import hearing
from underpin.desk.replay import comparison, expected, folding, measuring, summary
from underpin.desk.replay.clients import Client
from underpin.desk.replay.life import CURE, STALLED, WorkerMissing
from underpin.desk.replay.log import Log
from underpin.desk.replay.step import Source
from underpin.kernel import db, verb, wake
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

POLL_SECONDS = 0.05


async def report(read: Log, opened: Sequence[Client], most: int) -> list[str]:
    """Raises WorkerMissing when what was lived does not reach the ledger."""
    folded = folding.fold((each.case for each in read.cases), most)
    lines = list(summary.lines(summary.summarise(read, folded)))
    for client in opened:
        fired = await measuring.fired(client.tenant)
        lines.append(
            f"{client.key} {client.name}: {fired.breaches} breaches, {fired.escalations} "
            f"escalation steps, {fired.cases} vendor cases"
        )
        lines += await _set_aside(client)
    return lines + [await _drafted(client) for client in opened]


SET_ASIDE = """
SELECT (SELECT count(*) FROM timer WHERE tenant_id = $1 AND parked_at IS NOT NULL)
     + (SELECT count(*) FROM delivery WHERE tenant_id = $1 AND parked_at IS NOT NULL)
"""


async def _set_aside(client: Client) -> list[str]:
    """Said, because what an alarm would have done is missing from what was lived."""
    async with db.open(Work(client.tenant)):
        count: int = await db.value(SET_ASIDE, client.tenant)
    return [f"{client.key}: {count} alarms or deliveries SET ASIDE"] if count else []


async def _drafted(client: Client) -> str:
    await _counted(client)
    month = await _last_month(client.tenant)
    made = await _draft(client, month)
    return (
        f"{client.key} draft invoice {made.period_start:%Y-%m}: {len(made.lines)} lines, net "
        f"{made.net:.2f} + tax {made.tax:.2f} = {made.gross:.2f} {made.currency}"
    )


UNCOUNTED = """
SELECT EXISTS (SELECT FROM delivery d WHERE d.tenant_id = $1 AND d.consumer = $2
    AND NOT EXISTS (SELECT FROM delivery p WHERE p.tenant_id = $1 AND p.consumer = $2
        AND p.subject_id = d.subject_id AND p.position <= d.position
        AND p.parked_at IS NOT NULL))
"""


async def _counted(client: Client) -> None:
    """Wait until the ledger has heard of everything but what was set aside."""
    try:
        async with asyncio.timeout(STALLED.total_seconds()):
            while await _uncounted(client.tenant):
                await wake.ring()
                await asyncio.sleep(POLL_SECONDS)
    except TimeoutError as late:
        raise WorkerMissing(f"{client.slug}: the ledger does not hear of it. {CURE}") from late


async def _uncounted(tenant: int) -> bool:
    async with db.open(Work(tenant)):
        found: bool = await db.value(UNCOUNTED, tenant, hearing.CONSUMER.name)
    return found


STANDS = """
SELECT EXISTS (SELECT FROM invoice i WHERE i.tenant_id = $1 AND i.period_start = $2
    AND NOT EXISTS (SELECT FROM usage_event u WHERE u.tenant_id = $1
                    AND u.cut > i.cut))
"""


async def _draft(client: Client, month: date) -> Invoice:
    """A draft that nothing has come to since is shown as it stands."""
    async with db.open(Work(client.tenant)):
        stands = await db.value(STANDS, client.tenant, month)
    if stands:
        desk, words = client.staff[1], (client.tenant, month)
        return await verb.perform(drafting.drafted, desk, *words, tenant=client.tenant)
    return await verb.perform(drafting.draft, worker(client.tenant), month, source="replay")


async def _last_month(tenant: int) -> date:
    """The month in which most of the tenant's usage fell; the first day of its time if none."""
    async with db.open(Work(tenant)):
        found: date | None = await db.value(
            "SELECT date_trunc('month', happened_at AT TIME ZONE 'UTC')::date FROM usage_event "
            "WHERE tenant_id = $1 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
            tenant,
        )
        return found or (await db.now()).date().replace(day=1)


async def compare(file: Path, opened: Sequence[Client], source: Source, *, part: bool) -> int:
    """Hold the measured figures against the expected file beside the log, where there is one; of
    a part of the log those that were lived. 0 unless a figure differs."""
    beside = expected.beside(file)
    if not beside.exists():
        click.echo(f"no {beside.name} beside the log: nothing to compare with")
        return 0
    measured = [
        each for client in opened for each in await measuring.measure(client.tenant, source)
    ]
    lived = {each.case for each in measured}
    known = [each for each in expected.read(beside, source) if not part or each.case in lived]
    found = comparison.compare(known, measured)
    for line in summary.compared(found):
        click.echo(line)
    return 1 if found.differing or found.missing else 0
