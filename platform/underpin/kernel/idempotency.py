"""An `Idempotency-Key` gives the first answer again, never a second effect.

A key is unique per tenant, principal and route, bound to the body's hash, and stored in the
transaction of the effect. A concurrent repeat waits on the unique index until the first commits.
What was answered is stored encrypted: it may hold a link or a name. After 48 hours it is forgotten,
and the same key is a new request.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from underpin.kernel import db, installation, keyring
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict

NOTHING = object()
PURPOSE = "kept-answer"
KEPT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Key:
    """What the client sent: its key, the route it was sent to, and the body's SHA-256."""

    route: str
    key: str
    body_hash: bytes

    @classmethod
    def of(cls, route: str, key: str, body: bytes) -> Key:
        return cls(route, key, hashlib.sha256(body).digest())


class _Statements:
    """The statements over a table whose key is `address`."""

    def __init__(self, table: str, *address: str) -> None:
        here = " AND ".join(f"{name} = ${n}" for n, name in enumerate(address, 1))
        n = len(address)
        self.take = (
            f"INSERT INTO {table} ({', '.join(address)}, body_hash, created_at) VALUES "
            f"({', '.join(f'${n}' for n in range(1, n + 3))}) ON CONFLICT DO NOTHING"
        )
        self.look = f"SELECT body_hash, answer FROM {table} WHERE {here}"
        self.keep = f"UPDATE {table} SET answer = ${n + 1} WHERE {here}"
        own = "tenant_id = $3 AND" if "tenant_id" in address else ""
        self.forget = (
            f"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} "
            f"WHERE {own} created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))"
        )


TENANTS = _Statements("kept_answer", "tenant_id", "principal_id", "route", "key")
PROVIDERS = _Statements("provider_answer", "principal_id", "route", "key")


async def recall(act: Act, once: Key, returns: Any) -> object:
    """The answer kept for this key, or NOTHING, in which case the key is now ours.

    Raises Conflict when the key was used with another body.
    """
    taken = await db.execute(_of(act).take, *_address(act, once), once.body_hash, act.now)
    return NOTHING if taken else await _kept(act, once, returns)


async def _kept(act: Act, once: Key, returns: Any) -> object:
    row = await db.row(_of(act).look, *_address(act, once))
    if row is None or row["body_hash"] != once.body_hash:
        raise Conflict("This Idempotency-Key was used with another body: send a new key.")
    answer = installation.ring().decrypt(PURPOSE, row["answer"], associated=_bound(act, once))
    return msgspec.json.decode(answer, type=returns)


async def keep(act: Act, once: Key, answer: object) -> None:
    """Store the answer with the effect."""
    said = msgspec.json.encode(answer)
    sealed = installation.ring().encrypt(PURPOSE, said, associated=_bound(act, once))
    await db.execute(_of(act).keep, *_address(act, once), sealed)


async def forget(tenant: int | None, most: int) -> int:
    """Delete up to `most` answers older than KEPT by the time of the open scope, a tenant's or the
    provider's (None); returns how many."""
    before = await db.now() - KEPT
    if tenant is None:
        return await db.execute(PROVIDERS.forget, before, most)
    return await db.execute(TENANTS.forget, before, most, tenant)


def _of(act: Act) -> _Statements:
    return PROVIDERS if act.tenant is None else TENANTS


def _address(act: Act, once: Key) -> tuple[object, ...]:
    """A vendor is nobody by name: its case stands for it."""
    principal = act.principal.case_id or act.person_id
    where = () if act.tenant is None else (act.tenant,)
    return (*where, principal, once.route, once.key)


def _bound(act: Act, once: Key) -> bytes:
    return keyring.message(*(str(part) for part in _address(act, once)))
