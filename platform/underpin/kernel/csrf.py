"""Proof that a form was ours: a token derived from the session, and the Origin of the request.

Both must hold for a request that a browser makes with its cookie. A request that authenticates
itself by an Authorization header needs neither: no browser adds that on its own.
"""

import base64
import binascii
import os
from collections.abc import Collection
from urllib.parse import urlsplit

from underpin.kernel import keyring

FIELD = "csrf"
HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_SALT = 16
_LENGTH = 64


def token(ring: keyring.Keyring, session: bytes) -> str:
    """A token for this session (its stored digest). Each is spelled differently, so that the size
    of a compressed page tells nothing about it (BREACH); all of them stay good for the session."""
    salt = os.urandom(_SALT)
    tag = ring.mac("csrf", keyring.message(salt, session))
    return base64.urlsafe_b64encode(salt + tag).decode()


def verify(ring: keyring.Keyring, session: bytes, presented: str | None) -> bool:
    """Whether the token was made for this session, under the current or a previous secret."""
    if presented is None or len(presented) != _LENGTH:
        return False
    try:
        raw = base64.b64decode(presented, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return ring.verify_mac("csrf", keyring.message(raw[:_SALT], session), raw[_SALT:])


def is_safe(method: str) -> bool:
    """Whether the method changes nothing (RFC 9110, 9.2.1)."""
    return method.upper() in _SAFE


def comes_from_us(
    allowed: Collection[str], *, origin: str | None, referer: str | None, fetch_site: str | None
) -> bool:
    """Whether an unsafe request was started by a page of one of the allowed origins
    (``https://desk.example.com``, no slash at the end).

    Origin decides; without it Referer's origin does; with neither the answer is no, as is
    ``Origin: null``. A Sec-Fetch-Site of another site or a sibling host is refused whatever the
    others say: desk, portal and content are origins apart.
    """
    if fetch_site is not None and fetch_site not in {"same-origin", "none"}:
        return False
    if origin is not None:
        return origin in allowed
    return referer is not None and _origin_of(referer) in allowed


def _origin_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
