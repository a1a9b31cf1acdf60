"""One rule acts on one ticket: all its deeds or none, and what it did is kept either way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
import structlog

from underpin.desk.automation import condition, known
from underpin.desk.automation.acting import Acting
from underpin.desk.automation.known import Moment
from underpin.desk.deeds import about, doing
from underpin.desk.deeds.doing import Doing
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Problem
from underpin.kernel.principal import worker

SOURCE: Final = "automation"
RAN: Final = "automation.ran"
DEEPEST: Final = 3
"""An effect of an effect of an effect sets nothing off any more."""
A_DAY: Final = 20
"""So often a rule acts on one ticket within a day."""
FAULTS: Final = 5
"""Failed so often in a row, it is set aside in this client's desk until somebody looks."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What set rules off, once for each: `name` tells it from every other. `depth` counts the rules
    behind it and this one; `cause` is the run whose effect it is."""

    name: str
    trigger: str
    moment: Moment
    depth: int = 1
    cause: UUID | None = None


BEFORE: Final = """
SELECT (SELECT coalesce(max(e.position), 0) FROM event e
        WHERE e.tenant_id = $1 AND e.subject_id = $2) AS position,
       (SELECT a.state FROM automation_run a WHERE a.tenant_id = $1 AND a.rule_id = $3
        AND a.occasion = $5) AS earlier,
       (SELECT a.id FROM automation_run a WHERE a.tenant_id = $1 AND a.rule_id = $3
        AND a.occasion = $5) AS earlier_id,
       (SELECT count(*) FROM automation_run a WHERE a.tenant_id = $1 AND a.ticket_id = $2
        AND a.rule_id = $3 AND a.ran_at > $4::timestamptz - interval '1 day') AS lately
"""
EFFECTS: Final = """
SELECT id FROM event WHERE tenant_id = $1 AND subject_id = $2 AND position > $3 ORDER BY position
"""
KEEP: Final = """
INSERT INTO automation_run (tenant_id, id, rule_id, rule_version, rule_name, ticket_id, occasion,
    trigger, state, depth, cause_id, deeds, error, effects, ran_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::jsonb, $13, $14, $15)
ON CONFLICT (tenant_id, rule_id, occasion) DO UPDATE SET state = excluded.state,
    error = excluded.error, effects = excluded.effects, rule_version = excluded.rule_version,
    deeds = excluded.deeds
"""
SET_ASIDE: Final = """
INSERT INTO automation_fault (tenant_id, rule_id, since, error)
SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FILTER (WHERE l.state = 'failed') FROM (
    SELECT r.state FROM automation_run r WHERE r.tenant_id = $1 AND r.rule_id = $2
      AND r.ran_at > coalesce((SELECT f.resumed_at FROM automation_fault f
          WHERE f.tenant_id = $1 AND f.rule_id = $2), '-infinity')
    ORDER BY r.ran_at DESC, r.id LIMIT $5) l) >= $5
ON CONFLICT (tenant_id, rule_id) DO UPDATE SET since = excluded.since, error = excluded.error,
    resumed_at = NULL
"""


async def met(acting: Acting, tenant: int, moment: Moment) -> bool:
    """Whether its conditions hold, of a ticket that its author may see."""
    found = await known.of(tenant, [moment], acting.rule.author_id)
    facts = found.get(moment)
    return facts is not None and condition.met(acting.rule.definition.conditions, facts)


async def run(act: Act, acting: Acting, ticket: Ticket, occasion: Occasion) -> str:
    """Within a transaction that holds the ticket; returns the state that is kept of it. Once for
    each occasion, unless it failed."""
    tenant, rule = act.tenant_id, acting.rule
    before = await db.row(BEFORE, tenant, ticket.id, rule.id, act.now, occasion.name)
    assert before is not None, "aggregates give a row"  # noqa: S101
    if before["earlier"] not in (None, "failed"):
        return str(before["earlier"])
    if before["lately"] > A_DAY:
        return "stopped"
    run_id = before["earlier_id"] or ids.new()
    error = _held_back(occasion, before["lately"])
    state = "stopped" if error else "done"
    if not error:
        error = await _do(act, acting, ticket, run_id)
        state = "failed" if error else "done"
    effects = await db.rows(EFFECTS, tenant, ticket.id, before["position"])
    await db.execute(
        KEEP,
        *(tenant, run_id, rule.id, rule.version, rule.name, ticket.id, occasion.name),
        *(occasion.trigger, state, occasion.depth, occasion.cause),
        *(msgspec.json.encode(rule.definition.deeds).decode(), error or None),
        *([each["id"] for each in effects], act.now),
    )
    await _say(act, acting, ticket, run_id, occasion, state)
    if state == "failed":
        await db.execute(SET_ASIDE, tenant, rule.id, act.now, error, FAULTS)
    return state


def _held_back(occasion: Occasion, lately: int) -> str:
    """The loop guard: why it does not act this time."""
    if occasion.depth > DEEPEST:
        return f"Set off by rules {DEEPEST} deep: they would chase each other."
    return f"It acted {A_DAY} times on this ticket within a day." if lately == A_DAY else ""


async def _do(act: Act, acting: Acting, ticket: Ticket, run_id: UUID) -> str:
    """What went wrong, with nothing of it done; empty where all of it was."""
    inner = Act(worker(act.tenant_id), act.tenant_id, act.now, SOURCE, SOURCE)
    try:
        async with db.savepoint():
            values, language = await about.values(ticket, acting.rule.name)
            work = Doing(
                *(inner, ticket.number, acting.author, acting.rule.name),
                *(run_id, values, language),
            )
            for each in acting.rule.definition.deeds:
                await doing.do(work, each)
    except Problem as problem:
        return problem.detail
    except Exception as problem:
        log.exception("automation.failed", rule_id=str(acting.rule.id), run_id=str(run_id))
        return f"{type(problem).__name__}: {problem}"[:500]
    return ""


async def _say(  # noqa: PLR0917 - the words of the event
    act: Act, acting: Acting, ticket: Ticket, run_id: UUID, occasion: Occasion, state: str
) -> None:
    """On the ticket's own timeline, for staff."""
    body = {
        "rule": acting.rule.name,
        "rule_id": str(acting.rule.id),
        "version": acting.rule.version,
        "run_id": str(run_id),
        "trigger": occasion.trigger,
        "depth": occasion.depth,
        "state": state,
        "deeds": [each.__struct_config__.tag for each in acting.rule.definition.deeds],
    }
    await events.emit(act, events.New(RAN, ticket.id, body))


async def fresh(act: Act, ticket_id: UUID) -> Ticket:
    """The ticket, locked, as the rule before left it."""
    return await tickets.held_by_id(act, ticket_id)
