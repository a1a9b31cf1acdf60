"""What an event says of itself: which it is, and which object moved. Nothing else is believed; what
became of the object is read from Stripe.

Two shapes: `event` with the object in `data.object` (every API version; objects of old ones may
lack `object`), and the thin `v2.core.event`, which only names it in `related_object` and writes
`v1.invoice.paid` where the other writes `invoice.paid`. Of a connected account's events, `account`
(`context` in the thin ones) names the account.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

SNAPSHOT, THIN = "event", "v2.core.event"
LONGEST = 255
PLAIN = re.compile(r"[\x21-\x7e]{1,255}")

# What the types of old events are about, where their object does not say.
ABOUT = (
    ("charge.dispute.", "dispute"),
    ("charge.refund.", "refund"),
    ("customer.deleted", "customer"),
    ("customer.created", "customer"),
    ("customer.updated", "customer"),
)


class Strange(Exception):
    """A body that is no event of a shape we know; says what is missing."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`account` and `object_id` are '' where there is none: our own account; an invoice that is
    only foreseen."""

    event_id: str
    type: str
    account: str
    object_type: str
    object_id: str


def read(body: bytes) -> Notice:
    """Raises Strange."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Strange("It is not JSON.") from problem
    if not isinstance(said, dict):
        raise Strange("It is no JSON object.")
    shapes = {SNAPSHOT: _snapshot, THIN: _thin}
    shape = said.get("object")
    if not isinstance(shape, str) or shape not in shapes:
        raise Strange(f"It is neither an {SNAPSHOT!r} nor a {THIN!r}.")
    return shapes[shape](said)


def nameless(body: bytes) -> str:
    """By what a body without an event's id is known again: itself."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _snapshot(said: Mapping[str, Any]) -> Notice:
    data = said.get("data")
    about = data.get("object") if isinstance(data, dict) else None
    if not isinstance(about, dict):
        raise Strange("It has no data.object.")
    kind = _word(said, "type")
    return Notice(
        _word(said, "id"),
        kind,
        _word(said, "account", or_none=True),
        _word(about, "object", or_none=True) or _about(kind),
        _word(about, "id", or_none=True),
    )


def _thin(said: Mapping[str, Any]) -> Notice:
    about = said.get("related_object")
    if about is None:
        about = {}
    if not isinstance(about, dict):
        raise Strange("Its related_object is no object.")
    return Notice(
        _word(said, "id"),
        _word(said, "type").removeprefix("v1."),
        _word(said, "context", or_none=True),
        _word(about, "type", or_none=True).removeprefix("v1."),
        _word(about, "id", or_none=True),
    )


def _about(kind: str) -> str:
    known = (thing for prefix, thing in ABOUT if kind.startswith(prefix))
    return next(known, kind.rpartition(".")[0])


def _word(said: Mapping[str, Any], name: str, *, or_none: bool = False) -> str:
    """A plain word of it. Raises Strange for anything else."""
    found = said.get(name)
    if found is None and or_none:
        return ""
    if not isinstance(found, str) or not (PLAIN.fullmatch(found) or (or_none and not found)):
        raise Strange(f"Its {name} is not a plain word.")
    return found
