"""`underpin replay`: a log lived end to end, with a summary and a comparison to show for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import click

from contracts.signed import setting_up
from underpin import wiring
from underpin.demo import log_contracts, price_lists, replay_report
from underpin.desk.replay import (
    checkpoint,
    clients,
    folding,
    life,
    log,
    reading,
    step,
    stream,
)
from underpin.desk.replay.clients import Client
from underpin.desk.replay.life import Shift
from underpin.desk.replay.log import Log
from underpin.desk.replay.step import Source
from underpin.kernel import db, process
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker
from underpin.kernel.settings import Settings

AT_ONCE = 6
BEFORE = timedelta(days=1)
REFUSALS = (
    checkpoint.OtherReplay,
    clients.OneSlugForTwo,
    life.WorkerMissing,
    reading.UnreadableLog,
)
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a log is lived: at most so many tenants and cases, moved by `shift`."""

    source: Source
    most: int
    limit: int | None = None
    shift: Shift = field(default_factory=Shift)

    @property
    def part(self) -> str:
        """What names this part of the log: another part folds its cases into other streams."""
        return f"{self.limit or 'all'}:{self.most}"


async def run(settings: Settings, file: Path, source: str, most: int, limit: int | None) -> int:
    """Live it, then say how it went; 0 unless a figure differs from what is expected."""
    wiring.wire()
    wanted = Wanted(Source(source), most, limit)
    read = log.load(file, wanted.source)
    async with process.running(settings):
        opened = await live(read, wanted, click.echo)
        for line in await replay_report.report(read, opened, wanted.most):
            click.echo(line)
        return await replay_report.compare(file, opened, wanted.source, part=bool(wanted.limit))


async def live(read: Log, wanted: Wanted, report: Report) -> list[Client]:
    """Open what the log needs and live every step; tenants beside each other, each in order.

    Raises OtherReplay and OneSlugForTwo before anything is changed, and WorkerMissing.
    """
    folded = folding.fold((each.case for each in read.cases), wanted.most)
    streams = stream.per_tenant(read.cases[: wanted.limit], folded)
    names = sorted({folded.tenant(each.case) for each in read.cases})
    await _refuse(wanted, streams)
    opened = await _open(wanted, streams, names)
    progress = _Progress(sum(len(steps) for steps in streams.values()), report)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(client: Client, steps: Sequence[step.Step]) -> None:
        service = log_contracts.ids_of(wanted.source, client.tenant).service
        async with gate:
            living = life.Life(wanted.source, client, service, wanted.shift, wanted.part)
            await living.live(steps, progress.step)

    async with asyncio.TaskGroup() as tasks:
        for client, steps in zip(opened, streams.values(), strict=True):
            tasks.create_task(one(client, steps))
    return opened


async def _refuse(wanted: Wanted, names: Iterable[str]) -> None:
    standing = await clients.standing()
    for slug in clients.slugs_of(wanted.source, names):
        if slug in standing:
            await checkpoint.done(standing[slug], slug, f"{wanted.source}:{wanted.part}")


async def _open(
    wanted: Wanted, streams: Mapping[str, Sequence[step.Step]], names: Sequence[str]
) -> list[Client]:
    await _behind()
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


async def _behind() -> None:
    """The provider's OLAs, UC, vendor and price list; standing ones are left alone."""
    async with db.open(Provider()):
        act = Act(worker(0), None, await db.now(), "replay", "replay")
        await setting_up.provider_ready_made(act, log_contracts.provider())
        await price_lists.publish(act)


async def _client(
    wanted: Wanted, tenant_key: str, place: int, steps: Sequence[step.Step]
) -> Client:
    source, name = wanted.source, company_name(wanted.source, tenant_key)
    starts = steps[0].at + wanted.shift.by - timedelta(seconds=1)
    tenant = await clients.open_client(source, tenant_key, place, starts, name)
    key = clients.key_of(source, place)
    await _agree(wanted, tenant, name, starts - BEFORE)
    callers = {told.requester for told in steps if isinstance(told, step.Raise)}
    await clients.open_people(source, tenant, {caller for caller in callers if caller})
    slug = clients.slug_of(source, tenant_key)
    return Client(tenant, key, slug, name, clients.agents(source, key, tenant))


async def _agree(wanted: Wanted, tenant: int, name: str, at: datetime) -> None:
    """Once; a tenant may stand without its contract where a replay was killed in between."""
    async with db.open(Work(tenant)):
        if await _agreed(tenant, log_contracts.ids_of(wanted.source, tenant).contract):
            return
        act = Act(worker(tenant), tenant, await db.now(), "replay", "replay")
        await setting_up.ready_made(act, log_contracts.client(wanted.source, tenant, name, at))
        await price_lists.subscribe(act, at.date().replace(day=1))


async def _agreed(tenant: int, contract_id: UUID) -> bool:
    found: bool = await db.value(
        "SELECT EXISTS (SELECT FROM contract WHERE tenant_id = $1 AND id = $2)",
        tenant,
        contract_id,
    )
    return found


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
