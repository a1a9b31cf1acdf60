"""What an answer of a far side means: yes, later, or never. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from underpin.kernel import digits
from underpin.kernel.outbound import HttpAnswer, OutboundFailed
from underpin.kernel.outgoing import NeverTaken, TryLater

AGAIN: Final = frozenset({401, 403, 408, 409, 423, 425})
"""Refused now, and maybe not later: a token that ran out, a record that somebody has open."""
LONGEST_WAIT: Final = timedelta(hours=6)
SHOWN: Final = 300


def taken(answer: HttpAnswer, now: datetime) -> Any:
    """The JSON of a yes, None where there is none. Raises NeverTaken where no repetition will help,
    TryLater where the far side says when, OutboundFailed for the rest."""
    if 200 <= answer.status < 300:
        return _said(answer.body)
    why = f"The far side answered {answer.status}: {_why(answer.body)}"
    wait = retry_after(answer, now)
    if answer.status in (429, 503) and wait is not None:
        raise TryLater(why, wait)
    if 400 <= answer.status < 500 and answer.status not in AGAIN | {429}:
        raise NeverTaken(why)
    raise OutboundFailed(why)


def retry_after(answer: HttpAnswer, now: datetime) -> timedelta | None:
    """How long the far side asks us to wait (RFC 9110, 10.2.3), six hours at most."""
    said = next((value for name, value in answer.headers if name.lower() == "retry-after"), "")
    if (seconds := digits.read(said, 7)) is not None:
        return min(timedelta(seconds=seconds), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(timedelta(0), min(at - now, LONGEST_WAIT))


def _said(body: bytes) -> Any:
    if not body.strip():
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise OutboundFailed("The far side answered something else than JSON.") from problem


def _why(body: bytes) -> str:
    """Its own words, where they are words."""
    text = " ".join(body[:2_000].decode("utf-8", "replace").split())
    return "".join(letter for letter in text if letter.isprintable())[:SHOWN] or "nothing more"
