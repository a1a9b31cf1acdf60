"""What comes in by webhook: proven, stored whole, answered, and only then read, from the outbox.

One that cannot be read is set aside with the reason and stops no other; a person can have it read
again. Nothing in it ever makes us call an address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

import msgspec
import structlog

from underpin.desk.hooks import proof, secret
from underpin.desk.hooks.secret import Held
from underpin.kernel import db, events, ids, rate_limit
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound
from underpin.kernel.events import Consumer, Event
from underpin.kernel.principal import worker

RECEIVED: Final = "hook.received"
LARGEST: Final = 1_000_000
A_MINUTE: Final = 600
"""Deliveries of one source or channel within a minute; more are told to come again later."""
LONGEST_REASON: Final = 1_000
log = structlog.get_logger()


class SetAside(Exception):
    """This delivery waits for a person; the message is the reason they read."""


@dataclass(frozen=True, slots=True)
class Delivery:
    id: UUID
    owner_id: UUID
    body: bytes
    content_type: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery that was stored; `fresh` is false for one that had come before. `answer` is what
    the sender waits for, where it does."""

    id: UUID
    fresh: bool
    answer: bytes | None = None


Outcome = Mapping[str, Any]
Handle = Callable[[Act, Delivery], Awaitable[Outcome]]
Proves = Callable[[Act, Held], Awaitable[str | None]]


class Spoken(Protocol):
    """What must be said within the request; with `keep` false that is all there is to it."""

    @property
    def body(self) -> bytes: ...
    @property
    def keep(self) -> bool: ...


Speaks = Callable[[Act, Held, bytes], Awaitable[Spoken | None]]


async def says_nothing(act: Act, held: Held, body: bytes) -> Spoken | None:
    return None


@dataclass(frozen=True, slots=True)
class Purpose:
    """A kind of webhook: `proves` says by which proof its owner's deliveries are taken, None where
    they are not taken now; `handle` reads one and says what came of it, `speaks` what is
    answered at once."""

    name: str
    proves: Proves
    handle: Handle
    speaks: Speaks = says_nothing


PURPOSES: dict[str, Purpose] = {}


def serve(purpose: Purpose) -> None:
    """Wire a purpose; app and worker alike."""
    PURPOSES[purpose.name] = purpose


async def accept(purpose: str, key: str, headers: Mapping[str, str], body: bytes) -> Kept:
    """Returning means: stored. Raises NotFound for an address that is nobody's, NotSigned,
    TooMany."""
    found = await secret.entered(key)
    if found is None:
        raise NotFound
    async with db.open(Work(found.tenant_id)):
        act = Act(worker(found.tenant_id), found.tenant_id, await db.now(), "hook", "inbox.accept")
        held = await secret.held(act, found.secret_id, purpose)
        by = None if held is None else await PURPOSES[purpose].proves(act, held)
    if held is None or by is None:
        raise NotFound
    await rate_limit.count("hook", f"{found.tenant_id}:{held.owner_id}", limit=A_MINUTE, seconds=60)
    identity = proof.check(by, [held.signing_key], headers, body, act.now)
    async with db.open(Work(found.tenant_id)):
        spoken = await PURPOSES[purpose].speaks(act, held, body)
        if spoken is not None and not spoken.keep:
            return Kept(held.id, fresh=False, answer=spoken.body)
        kept = await _store(act, held, identity, headers.get("content-type", ""), body)
    return kept if spoken is None else replace(kept, answer=spoken.body)


async def accept_signed(
    purpose: str, tenant: int, secret_id: UUID, content_type: str, body: bytes
) -> bool:
    """Store what came to an address that we signed for a secret; False where that has ended, or
    where an address alone is no proof, or for what is too large."""
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "hook", "inbox.accept_signed")
        held = await secret.held(act, secret_id, purpose)
        if held is None or await PURPOSES[purpose].proves(act, held) != proof.NONE:
            return False
        if len(body) > LARGEST:
            return False
        await _store(act, held, "", content_type, body)
    return True


async def _store(act: Act, held: Held, identity: str, content_type: str, body: bytes) -> Kept:
    delivery_id = ids.new()
    stored = await db.execute(
        "INSERT INTO hook_delivery (tenant_id, id, purpose, owner_id, identity, content_type, "
        "body, received_at, state, tries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0) "
        "ON CONFLICT (tenant_id, owner_id, identity) DO NOTHING",
        *(act.tenant_id, delivery_id, held.purpose, held.owner_id),
        *(
            f"signed:{identity}" if identity else str(delivery_id),
            content_type[:200],
            body,
            act.now,
        ),
    )
    if stored:
        await events.emit(act, events.New(RECEIVED, delivery_id))
    return Kept(delivery_id, bool(stored))


async def hear(act: Act, event: Event) -> None:
    """The consumer: each delivery is a line of its own, so that none waits for another."""
    row = await db.row(
        "SELECT id, owner_id, purpose, body, content_type, received_at FROM hook_delivery "
        "WHERE tenant_id = $1 AND id = $2 AND state = 'waiting' FOR UPDATE",
        *(act.tenant_id, event.subject_id),
    )
    if row is None:
        return
    fields = dict(row)
    purpose = PURPOSES[fields.pop("purpose")]
    state, reason, outcome = await _handled(act, purpose, Delivery(**fields))
    await db.execute(
        "UPDATE hook_delivery SET state = $3, reason = $4, outcome = $5::text::jsonb, "
        "handled_at = $6, tries = tries + 1 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, row["id"], state, reason, outcome, act.now),
    )


async def _handled(
    act: Act, purpose: Purpose, delivery: Delivery
) -> tuple[str, str | None, str | None]:
    """Its new state, why, and what came of it. What passes (a lock, a lost connection) is raised
    for the relay to try again."""
    try:
        async with db.savepoint():
            outcome = await purpose.handle(act, delivery)
    except SetAside as why:
        return "set_aside", str(why)[:LONGEST_REASON], None
    state = "repeated" if outcome.get("repeated") else "applied"
    if outcome.get("refused"):
        return "set_aside", str(outcome["refused"])[:LONGEST_REASON], _json(outcome)
    return state, None, _json(outcome)


def _json(outcome: Outcome) -> str:
    return msgspec.json.encode(outcome).decode()


async def named(act: Act, delivery: Delivery, identity: str) -> bool:
    """Give a delivery the name its sender gave it; False where another of that name came before."""
    before = await db.value(
        "SELECT id FROM hook_delivery WHERE tenant_id = $1 AND owner_id = $2 AND identity = $3",
        *(act.tenant_id, delivery.owner_id, f"named:{identity}"[:300]),
    )
    if before is None:
        await db.execute(
            "UPDATE hook_delivery SET identity = $3 WHERE tenant_id = $1 AND id = $2",
            *(act.tenant_id, delivery.id, f"named:{identity}"[:300]),
        )
    return before in (None, delivery.id)


CONSUMER = Consumer("hooks", "webhook", (RECEIVED,), hear)
