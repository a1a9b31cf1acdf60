"""What-if runs are worked off in the background, a batch of tickets in each transaction.

Whatever is killed, a run goes on after the last batch committed. One that fails says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import asyncpg
import structlog

from contracts.what_if import (
    history,
    profile_arrivals,
    profile_lives,
    what_if,
    what_if_behind,
    what_if_inputs,
    what_if_result,
    what_if_rows,
    what_if_run,
    what_if_step,
)
from contracts.what_if.profile import Profile
from contracts.what_if.what_if_inputs import Client
from contracts.what_if.what_if_rows import Held
from contracts.what_if.what_if_step import Batch, Lens, Page, Past
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

BATCH: Final = 250
"""Lives in one transaction: few enough that alarms waiting behind them are still in time."""

log = structlog.get_logger()


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(what_if_run.TIMER, timers.rows_of("what_if_run"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        held = await what_if_rows.held(act, timer.subject_id)
        if held.run.finished_at is None:
            await _carry_on(act, held)


async def _carry_on(act: Act, held: Held) -> None:
    """What the database may do better next time is tried again; any other trouble is told."""
    try:
        async with db.savepoint():
            await _next(act, held)
    except (asyncpg.TransactionRollbackError, asyncpg.InterfaceError, OSError):
        raise
    except Exception as problem:
        log.exception("what_if.failed", tenant=act.tenant_id, run=str(held.run.id))
        await what_if_rows.fail(act, held.run.id, f"{type(problem).__name__}: {problem}"[:500])


async def _next(act: Act, held: Held) -> None:
    client = await what_if_inputs.client(act.tenant_id)
    page = await _page(act, held, client)
    batch = what_if_step.live(held.progress, page, await _lens(act, held, client, page))
    await what_if_rows.write_changes(act, held.run.id, batch.changed)
    done = held.run.done + len(page.pasts)
    if page.is_last:
        await _answer(act, held, client, done, batch)
    else:
        await what_if_rows.carry_on(act, held.run.id, done, batch.progress)
        await what_if_run.due(act, held.run.id)


async def _answer(act: Act, held: Held, client: Client, done: int, batch: Batch) -> None:
    answer = await what_if_result.of(act, held, client.time_zone, done, batch.progress)
    await what_if_rows.finish(act, held.run.id, done, answer.result, answer.inputs)


async def _lens(act: Act, held: Held, client: Client, page: Page) -> Lens:
    run = held.run
    sla, behind = held.frozen.sla, held.frozen.behind
    terms = await what_if_inputs.terms(act.tenant_id, run.version_id, sla, behind)
    replaced = await what_if_behind.replaced(behind)
    return Lens(
        terms,
        what_if_inputs.seen_at(run, client),
        client.zone,
        str(run.version_id),
        replaced,
        await what_if_inputs.pinned(act.tenant_id, page.pasts),
    )


async def _page(act: Act, held: Held, client: Client) -> Page:
    run = held.run
    if run.question.profile is not None:
        return await _imagined(act, held, run.question.profile, client)
    scope = what_if_inputs.scope(act.tenant_id, run, held.frozen.sla, client)
    return await history.after(scope, held.progress.after, BATCH, run.as_of)


async def _imagined(act: Act, held: Held, profile: Profile, client: Client) -> Page:
    """The next tickets of a profile, with what the agreement in force would have made of them."""
    run, start = held.run, held.run.done
    staffing = await what_if_inputs.staffing(act, held.frozen.sla, run.as_of)
    today = await what_if_inputs.in_force(act.tenant_id, run)
    as_of = what_if_inputs.seen_at(run, client)
    found = []
    for planned in profile_arrivals.planned(profile, client.time_zone)[start : start + BATCH]:
        life = profile_lives.life(act.tenant_id, planned, staffing)
        judged = what_if.judge(life, today, as_of) if today else ()
        worked: tuple[tuple[int, Decimal], ...] = profile_lives.worked(planned)
        found.append(Past(life, judged, worked, profile_lives.digest(life, judged)))
    return Page(tuple(found), None, is_last=len(found) < BATCH)
