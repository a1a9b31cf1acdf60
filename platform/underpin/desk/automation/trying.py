"""A dry run: what a rule would have matched among a client's latest tickets, and what it would have
done. It reads in the asker's own read-only scope, so it can change nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.automation import condition, known, rule
from underpin.desk.automation.condition import Facts
from underpin.desk.automation.rule import Definition
from underpin.desk.automation.said_in import Field
from underpin.desk.deeds import deed as deeds
from underpin.desk.deeds import doing
from underpin.desk.fields import definitions
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 500
TEMPLATES: Final = """
SELECT w.key FROM unnest($1::text[]) AS w(key)
WHERE NOT EXISTS (SELECT FROM task_template t WHERE t.key = w.key AND t.active) ORDER BY w.key
"""
Found = tuple[UUID, datetime, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """An event that would have set it off, on a ticket as that stands now."""

    ticket: str
    subject: str
    trigger: str
    at: datetime
    deeds: tuple[deeds.Deed, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """`looked_at` events of the latest tickets; `refused`: deeds that the asker's own rights do not
    allow, each with why, and what this client has not: a field, a task template."""

    looked_at: int
    matched: tuple[Matched, ...]
    refused: tuple[str, ...]


LATEST: Final = """
SELECT id, number FROM ticket WHERE tenant_id = $1 ORDER BY number DESC LIMIT $2
"""
EVENTS: Final = """
SELECT subject_id, happened_at, kind, body FROM event
WHERE tenant_id = $1 AND subject_id = ANY ($2::uuid[]) AND kind = ANY ($3::text[])
ORDER BY happened_at DESC, position DESC LIMIT $4
"""
STILL: Final = """
SELECT id AS subject_id, touched_at + make_interval(hours => $3) AS happened_at FROM ticket
WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND live
  AND touched_at + make_interval(hours => $3) <= $4
"""


@read("automation.read", STAFF)
async def try_out(
    act: Act, tenant: int, name: str, definition: Definition, latest: int = 100
) -> Trial:
    """Over the `latest` tickets that the asker may see. Raises Malformed."""
    if not 1 <= latest <= MOST:
        raise Malformed(f"latest: 1 to {MOST}.", field="latest")
    key = await db.value("SELECT key FROM tenant WHERE id = $1", tenant)
    rule.check(rule.Said(name or "-", definition, key))
    tickets = {row["id"]: row["number"] for row in await db.rows(LATEST, tenant, latest)}
    found = await _found(act, tenant, list(tickets), definition)
    facts = await known.of(tenant, [each[:2] for each in found], act.person_id)
    matched = [
        Matched(f"{key}-{tickets[ticket_id]}", seen.subject, when, at, tuple(definition.deeds))
        for ticket_id, at, when in found
        if (seen := _met(facts, definition, (ticket_id, at))) is not None
    ]
    looked_at = sum((ticket_id, at) in facts for ticket_id, at, _ in found)
    refused = [*_refused(act, definition.deeds), *await _unknown(tenant, definition)]
    return Trial(looked_at, tuple(matched), tuple(refused))


def _met(
    facts: dict[known.Moment, Facts], definition: Definition, moment: known.Moment
) -> Facts | None:
    seen = facts.get(moment)
    return seen if seen and condition.met(definition.conditions, seen) else None


async def _found(act: Act, tenant: int, tickets: list[UUID], definition: Definition) -> list[Found]:
    """What would have set it off."""
    when = definition.when
    if when == rule.IDLE:
        rows = await db.rows(STILL, tenant, tickets, definition.hours, act.now)
        return [(row["subject_id"], row["happened_at"], when) for row in rows]
    rows = await db.rows(EVENTS, tenant, tickets, list(rule.KINDS[when]), MOST)
    return [
        (row["subject_id"], row["happened_at"], when)
        for row in rows
        if when in rule.triggers(row["kind"], msgspec.json.decode(row["body"]))
    ]


async def _unknown(tenant: int, definition: Definition) -> list[str]:
    asked = {each.field_id for each in definition.conditions if isinstance(each, Field)}
    fields = {each.id for each in await definitions.of(tenant, STAFF)} if asked else set()
    begun = {each.template for each in definition.deeds if isinstance(each, deeds.BeginTasks)}
    rows = await db.rows(TEMPLATES, sorted(begun)) if begun else []
    return [
        *(f"field: {each}: this client has none of this id." for each in sorted(asked - fields)),
        *(f"begin_tasks: no active template {row['key']}." for row in rows),
    ]


def _refused(act: Act, given: Iterable[deeds.Deed]) -> list[str]:
    refused = []
    for each in given:
        try:
            doing.allow(act.principal, each)
        except Forbidden as problem:
            refused.append(problem.detail)
    return refused
