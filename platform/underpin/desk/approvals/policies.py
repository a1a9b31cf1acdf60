"""Policies of approval as they are said and kept: the provider's for every client, a client's own
instead of it, subject by subject. Without either, what the house asks for holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.approvals import policy
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.policy import Matter, Rule
from underpin.desk.approvals.request import SUBJECTS, Subject
from underpin.desk.approvals.voting import CLIENT
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read, write

Policies = Mapping[str, tuple[Rule, ...]]
NEAREST: Final = """
SELECT rules::text FROM approval_policy WHERE tenant_id = $1 AND subject = $2
UNION ALL (SELECT rules::text FROM provider_approval_policy WHERE subject = $2) LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Agreed:
    """`own` of this client; `default` holds for the subjects it says nothing of."""

    own: Policies
    default: Policies


async def needed(act: Act, matter: Matter) -> tuple[Wanted, ...] | None:
    """Who has to approve this by what was said; None where nothing was."""
    stored = await db.value(NEAREST, act.tenant_id, matter.subject)
    return None if stored is None else policy.groups(_read(stored), matter)


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Agreed:
    rows = await db.rows(
        "SELECT subject, rules::text FROM approval_policy WHERE tenant_id = $1", tenant
    )
    return Agreed(_all(rows), await _default())


@read("ticket.read", STAFF)
async def default(act: Act) -> Policies:
    return await _default()


@write("contract.write", STAFF)
async def agree(act: Act, subject: Subject, rules: Sequence[Rule]) -> None:
    """With this client, for what is asked from now on. Raises Malformed."""
    _check(subject, rules)
    unknown = await _unknown(act, rules)
    if unknown:
        raise Malformed("rules: nobody of the client has one of these ids.", field="rules")
    keys = {"tenant_id": act.tenant_id, "subject": subject}
    await _put("approval_policy", act, keys, rules)


@write("contract.write", STAFF)
async def to_default(act: Act, subject: Subject) -> None:
    """What holds for every client holds for this one again."""
    await db.execute(
        "DELETE FROM approval_policy WHERE tenant_id = $1 AND subject = $2", act.tenant_id, subject
    )


@provide("change.template")
async def say(act: Act, subject: Subject, rules: Sequence[Rule]) -> None:
    """For every client with which nothing else was agreed. Raises Malformed, also for people: they
    are of one client."""
    _check(subject, rules)
    if any(group.people for rule in rules for group in rule.groups):
        raise Malformed("rules: name roles; people are of one client.", field="rules")
    await _put("provider_approval_policy", act, {"subject": subject}, rules)


@provide("change.template")
async def unsay(act: Act, subject: Subject) -> None:
    """What the house asks for holds again."""
    await db.execute("DELETE FROM provider_approval_policy WHERE subject = $1", subject)


def _check(subject: str, rules: Sequence[Rule]) -> None:
    if subject not in SUBJECTS:
        raise Malformed(f"subject: one of {', '.join(SUBJECTS)}.", field="subject")
    policy.check(subject, rules)  # type: ignore[arg-type] # one of them, by the line above


async def _unknown(act: Act, rules: Sequence[Rule]) -> set[UUID]:
    named = {
        each
        for rule in rules
        for group in rule.groups
        if group.side == CLIENT
        for each in group.people
    }
    rows = await db.rows(
        "SELECT id FROM person WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
        *(act.tenant_id, list(named)),
    )
    return named - {row["id"] for row in rows}


async def _put(table: str, act: Act, keys: Mapping[str, object], rules: Sequence[Rule]) -> None:
    named = [*keys, "rules", "set_by", "set_at"]
    at = len(keys) + 1
    places = [*(f"${place}" for place in range(1, at)), f"${at}::text::jsonb"]
    places += [f"${at + 1}", f"${at + 2}"]
    await db.execute(
        f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join(places)}) "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET rules = excluded.rules, "
        "set_by = excluded.set_by, set_at = excluded.set_at",
        *keys.values(),
        *(msgspec.json.encode(list(rules)).decode(), act.person_id, act.now),
    )


async def _default() -> Policies:
    return _all(await db.rows("SELECT subject, rules::text FROM provider_approval_policy"))


def _all(rows: Sequence[db.Row]) -> Policies:
    return {row["subject"]: _read(row["rules"]) for row in rows}


def _read(stored: str) -> tuple[Rule, ...]:
    return msgspec.json.decode(stored, type=tuple[Rule, ...])
