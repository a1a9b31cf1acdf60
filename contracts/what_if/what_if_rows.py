"""What-if runs in the database: asked, carried on batch by batch, answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts.what_if.what_if_behind import Frozen
from contracts.what_if.what_if_change import Change
from contracts.what_if.what_if_question import Question, Result, Run, Source
from contracts.what_if.what_if_step import Changed, Progress
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Held:
    """A run locked to be carried on, with what was frozen when it was asked."""

    run: Run
    frozen: Frozen
    progress: Progress


COLUMNS: Final = (
    "id, version_id, source, state, total, done, question, asked_by, asked_at, as_of, "
    "finished_at, inputs_hash, problem, result"
)


async def insert(act: Act, held: Held) -> None:
    run = held.run
    await db.execute(
        "INSERT INTO what_if_run (tenant_id, id, version_id, source, state, total, done, question, "
        "content, progress, asked_by, asked_at, as_of) VALUES ($1, $2, $3, $4, 'queued', $5, 0, "
        "$6::text::jsonb, $7::text::jsonb, $8::text::jsonb, $9, $10, $11)",
        *(act.tenant_id, run.id, run.version_id, run.source, run.total),
        *map(_json, (run.question, held.frozen, held.progress)),
        *(run.asked_by, run.asked_at, run.as_of),
    )


async def one(tenant: int, run_id: UUID) -> Run:
    """Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM what_if_run WHERE tenant_id = $1 AND id = $2", tenant, run_id
    )
    if row is None:
        raise NotFound
    return _run(row)


async def of_version(tenant: int, version_id: UUID, limit: int) -> list[Run]:
    """The newest first."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM what_if_run WHERE tenant_id = $1 AND version_id = $2 "
        "ORDER BY asked_at DESC, id DESC LIMIT $3",
        *(tenant, version_id, limit),
    )
    return list(map(_run, rows))


async def held(act: Act, run_id: UUID) -> Held:
    """One that is locked already."""
    row = await db.row(
        f"SELECT {COLUMNS}, content, progress FROM what_if_run WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, run_id),
    )
    if row is None:
        raise NotFound
    frozen = msgspec.json.decode(row["content"], type=Frozen)
    return Held(_run(row), frozen, msgspec.json.decode(row["progress"], type=Progress))


async def carry_on(act: Act, run_id: UUID, done: int, progress: Progress) -> None:
    await db.execute(
        "UPDATE what_if_run SET state = 'running', done = $3, progress = $4::text::jsonb "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, run_id, done, _json(progress)),
    )


async def finish(act: Act, run_id: UUID, done: int, result: Result, inputs: str) -> None:
    await db.execute(
        "UPDATE what_if_run SET state = 'done', done = $3, total = $3, result = $4::text::jsonb, "
        "inputs_hash = $5, finished_at = $6 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, run_id, done, _json(result), inputs, act.now),
    )


async def fail(act: Act, run_id: UUID, problem: str) -> None:
    await db.execute(
        "UPDATE what_if_run SET state = 'failed', problem = $3, finished_at = $4 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, run_id, problem, act.now),
    )


async def write_changes(act: Act, run_id: UUID, changed: Sequence[Changed]) -> None:
    if not changed:
        return
    await db.execute(
        "INSERT INTO what_if_change (tenant_id, run_id, place, ticket_id, raised_at, clocks) "
        "SELECT $1, $2, u.place, u.ticket_id, u.raised_at, u.clocks::jsonb FROM unnest("
        "$3::int[], $4::uuid[], $5::timestamptz[], $6::text[]) "
        "AS u(place, ticket_id, raised_at, clocks)",
        *(act.tenant_id, run_id),
        [each.place for each in changed],
        [each.ticket_id for each in changed],
        [each.raised_at for each in changed],
        [_json(each.clocks) for each in changed],
    )


async def changes(tenant: int, run_id: UUID, after: int, limit: int) -> list[Changed]:
    rows = await db.rows(
        "SELECT place, ticket_id, raised_at, clocks FROM what_if_change "
        "WHERE tenant_id = $1 AND run_id = $2 AND place > $3 ORDER BY place LIMIT $4",
        *(tenant, run_id, after, limit),
    )
    return [
        Changed(
            row["place"],
            row["ticket_id"],
            row["raised_at"],
            tuple(msgspec.json.decode(row["clocks"], type=list[Change])),
        )
        for row in rows
    ]


def new(act: Act, run_id: UUID, version_id: UUID, source: Source, question: Question) -> Run:
    """As it is asked, of a history that is as it is now."""
    return Run(
        id=run_id,
        version_id=version_id,
        source=source,
        state="queued",
        total=0,
        done=0,
        question=question,
        asked_by=act.person_id,
        asked_at=act.now,
        as_of=act.now,
        finished_at=None,
        inputs_hash=None,
        problem=None,
        result=None,
    )


def _run(row: db.Row) -> Run:
    fields: dict[str, Any] = {name: row[name] for name in Run.__slots__}
    fields["question"] = msgspec.json.decode(row["question"], type=Question)
    if row["result"] is not None:
        fields["result"] = msgspec.json.decode(row["result"], type=Result)
    return Run(**fields)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
