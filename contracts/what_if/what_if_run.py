"""Asking what if, and reading the answer: staff's own, and never shown to a client (PRACTICE 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from contracts.agreements import agreement_rows
from contracts.agreements.agreed import Content
from contracts.what_if import (
    history,
    what_if_behind,
    what_if_inputs,
    what_if_question,
    what_if_rows,
)
from contracts.what_if.what_if_behind import Frozen
from contracts.what_if.what_if_inputs import Client
from contracts.what_if.what_if_question import Question, Run, Source
from contracts.what_if.what_if_rows import Held
from contracts.what_if.what_if_step import Changed, Progress
from underpin.kernel import ids, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import read, write

TIMER: Final = "what_if"
LANE: Final = "bulk"
PAGE: Final = 100
NEWEST: Final = 50


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """`after` asks for the next page; None on the last one."""

    tickets: list[Changed]
    after: int | None


@write("contract.write", STAFF)
async def ask(act: Act, version_id: UUID, question: Question) -> Run:
    """Have it worked out in the background; what the version says now is what it is asked about.

    Raises Malformed naming the field, NotFound.
    """
    what_if_question.check(question)
    version = await agreement_rows.one(act.tenant_id, version_id)
    client = await what_if_inputs.client(act.tenant_id)
    source: Source = "profile" if question.profile else ("log" if client.simulated else "history")
    run = what_if_rows.new(act, ids.new(), version_id, source, question)
    run = replace(run, total=await _total(act.tenant_id, run, version.content, client))
    frozen = Frozen(version.content, await what_if_behind.of(question.uc_versions))
    digest = await what_if_inputs.digest(act.tenant_id, run, frozen)
    await what_if_rows.insert(act, Held(run, frozen, Progress(digest)))
    await due(act, run.id)
    return run


@read("contract.write", STAFF)
async def of_run(act: Act, tenant: int, run_id: UUID) -> Run:
    """How far it is, and its result. Raises NotFound."""
    return await what_if_rows.one(tenant, run_id)


@read("contract.write", STAFF)
async def of_version(act: Act, tenant: int, version_id: UUID) -> list[Run]:
    """What was asked of a version, the newest first, at most 50. Raises NotFound."""
    await agreement_rows.one(tenant, version_id)
    return await what_if_rows.of_version(tenant, version_id, NEWEST)


@read("contract.write", STAFF)
async def changed(
    act: Act, tenant: int, run_id: UUID, after: int = 0, limit: int = PAGE
) -> ChangedPage:
    """The tickets that come out otherwise, in the order in which they were raised. Raises
    Malformed, NotFound."""
    if not 1 <= limit <= 1000:
        raise Malformed("limit: 1 to 1000.", field="limit")
    await what_if_rows.one(tenant, run_id)
    found = await what_if_rows.changes(tenant, run_id, after, limit + 1)
    page = found[:limit]
    return ChangedPage(page, page[-1].place if len(found) > limit else None)


async def due(act: Act, run_id: UUID) -> None:
    """At once: also in a simulated client's time, which stands still meanwhile."""
    at = act.now - timedelta(microseconds=1)
    await timers.arm(act, Timer(TIMER, str(run_id), run_id, at, LANE))


async def _total(tenant: int, run: Run, content: Content, client: Client) -> int:
    if run.question.profile is not None:
        return run.question.profile.total
    return await history.count(what_if_inputs.scope(tenant, run, content, client))
