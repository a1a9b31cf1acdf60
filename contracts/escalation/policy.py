"""Escalation policies as they are kept: a contract's newest counts for tickets raised from then on.

A policy does not change: another one takes its place under the next number, and tickets keep the
one they were raised under.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from contracts import metric
from contracts.agreements import agreed
from contracts.escalation.escalation import UNWRITTEN, Step
from contracts.kept import Kept
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import read, write

ACTIONS: Final = ("notify", "raise", "move_tier", "reassign", "open_vendor_case", "page")


@dataclass(frozen=True, slots=True)
class Policy:
    id: UUID
    contract_id: UUID
    number: int
    name: str
    created_at: datetime
    steps: tuple[Step, ...]


@write("contract.write", STAFF, WORKER)
async def establish(
    act: Act, contract_id: UUID, name: str, steps: Sequence[Step], *, policy_id: UUID | None = None
) -> Policy:
    """The contract's next policy, its steps in the order given. Raises Malformed, NotFound,
    Conflict."""
    check(steps)
    new = policy_id or ids.new()
    try:
        number = await db.value(INSERT, act.tenant_id, new, contract_id, name, act.now)
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters.", field="name") from wrong
    except asyncpg.UniqueViolationError as taken:
        raise Conflict(
            "Somebody else wrote this contract's next policy: look, then try again."
        ) from taken
    if number is None:
        raise NotFound
    numbered = tuple(
        replace(step, ordinal=place, id=step_id(new, place, step))
        for place, step in enumerate(steps, 1)
    )
    await write_steps(act, new, numbered)
    return Policy(new, contract_id, number, name, act.now, numbered)


@read("contract.read", STAFF)
async def of_contract(act: Act, tenant: int, contract_id: UUID) -> list[Policy]:
    """A contract's policies, the newest first."""
    rows = await db.rows(
        "SELECT id, contract_id, number, name, created_at FROM escalation_policy "
        "WHERE tenant_id = $1 AND contract_id = $2 ORDER BY number DESC",
        tenant,
        contract_id,
    )
    steps = await of(tenant, [row["id"] for row in rows])
    return [Policy(**row, steps=steps.get(row["id"], ())) for row in rows]


async def of(tenant: int, policy_ids: Iterable[UUID]) -> dict[UUID, tuple[Step, ...]]:
    """The steps of these policies, in their order; ids that have none are left out."""

    async def load(keys: list[tuple[int, UUID]]) -> dict[tuple[int, UUID], tuple[Step, ...]]:
        rows = await db.rows(SELECT, tenant, [policy_id for _, policy_id in keys])
        found: dict[tuple[int, UUID], tuple[Step, ...]] = {}
        for row in rows:
            key = (tenant, row["policy_id"])
            found[key] = (*found.get(key, ()), _step(row))
        return found

    found = await _STEPS.among(((tenant, each) for each in policy_ids), load)
    return {policy_id: steps for (_, policy_id), steps in found.items()}


def check(steps: Sequence[Step]) -> None:
    """Raises Malformed naming the first step that cannot be meant."""
    for place, step in enumerate(steps):
        wrong = _wrong(step)
        if wrong:
            raise Malformed(f"steps[{place}]: {wrong}.", field=f"steps[{place}]")


def step_id(policy_id: UUID, ordinal: int, step: Step) -> UUID:
    """The id it has, or one derived from its place."""
    return ids.derive(policy_id, ordinal) if step.id == UNWRITTEN else step.id


async def write_steps(act: Act, policy_id: UUID, steps: Sequence[Step]) -> None:
    """Steps that stand already stay."""
    await db.many(INSERT_STEP, [_written(act.tenant_id, policy_id, step) for step in steps])


_STEPS: Final[Kept[tuple[int, UUID], tuple[Step, ...]]] = Kept(2000)

INSERT = """
INSERT INTO escalation_policy (tenant_id, id, contract_id, number, name, created_at)
SELECT $1, $2, c.id, 1 + (SELECT count(*) FROM escalation_policy p
                          WHERE p.tenant_id = $1 AND p.contract_id = $3), $4, $5
FROM contract c WHERE c.tenant_id = $1 AND c.id = $3
RETURNING number
"""

INSERT_STEP = """
INSERT INTO escalation_step (tenant_id, id, policy_id, ordinal, metric, percent, from_tier,
                             priorities, action, to_tier, automatic, untouched_minutes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (tenant_id, id) DO NOTHING
"""

SELECT = """
SELECT policy_id, id, ordinal, metric, percent, from_tier, priorities, action, to_tier, automatic,
       untouched_minutes
FROM escalation_step WHERE tenant_id = $1 AND policy_id = ANY ($2::uuid[])
ORDER BY policy_id, ordinal
"""


def _written(tenant: int, policy_id: UUID, step: Step) -> tuple[object, ...]:
    return (
        *(tenant, step.id, policy_id, step.ordinal, step.metric, step.percent),
        *(step.from_tier, list(step.priorities), step.action, step.to_tier),
        *(step.automatic, step.untouched_minutes),
    )


def _step(row: db.Row) -> Step:
    fields: dict[str, Any] = dict(row)
    del fields["policy_id"]
    return Step(**{**fields, "priorities": tuple(fields["priorities"])})


def _wrong(step: Step) -> str:
    problems = {
        f"metric: one of {', '.join(metric.CLOCKED)}": step.metric not in metric.CLOCKED,
        f"percent: 1 to {agreed.LARGEST_PERCENT}": not 1 <= step.percent <= agreed.LARGEST_PERCENT,
        f"action: one of {', '.join(ACTIONS)}": step.action not in ACTIONS,
        "from_tier: 1, 2 or 3": step.from_tier not in (None, 1, 2, 3),
        "to_tier: 1, 2 or 3 for move_tier, and only for it": (step.action == "move_tier")
        != (step.to_tier in (1, 2, 3)),
        f"priorities: among {', '.join(agreed.PRIORITIES)}": not set(step.priorities)
        <= set(agreed.PRIORITIES),
        "untouched_minutes: 0 or more": step.untouched_minutes < 0,
    }
    return next((said for said, is_wrong in problems.items() if is_wrong), "")
