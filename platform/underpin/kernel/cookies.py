"""The session cookie, and nothing else a browser keeps for us.

The ``__Host-`` prefix makes the browser refuse it unless it is Secure, host-only and for the path
/ (RFC 6265bis, 4.1.3), so a neighbouring host, such as the one that serves uploads, cannot set it.
"""

import re

SESSION = "__Host-underpin"
_VALUE = re.compile(r"[A-Za-z0-9_.~+/=-]{1,512}")
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"


def build(value: str, *, max_age: int | None = None) -> str:
    """A Set-Cookie header's value; `max_age` in seconds, until the browser closes without it.
    Raises ValueError for a value that could end the cookie and begin another header."""
    if not _VALUE.fullmatch(value):
        raise ValueError("A session cookie holds 1 to 512 characters of a token's alphabet.")
    lifetime = "" if max_age is None else f"; Max-Age={max_age}"
    return f"{SESSION}={value}; {_ATTRIBUTES}{lifetime}"


def clear() -> str:
    """A Set-Cookie header's value that makes the browser forget the session."""
    return f"{SESSION}=; {_ATTRIBUTES}; Max-Age=0"


def parse(header: str | None) -> str | None:
    """The session's value out of a Cookie header; None without one, with two (someone planted
    the other), or with one that we cannot have set."""
    pairs = (pair.strip().partition("=") for pair in (header or "").split(";"))
    found = [value for name, _, value in pairs if name == SESSION]
    return found[0] if len(found) == 1 and _VALUE.fullmatch(found[0]) else None
