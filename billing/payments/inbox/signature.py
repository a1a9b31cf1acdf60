"""Whether a webhook is Stripe's: the header `Stripe-Signature: t=...,v1=...,v1=...`, an HMAC-SHA256
of "t.body" under any of our secrets.

The SDK's own check knows one secret, takes stamps from the future, and lets a kept request be sent
again later; here several secrets may stand (rotation), and a stamp may be off either way by five
minutes at most. Within them the inbox stops a repetition, being unique on the event.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from underpin.kernel.errors import Problem

TOLERANCE = timedelta(minutes=5)
LONGEST_HEADER = 4096
SCHEME = "v1"


class NotSigned(Problem):
    status = 400
    code = "signature"
    title = "The signature does not fit: check the endpoint's secret in the settings"


def stamp(secrets: Sequence[str], header: str, body: bytes) -> datetime:
    """When it was signed, by one of these secrets. Raises NotSigned."""
    said, given = _parts(header)
    message = said.encode() + b"." + body
    good = [
        hmac.compare_digest(_mac(secret, message), signature)
        for secret in secrets
        for signature in given
    ]
    if not any(good):
        raise NotSigned
    return datetime.fromtimestamp(int(said), UTC)


def is_fresh(signed_at: datetime, now: datetime) -> None:
    """Raises NotSigned for a stamp too old or too far ahead."""
    if abs(now - signed_at) > TOLERANCE:
        raise NotSigned("The signature is not of now: check the clocks, then send it again.")


def sign(secret: str, body: bytes, at: datetime) -> str:
    """The header that Stripe would send."""
    said = str(int(at.timestamp()))
    return f"t={said},{SCHEME}={_mac(secret, said.encode() + b'.' + body)}"


def _parts(header: str) -> tuple[str, list[str]]:
    """The stamp as it was written, and the signatures of the scheme we know."""
    if len(header) > LONGEST_HEADER or not header.isascii():
        raise NotSigned
    pairs = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    if len(stamps) != 1 or not (stamps[0].isdecimal() and len(stamps[0]) <= 11):
        raise NotSigned
    return stamps[0], [value for name, _, value in pairs if name == SCHEME]


def _mac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
