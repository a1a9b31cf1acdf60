"""The audit trail: who did what to what, appended in the transaction of the change.

An entry holds ids and a salted hash of its detail; the detail itself, which may name people,
stands in a row of its own that can be erased without breaking the record. The worker seals
entries in order into a chain per tenant.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.verb import Verb

UNSPOKEN = frozenset(
    {"password", "code", "proof", "body", "text", "raw", "token", "signing_key", "credential"}
)
LONGEST = 200
NUMBER = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]+(-[A-Z]?[0-9]+)*")

ENTRY = """
WITH entry AS (
    INSERT INTO audit (tenant_id, id, happened_at, recorded_at, actor_kind, actor_id, source, verb,
                       subject, detail_hash)
    VALUES ($1, $2, $3, transaction_timestamp(), $4, $5, $6, $7, $8, $9)
)
INSERT INTO audit_detail (tenant_id, audit_id, salt, detail) VALUES ($1, $2, $10, $11::text::jsonb)
"""

PROVIDERS_ENTRY = """
WITH entry AS (
    INSERT INTO provider_audit (id, happened_at, actor_kind, actor_id, source, verb, subject,
                                detail_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)
INSERT INTO provider_audit_detail (audit_id, salt, detail) VALUES ($1, $9, $10::text::jsonb)
"""


async def record(
    act: Act,
    verb: Verb[Any, Any],
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
    result: object,
) -> None:
    """The recorder every change goes through; wired by the composition."""
    words = inspect.signature(verb.run).bind(act, *args, **kwargs).arguments
    said = dict(list(words.items())[1:])
    await note(act, verb.name, said, _subject(said, result))


async def note(act: Act, verb: str, said: Mapping[str, object], subject: str = "") -> None:
    """An entry within the act's open transaction: its tenant's, or the provider's own where the
    act runs in no tenant. `subject` is an id or a ticket's number, never a name: it stays."""
    salt, detail = secrets.token_bytes(16), _canonical(_spoken(said))
    await db.execute(
        PROVIDERS_ENTRY if act.tenant is None else ENTRY,
        *(() if act.tenant is None else (act.tenant,)),
        ids.new(),
        act.now,
        str(act.audience),
        act.principal.person_id,
        act.source,
        verb,
        subject,
        detail_hash(salt, detail),
        salt,
        detail,
    )


def detail_hash(salt: bytes, detail: str) -> bytes:
    """What stays of a detail when it is erased."""
    return hashlib.sha256(salt + detail.encode()).digest()


def _spoken(said: Mapping[str, object]) -> dict[str, str]:
    """A verb's own words by name, short ones only, and none that is a secret or a message."""
    return {
        name: str(value)[:LONGEST]
        for name, value in said.items()
        if name not in UNSPOKEN and isinstance(value, str | int | UUID | bool)
    }


def _subject(said: Mapping[str, object], result: object) -> str:
    """The first word that is an id or a number, else the id of what was made."""
    named = (*said.values(), getattr(result, "id", None))
    return next((str(word) for word in named if _is_a_name(word)), "")


def _is_a_name(word: object) -> bool:
    return isinstance(word, UUID) or (isinstance(word, str) and bool(NUMBER.fullmatch(word)))


def _canonical(said: Mapping[str, str]) -> str:
    return msgspec.json.encode(said, order="sorted").decode()
