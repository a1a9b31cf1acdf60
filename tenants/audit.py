"""The audit trail: who did what to what, appended in the transaction of the change.

An entry holds ids and a salted hash of its detail; the detail itself, which may name people,
stands in a row of its own that can be erased without breaking the record. The worker seals
entries in order into a chain per tenant.
"""

from __future__ import annotations

import hashlib
import inspect
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.verb import Mode, Verb

UNSPOKEN = frozenset({"password", "code", "proof", "body", "text", "raw", "token"})
LONGEST = 200

ENTRY = """
WITH entry AS (
    INSERT INTO audit (tenant_id, id, happened_at, recorded_at, actor_kind, actor_id, source, verb,
                       subject, detail_hash)
    VALUES ($1, $2, $3, transaction_timestamp(), $4, $5, $6, $7, $8, $9)
)
INSERT INTO audit_detail (tenant_id, audit_id, salt, detail) VALUES ($1, $2, $10, $11::text::jsonb)
"""


async def record(
    act: Act, verb: Verb[Any, Any], args: tuple[object, ...], kwargs: Mapping[str, object]
) -> None:
    """The recorder every change goes through; wired by the composition."""
    said = _said(act, verb, args, kwargs)
    await (_provider if verb.mode is Mode.PROVIDE else note)(act, verb.name, said)


async def note(act: Act, verb: str, said: Mapping[str, str]) -> None:
    """An entry of the act's tenant, within its open transaction."""
    salt, detail = secrets.token_bytes(16), _canonical(said)
    await db.execute(
        ENTRY,
        act.tenant_id,
        ids.new(),
        act.now,
        str(act.audience),
        act.principal.person_id,
        act.source,
        verb,
        _subject(said),
        detail_hash(salt, detail),
        salt,
        detail,
    )


async def _provider(act: Act, verb: str, said: Mapping[str, str]) -> None:
    await db.execute(
        "INSERT INTO provider_audit (id, happened_at, actor_id, verb, subject, detail) "
        "VALUES ($1, $2, $3, $4, $5, $6::text::jsonb)",
        ids.new(),
        act.now,
        act.principal.person_id,
        verb,
        _subject(said),
        _canonical(said),
    )


def detail_hash(salt: bytes, detail: str) -> bytes:
    """What stays of a detail when it is erased."""
    return hashlib.sha256(salt + detail.encode()).digest()


def _said(
    act: Act, verb: Verb[Any, Any], args: tuple[object, ...], kwargs: Mapping[str, object]
) -> dict[str, str]:
    """The verb's own words by name, short ones only, and none that is a secret or a message."""
    bound = inspect.signature(verb.run).bind(act, *args, **kwargs).arguments
    _, *named = bound.items()
    return {
        name: str(value)[:LONGEST]
        for name, value in named
        if name not in UNSPOKEN and isinstance(value, str | int | UUID | bool)
    }


def _subject(said: Mapping[str, str]) -> str:
    return next(iter(said.values()), "")


def _canonical(said: Mapping[str, str]) -> str:
    return msgspec.json.encode(said, order="sorted").decode()
