"""How a webhook proves who sent it, beyond knowing its address: signatures as tools make them.

Each scheme is an HMAC-SHA256 over the body, alone or with a time; one with a time is refused
outside five minutes of ours. Pure.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from underpin.kernel import digits
from underpin.kernel.errors import Forbidden

WINDOW: Final = timedelta(minutes=5)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
NONE: Final = "address"
OURS: Final = "underpin"
Headers = Mapping[str, str]


class NotSigned(Forbidden):
    code = "not-signed"
    title = "This delivery is not signed as this address asks for: check its secret and its clock"


@dataclass(frozen=True, slots=True)
class Scheme:
    """`signed` are the parts over which the signature is made, in their order: header names, and
    `body`; `joined` stands between them, `ahead` before them. `prefix` precedes each signature in
    `header`; several, separated by commas or blanks, are tried in turn. `time` names the header
    with the seconds since 1970 at which it was made. `keyed`: how the key is written."""

    header: str
    signed: Sequence[str] = ("body",)
    prefix: str = ""
    encoded: Callable[[bytes], str] = bytes.hex
    time: str = ""
    joined: bytes = b"."
    ahead: bytes = b""
    keyed: Callable[[bytes], bytes] = bytes


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _from_base64(key: bytes) -> bytes:
    """A key written in base64, with or without `whsec_` before it; as it is where it is none."""
    try:
        return base64.b64decode(key.removeprefix(b"whsec_"), validate=True)
    except ValueError:
        return key


SCHEMES: Final[Mapping[str, Scheme]] = {
    OURS: Scheme(
        "x-underpin-signature",
        ("x-underpin-timestamp", "body"),
        "v1=",
        time="x-underpin-timestamp",
    ),
    "standard": Scheme(
        "webhook-signature",
        ("webhook-id", "webhook-timestamp", "body"),
        "v1,",
        _base64,
        "webhook-timestamp",
        keyed=_from_base64,
    ),
    "slack": Scheme(
        "x-slack-signature",
        ("x-slack-request-timestamp", "body"),
        "v0=",
        time="x-slack-request-timestamp",
        joined=b":",
        ahead=b"v0:",
    ),
    "teams": Scheme("authorization", prefix="HMAC ", encoded=_base64, keyed=_from_base64),
    "grafana": Scheme("x-grafana-alerting-signature"),
    "pagerduty": Scheme("x-pagerduty-signature", prefix="v1="),
    "sentry": Scheme("sentry-hook-signature"),
    "jira": Scheme("x-hub-signature", prefix="sha256="),
    "hub": Scheme("x-hub-signature-256", prefix="sha256="),
}
PROOFS: Final = (NONE, "header", *SCHEMES)
"""`address`: knowing the secret address is enough; `header`: the key itself stands in a header."""


def check(proof: str, keys: Sequence[bytes], headers: Headers, body: bytes, now: datetime) -> str:
    """What names this delivery beyond its body where it was signed with a time, so that sending it
    again shows; else empty. Raises NotSigned."""
    if proof == NONE:
        return ""
    if proof == "header":
        return _in_header(keys, headers)
    scheme = SCHEMES[proof]
    given = _given(scheme, headers)
    if scheme.time:
        _check_time(headers.get(scheme.time, ""), now)
    if not any(
        hmac.compare_digest(sign(scheme, key, headers, body), each)
        for key in keys
        for each in given
    ):
        raise NotSigned
    return hashlib.sha256(given[0].encode()).hexdigest() if scheme.time else ""


def sign(scheme: Scheme, key: bytes, headers: Headers, body: bytes) -> str:
    """The signature as the scheme writes it, without its prefix."""
    parts = (body if name == "body" else headers.get(name, "").encode() for name in scheme.signed)
    digest = hmac.digest(scheme.keyed(key), scheme.ahead + scheme.joined.join(parts), "sha256")
    return scheme.encoded(digest)


def _given(scheme: Scheme, headers: Headers) -> list[str]:
    said = headers.get(scheme.header, "")[:2000]
    if scheme.prefix.endswith(" "):
        parts = [said]
    else:
        parts = said.replace(", ", " ").split(" " if "," in scheme.prefix else None)
        parts = [
            one for each in parts for one in (each.split(",") if "=" in scheme.prefix else [each])
        ]
    found = [each.removeprefix(scheme.prefix) for each in parts if each.startswith(scheme.prefix)]
    if not any(found):
        raise NotSigned
    return [each for each in found if each.isascii()] or [""]


def _check_time(said: str, now: datetime) -> None:
    told = digits.read(said, 11)
    if told is None or abs(now - (EPOCH + timedelta(seconds=told))) > WINDOW:
        raise NotSigned("Its time is more than five minutes from ours: set the sender's clock.")


def _in_header(keys: Sequence[bytes], headers: Headers) -> str:
    said = headers.get("x-underpin-secret") or headers.get("authorization", "")
    bare = said.removeprefix("Bearer ").strip()
    if bare.startswith("Basic "):
        try:
            bare = base64.b64decode(bare[6:], validate=True).decode().partition(":")[2]
        except ValueError:
            bare = ""
    if not any(hmac.compare_digest(key, bare.encode()) for key in keys):
        raise NotSigned
    return ""
