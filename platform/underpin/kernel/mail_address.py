"""Signed mail addresses: who holds one may write into one thing of one tenant, and nothing else.

``case+<48 letters>@domain``: base32 of tenant (4 bytes), object (16) and an 80-bit tag. 30 bytes
are exactly 48 letters, so a local part has one spelling, apart from case, which mail systems may
fold, and with a short purpose it stays within the 64 octets of RFC 5321, 4.5.3.1.1. To guess a
tag takes 2^79 mails. An address is a credential: logs redact it.
"""

import base64
import re
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from underpin.kernel import keyring

_TAG = 10
_PURPOSE = re.compile(r"[a-z]{1,15}")
_TOKEN = re.compile(r"[a-z2-7]{48}")


class Signed(NamedTuple):
    """What a signed address names."""

    tenant_id: int
    object_id: UUID


def sign(ring: keyring.Keyring, purpose: str, tenant_id: int, object_id: UUID) -> str:
    """The local part. Raises ValueError for a purpose that is not 1-15 letters a-z, or a tenant
    id that PostgreSQL's integer cannot hold."""
    if not _PURPOSE.fullmatch(purpose) or not 0 < tenant_id < 2**31:
        raise ValueError("An address is signed for a purpose of 1-15 letters and a tenant's id.")
    named = tenant_id.to_bytes(4, "big") + object_id.bytes
    token = base64.b32encode(named + ring.mac(_purpose(purpose), named, size=_TAG))
    return f"{purpose}+{token.decode().lower()}"


def verify(ring: keyring.Keyring, purpose: str, local_part: str) -> Signed | None:
    """What the local part names if this ring signed it for this purpose, else None."""
    found, _, token = local_part.lower().partition("+")
    if found != purpose or not _TOKEN.fullmatch(token):
        return None
    raw = base64.b32decode(token.upper())
    named, tag = raw[:-_TAG], raw[-_TAG:]
    if not ring.verify_mac(_purpose(purpose), named, tag, size=_TAG):
        return None
    return Signed(int.from_bytes(named[:4], "big"), UUID(bytes=named[4:]))


def find(
    ring: keyring.Keyring, purpose: str, domain: str, recipients: Iterable[str]
) -> Signed | None:
    """What the first recipient at our domain that verifies names; pass those of the envelope."""
    for recipient in recipients:
        local_part, _, host = recipient.strip("<> ").rpartition("@")
        if host.lower() == domain.lower():
            signed = verify(ring, purpose, local_part)
            if signed is not None:
                return signed
    return None


def _purpose(purpose: str) -> str:
    return f"mail address {purpose}"
