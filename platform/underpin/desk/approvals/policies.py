"""Policies of approval as they are said and kept: the provider's for every client, and a client's
own rules in the place of those of the same matter (decision 24). Without either, what the house
asks for holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from underpin.desk.approvals import named, policy
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.named import Approver
from underpin.desk.approvals.policy import Matter, Rule
from underpin.desk.approvals.request import SUBJECTS, Subject
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read, write

Policies = Mapping[str, tuple[Rule, ...]]
OF_SUBJECT: Final = """
SELECT (SELECT rules::text FROM approval_policy WHERE tenant_id = $1 AND subject = $2) AS own,
       (SELECT rules::text FROM provider_approval_policy WHERE subject = $2) AS default
"""


@dataclass(frozen=True, slots=True)
class Agreed:
    """`own` of this client; of `default` holds what these do not name. `people` may be named on
    either side, and those who are, also where they approve no more."""

    own: Policies
    default: Policies
    people: tuple[Approver, ...] = ()


async def needed(act: Act, matter: Matter) -> tuple[Wanted, ...] | None:
    """Who has to approve this by what was said; None where nothing was."""
    row = await db.row(OF_SUBJECT, act.tenant_id, matter.subject)
    own, default = (_read(row[name] or "[]") if row else () for name in ("own", "default"))
    return policy.groups(policy.merged(own, default), matter)


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Agreed:
    rows = await db.rows(
        "SELECT subject, rules::text FROM approval_policy WHERE tenant_id = $1", tenant
    )
    own = _all(rows)
    return Agreed(own, await _default(), await named.of(tenant, own.values()))


@read("ticket.read", STAFF)
async def default(act: Act) -> Policies:
    return await _default()


@write("contract.write", STAFF)
async def agree(act: Act, subject: Subject, rules: Sequence[Rule]) -> None:
    """With this client, for what is asked from now on. Raises Malformed."""
    _check(subject, rules)
    if await named.unknown(act.tenant_id, rules):
        raise Malformed(
            "rules: people are named on their own side: the client's of the client, ours of ours.",
            field="rules",
        )
    keys = {"tenant_id": act.tenant_id, "subject": subject}
    await _put("approval_policy", act, keys, rules)


@write("contract.write", STAFF)
async def to_default(act: Act, subject: Subject) -> None:
    """What holds for every client holds for this one again, all of it."""
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


async def _put(table: str, act: Act, keys: Mapping[str, object], rules: Sequence[Rule]) -> None:
    columns = [*keys, "rules", "set_by", "set_at"]
    at = len(keys) + 1
    places = [*(f"${place}" for place in range(1, at)), f"${at}::text::jsonb"]
    places += [f"${at + 1}", f"${at + 2}"]
    await db.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(places)}) "
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
