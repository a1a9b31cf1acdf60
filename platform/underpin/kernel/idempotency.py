"""An `Idempotency-Key` gives the first answer again, never a second effect.

A key is unique per tenant, principal and route, bound to the body's hash, and stored in the
transaction of the effect. A concurrent repeat waits on the unique index until the first commits.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict

NOTHING = object()


@dataclass(frozen=True, slots=True)
class Key:
    """What the client sent: its key, the route it was sent to, and the body's SHA-256."""

    route: str
    key: str
    body_hash: bytes

    @classmethod
    def of(cls, route: str, key: str, body: bytes) -> Key:
        return cls(route, key, hashlib.sha256(body).digest())


async def recall(act: Act, once: Key, returns: Any) -> object:
    """The answer kept for this key, or NOTHING, in which case the key is now ours.

    Raises Conflict when the key was used with another body.
    """
    taken = await db.execute(
        "INSERT INTO kept_answer (tenant_id, principal_id, route, key, body_hash, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        *_address(act, once),
        once.body_hash,
        act.now,
    )
    return NOTHING if taken else await _kept(act, once, returns)


async def _kept(act: Act, once: Key, returns: Any) -> object:
    row = await db.row(
        "SELECT body_hash, answer FROM kept_answer "
        "WHERE tenant_id = $1 AND principal_id = $2 AND route = $3 AND key = $4",
        *_address(act, once),
    )
    if row is None or row["body_hash"] != once.body_hash:
        raise Conflict("This Idempotency-Key was used with another body: send a new key.")
    return msgspec.json.decode(row["answer"] or "null", type=returns)


async def keep(act: Act, once: Key, answer: object) -> None:
    """Store the answer with the effect."""
    await db.execute(
        "UPDATE kept_answer SET answer = $5 "
        "WHERE tenant_id = $1 AND principal_id = $2 AND route = $3 AND key = $4",
        *_address(act, once),
        msgspec.json.encode(answer).decode(),
    )


def _address(act: Act, once: Key) -> tuple[object, ...]:
    return (act.tenant_id, act.person_id, once.route, once.key)
