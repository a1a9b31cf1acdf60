"""An event is kept whole before the provider hears that we have it; only then is it looked into, by
the worker. What nobody signed leaves nothing behind."""

from __future__ import annotations

from collections.abc import Sequence

from billing.payments.inbox import envelope, signature
from billing.payments.inbox.envelope import Notice
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Door
from underpin.kernel.errors import Problem

PROVIDER = "stripe"
LONGEST = 1_000_000
"""Bytes; Stripe's own largest are a fraction of it."""

STORE = "SELECT door_provider_event($1, $2, $3, $4, $5, $6, $7, $8, $9)"


class TooLong(Problem):
    status = 413
    code = "too-long"
    title = "This is longer than an event may be"


async def accept(secrets: Sequence[str], header: str, body: bytes) -> bool:
    """Keep what Stripe says; False for what it said before. Raises NotSigned, TooLong."""
    if len(body) > LONGEST:
        raise TooLong
    signed_at = signature.stamp(secrets, header, body)
    notice, strange = _read(body)
    async with db.open(Door()):
        signature.is_fresh(signed_at, await db.now())
        return await _stored(notice, body, strange)


async def store(notice: Notice, body: bytes, strange: str | None) -> bool:
    """What we found by ourselves, with why it is set aside."""
    async with db.open(Door()):
        return await _stored(notice, body, strange)


async def _stored(notice: Notice, body: bytes, strange: str | None) -> bool:
    is_new: bool = await db.value(STORE, ids.new(), PROVIDER, *_words(notice), body, strange)
    return is_new


def _read(body: bytes) -> tuple[Notice, str | None]:
    """What it says, and why it cannot be understood where it cannot."""
    try:
        return envelope.read(body), None
    except envelope.Strange as problem:
        return Notice(envelope.nameless(body), "", "", "", ""), str(problem)


def _words(notice: Notice) -> tuple[str, str, str, str, str]:
    return (
        notice.account,
        notice.event_id,
        notice.type,
        notice.object_type,
        notice.object_id,
    )
