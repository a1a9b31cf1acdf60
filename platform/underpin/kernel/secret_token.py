"""Secrets that are handed out once: sessions, links, API tokens, one-time codes.

A token reads ``upn_<kind>_<tenant>_<256 random bits>``, the tenant being 0 when it belongs to none
(staff). Its shape lets logs and secret scanners recognise it. Only a digest is stored: plain
SHA-256 for tokens, whose entropy leaves nothing to guess, and an HMAC under the keyring for short
codes, which a stolen table alone would otherwise give away.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, field

from underpin.kernel import keyring

SHAPE = re.compile(r"upn_(?P<kind>[a-z]{1,20})_(?P<tenant>0|[1-9][0-9]{0,9})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token: `plain` is shown to its holder once, `digest` is stored."""

    plain: str = field(repr=False)
    digest: bytes


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a presented token says of itself, before anyone looked it up: a claim, no proof."""

    kind: str
    tenant_id: int | None
    digest: bytes


def issue(kind: str, tenant_id: int | None = None) -> Issued:
    """A token of 256 random bits. Raises ValueError for a kind that is not 1-20 letters a-z."""
    plain = f"upn_{kind}_{tenant_id or 0}_{secrets.token_urlsafe(32)}"
    if not SHAPE.fullmatch(plain):
        raise ValueError("A token's kind is 1 to 20 letters a-z, its tenant a positive number.")
    return Issued(plain, digest(plain))


def read(plain: str, kind: str) -> Claimed | None:
    """The claim of a presented token, or None when it is no token of this kind."""
    shape = SHAPE.fullmatch(plain)
    if shape is None or shape["kind"] != kind:
        return None
    return Claimed(kind, int(shape["tenant"]) or None, digest(plain))


def digest(plain: str) -> bytes:
    """The 32 bytes that are stored and looked up by."""
    return hashlib.sha256(plain.encode()).digest()


def code(digits: int = 6) -> str:
    """A one-time code of decimal digits, leading zeros kept. Limit the attempts at it."""
    return f"{secrets.randbelow(10**digits):0{digits}}"


def code_digest(ring: keyring.Keyring, subject: str, plain: str) -> bytes:
    """What is stored of a code; `subject` names whom and what it is for, so that equal codes of
    two people differ."""
    return ring.mac("one-time code", keyring.message(subject, plain))


def code_matches(ring: keyring.Keyring, subject: str, plain: str, stored: bytes) -> bool:
    """Whether the typed code is the stored one, in constant time, over a rotation too."""
    return ring.verify_mac("one-time code", keyring.message(subject, plain), stored)
