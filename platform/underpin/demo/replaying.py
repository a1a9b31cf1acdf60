"""`underpin replay`: a log lived end to end, with a summary and a comparison to show for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from billing import drafting
from contracts import setting_up
from underpin import wiring
from underpin.demo import log_contracts, price_lists
from underpin.desk.replay import (
    clients,
    comparison,
    expected,
    folding,
    life,
    log,
    measuring,
    step,
    stream,
    summary,
)
from underpin.desk.replay.clients import Client
from underpin.desk.replay.life import Shift
from underpin.desk.replay.log import Log
from underpin.desk.replay.step import Source
from underpin.kernel import db, process, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker
from underpin.kernel.settings import Settings

AT_ONCE = 6
BEFORE = timedelta(days=1)
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a log is lived: at most so many tenants and cases, moved by `shift`."""

    source: Source
    most: int
    limit: int | None = None
    shift: Shift = field(default_factory=Shift)


async def run(settings: Settings, file: Path, source: str, most: int, limit: int | None) -> int:
    """Live it, then say how it went; 0 unless a figure differs from what is expected."""
    wiring.wire()
    wanted = Wanted(Source(source), most, limit)
    read = log.load(file, wanted.source)
    async with process.running(settings):
        opened = await live(read, wanted, click.echo)
        for line in await report(read, opened, wanted):
            click.echo(line)
        return await compare(file, opened, wanted)


async def live(read: Log, wanted: Wanted, report: Report) -> list[Client]:
    """Open what the log needs and live every step; tenants beside each other, each in order."""
    folded = folding.fold((each.case for each in read.cases), wanted.most)
    streams = stream.per_tenant(read.cases[: wanted.limit], folded)
    names = sorted({folded.tenant(each.case) for each in read.cases})
    opened = await _open(wanted, streams, names)
    progress = _Progress(sum(len(steps) for steps in streams.values()), report)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(client: Client, steps: Sequence[step.Step]) -> None:
        service = log_contracts.ids_of(wanted.source, client.tenant).service
        async with gate:
            living = life.Life(
                wanted.source, client, service, wanted.shift, str(wanted.limit or "all")
            )
            await living.live(steps, progress.step)

    async with asyncio.TaskGroup() as tasks:
        for client, steps in zip(opened, streams.values(), strict=True):
            tasks.create_task(one(client, steps))
    return opened


async def _open(
    wanted: Wanted, streams: Mapping[str, Sequence[step.Step]], names: Sequence[str]
) -> list[Client]:
    starts = min(steps[0].at for steps in streams.values()) + wanted.shift.by - BEFORE
    await _behind(starts)
    opened = [
        await _client(wanted, name, names.index(name) + 1, steps) for name, steps in streams.items()
    ]
    every = [told for steps in streams.values() for told in steps]
    resolvers = {told.resolver for told in every if isinstance(told, step.Assign)}
    await clients.open_staff(
        wanted.source, [each.tenant for each in opened], {name for name in resolvers if name}
    )
    groups = {told.group for told in every if isinstance(told, step.HandOff)}
    await clients.open_teams(wanted.source, {name for name in groups if name})
    return opened


async def _behind(starts: datetime) -> None:
    """The provider's OLAs, UC, vendor and price list; standing ones are left alone."""
    async with db.open(Provider()):
        act = Act(worker(0), None, await db.now(), "replay", "replay")
        await setting_up.provider_ready_made(act, log_contracts.provider(starts))
        await price_lists.publish(act)


async def _client(
    wanted: Wanted, tenant_key: str, place: int, steps: Sequence[step.Step]
) -> Client:
    source, name = wanted.source, company_name(wanted.source, tenant_key)
    starts = steps[0].at + wanted.shift.by - timedelta(seconds=1)
    tenant, new = await clients.open_client(source, tenant_key, place, starts, name)
    key = clients.key_of(source, place)
    if new:
        await _agree(wanted, tenant, name, starts - BEFORE)
    callers = {told.requester for told in steps if isinstance(told, step.Raise)}
    await clients.open_people(source, tenant, {caller for caller in callers if caller})
    slug = clients.slug_of(source, tenant_key)
    return Client(tenant, key, slug, name, clients.agents(source, key, tenant))


async def _agree(wanted: Wanted, tenant: int, name: str, at: datetime) -> None:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "replay", "replay")
        await setting_up.ready_made(act, log_contracts.client(wanted.source, tenant, name, at))
        await price_lists.subscribe(act, at.date().replace(day=1))


def company_name(source: Source, tenant_key: str) -> str:
    return f"{tenant_key} ({source})"


class _Progress:
    """Says how far it is at every tenth of the way."""

    def __init__(self, total: int, report: Report) -> None:
        self._total, self._done, self._report = max(total, 1), 0, report

    def step(self) -> None:
        before = self._done * 10 // self._total
        self._done += 1
        if self._done * 10 // self._total > before:
            self._report(f"replay: {self._done} of {self._total} steps")


async def report(read: Log, opened: Sequence[Client], wanted: Wanted) -> list[str]:
    """What was lived, what the alarms did, and a draft invoice for each client."""
    folded = folding.fold((each.case for each in read.cases), wanted.most)
    lines = list(summary.lines(summary.summarise(read, folded)))
    for client in opened:
        fired = await measuring.fired(client.tenant)
        lines.append(
            f"{client.key} {client.name}: {fired.breaches} breaches, {fired.escalations} "
            f"escalation steps, {fired.cases} vendor cases"
        )
    return lines + [await _drafted(client) for client in opened]


async def _drafted(client: Client) -> str:
    month = await _last_month(client.tenant)
    made = await verb.perform(drafting.draft, worker(client.tenant), month, source="replay")
    return (
        f"{client.key} draft invoice {made.period_start:%Y-%m}: {len(made.lines)} lines, net "
        f"{made.net} + tax {made.tax} = {made.gross} {made.currency}"
    )


async def _last_month(tenant: int) -> date:
    """The month in which most of the tenant's usage fell; the first day of its time if none."""
    async with db.open(Work(tenant)):
        found: date | None = await db.value(
            "SELECT date_trunc('month', happened_at AT TIME ZONE 'UTC')::date FROM usage_event "
            "WHERE tenant_id = $1 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
            tenant,
        )
        return found or (await db.now()).date()


async def compare(file: Path, opened: Sequence[Client], wanted: Wanted) -> int:
    """Hold the measured figures against the expected file beside the log, where there is one."""
    beside = expected.beside(file)
    if not beside.exists():
        click.echo(f"no {beside.name} beside the log: nothing to compare with")
        return 0
    measured = [each for client in opened for each in await measure(client.tenant, wanted.source)]
    lived = {each.case for each in measured}
    known = list(expected.read(beside, wanted.source))
    if wanted.limit is not None:
        known = [each for each in known if each.case in lived]
    found = comparison.compare(known, measured)
    for line in summary.compared(found):
        click.echo(line)
    return 1 if found.differing or found.missing else 0


async def measure(tenant: int, source: Source) -> list[comparison.Measured]:
    return await measuring.measure(tenant, source)
