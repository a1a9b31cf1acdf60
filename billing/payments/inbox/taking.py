"""The worker takes what the inbox holds: events about one object are one look at it, outside any
transaction, and what is found is applied in the client's own scope before the events are done with.

Killed in between, the same look is taken again: what is applied depends on what the object is, not
on how often it was told. What fails is tried again with growing pauses, then set aside.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from underpin.kernel import db
from underpin.kernel.database.scope import Provider

BATCH = 50
AT_ONCE = 5
ATTEMPTS = 10
"""With the pauses in CLAIM most of a day."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Subject:
    """What moved: `account` is '' for the provider's own."""

    account: str
    object_type: str
    object_id: str


class Ignored(Exception):
    """Raised by who follows an object when it moves nothing of ours; says why."""


class SetAside(Exception):
    """Raised by who follows an object when a person must look, and no further try will help."""


class Gone(SetAside):
    """Raised for an object that is not at Stripe."""


OF_DRAFTS = frozenset({"invoice.created", "invoice.updated", "invoice.deleted"})
"""All that can be told of an invoice that Stripe lets be deleted: one that was never final."""

Follow = Callable[[Subject], Awaitable[None]]
FOLLOWED: dict[str, Follow] = {}
"""By type of object."""

CLAIM = """
UPDATE provider_event SET attempts = attempts + 1,
    due_at = transaction_timestamp() + interval '1 minute' * power(2, least(attempts, 8))
WHERE id IN (
    SELECT id FROM provider_event WHERE state = 'stored' AND due_at <= transaction_timestamp()
    ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING id, type, account, object_type, object_id
"""

DECIDE = """
UPDATE provider_event SET state = $2, reason = $3, decided_at = transaction_timestamp()
WHERE id = ANY ($1::uuid[]) AND state = 'stored'
"""

FAILED = """
UPDATE provider_event SET reason = $2,
    state = CASE WHEN attempts >= $3 THEN 'set_aside' ELSE state END,
    decided_at = CASE WHEN attempts >= $3 THEN transaction_timestamp() END
WHERE id = ANY ($1::uuid[]) AND state = 'stored'
"""


async def round() -> int:  # noqa: A001 - reads as taking.round()
    """One batch; returns how many events were decided on."""
    async with db.open(Provider()):
        claimed = await db.rows(CLAIM, BATCH)
    told: dict[Subject, list[db.Row]] = {}
    for row in claimed:
        subject = Subject(row["account"], row["object_type"], row["object_id"])
        told.setdefault(subject, []).append(row)
    door = asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as tasks:
        taken = [tasks.create_task(_take(subject, rows, door)) for subject, rows in told.items()]
    return sum(each.result() for each in taken)


async def _take(subject: Subject, told: Sequence[db.Row], door: asyncio.Semaphore) -> int:
    async with door:
        return await _taken(subject, told)


async def _taken(subject: Subject, told: Sequence[db.Row]) -> int:
    events = [row["id"] for row in told]
    try:
        await _follow(subject)
    except Ignored as why:
        return await _decide(events, "ignored", str(why))
    except Gone as why:
        return await _gone(told, str(why))
    except SetAside as why:
        return await _decide(events, "set_aside", str(why))
    except Exception as problem:
        log.exception("inbox.failed", object_type=subject.object_type)
        async with db.open(Provider()):
            await db.execute(FAILED, events, f"{type(problem).__name__}: {problem}"[:500], ATTEMPTS)
        return 0
    return await _decide(events, "applied", None)


async def _gone(told: Sequence[db.Row], why: str) -> int:
    """A draft that was deleted is nobody's business; what once was owed is."""
    drafts = [row["id"] for row in told if row["type"] in OF_DRAFTS]
    others = [row["id"] for row in told if row["type"] not in OF_DRAFTS]
    ignored = await _decide(drafts, "ignored", "It was a draft, and is not at Stripe any more.")
    return ignored + await _decide(others, "set_aside", why)


async def _follow(subject: Subject) -> None:
    follow = FOLLOWED.get(subject.object_type)
    if follow is None:
        raise Ignored(f"Nothing of ours follows a {subject.object_type or 'thing without a name'}.")
    if not subject.object_id:
        raise Ignored(f"It tells of a {subject.object_type} that does not exist yet.")
    if subject.account:
        raise Ignored("It is about a connected account, not ours.")
    await follow(subject)


async def _decide(events: Sequence[UUID], state: str, reason: str | None) -> int:
    async with db.open(Provider()):
        return await db.execute(DECIDE, events, state, reason)
