"""Whether our own relay vouches for a mail's author: an aligned DMARC pass (RFC 7489, RFC 8601).

Anybody can write an `Authentication-Results` header. Only those count that bear our relay's name
(authserv-id) and stand above every other one, where the relay that handed us the mail put them.
A relay must remove such headers of strangers (RFC 8601, 5); what stands below another's, or below
a header that came before our relay, is not looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import authres
import authres.dmarc
from authres.core import AuthResError

_READS = authres.FeatureContext(authres.dmarc)
_NAME = "authentication-results"
_MOST = 5
_LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Result:
    """One method's verdict in one header."""

    method: str
    verdict: str
    header_from: str


def topmost(headers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The Authentication-Results that stand together above the mail's own: the first one and
    those that follow it before the next Received, five at most."""
    found: list[str] = []
    for name, value in headers:
        if name.lower() == _NAME and len(value) <= _LONGEST:
            found.append(value)
        elif name.lower() == "received" and found:
            break
    return tuple(found[:_MOST])


def passes(results: Iterable[str], authserv_id: str | None, author: str) -> bool:
    """Whether the relay of this name found DMARC to pass for the domain of the author's address.
    The first verdict on DMARC counts; what follows a stranger's header does not."""
    if not authserv_id:
        return False
    domain = author.rpartition("@")[2].lower()
    for value in results:
        told = _told(value, authserv_id)
        if told is None:
            return False
        for each in told:
            if each.method == "dmarc":
                return each.verdict == "pass" and each.header_from == domain != ""
    return False


def _told(value: str, authserv_id: str) -> list[Result] | None:
    """What one header says; None when it is another's, or none that can be read."""
    try:
        header = _READS.parse("Authentication-Results: " + " ".join(value.split()))
    except (AuthResError, ValueError, IndexError, TypeError):
        return None
    if str(header.authserv_id or "").lower() != authserv_id.lower():
        return None
    return [
        Result(str(each.method).lower(), str(each.result).lower(), _author(each.properties))
        for each in header.results or ()
    ]


def _author(properties: Iterable[object]) -> str:
    for each in properties:
        if (getattr(each, "type", None), getattr(each, "name", None)) == ("header", "from"):
            return str(getattr(each, "value", "")).rpartition("@")[2].strip("<> ").lower()
    return ""
