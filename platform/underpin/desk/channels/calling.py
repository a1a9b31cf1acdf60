"""What calls to the far side have in common: their signature, and what an answer means."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from underpin.desk.hooks import proof
from underpin.kernel import installation
from underpin.kernel.outbound import HttpAnswer, OutboundFailed
from underpin.kernel.outbound_http import Header
from underpin.kernel.outgoing import NeverTaken

JSON: Final = ("Content-Type", "application/json; charset=utf-8")
FORM: Final = ("Content-Type", "application/x-www-form-urlencoded")
SHORTEST_KEY: Final = 20
GONE: Final = 410


def wrong_address(url: str) -> str:
    """What is wrong with an address to be called, empty for nothing. Where it leads is looked at
    when it is called."""
    parts = urlsplit(url)
    plain = parts.scheme == "http" and installation.settings().allow_private_addresses
    if len(url) > 2000 or not parts.hostname or "@" in parts.netloc:
        return "url: an address of at most 2,000 characters, without a password in it."
    return "" if plain or parts.scheme == "https" else "url: an address that begins with https://."


def signed(keys: Sequence[str], identity: str, body: bytes, at: datetime) -> tuple[Header, ...]:
    """Our own signature, one for each key while one is being changed over to another."""
    scheme = proof.SCHEMES[proof.OURS]
    stamp = str((at - datetime(1970, 1, 1, tzinfo=UTC)).days * 86_400 + _second_of_day(at))
    made = (proof.sign(scheme, key.encode(), {scheme.time: stamp}, body) for key in keys)
    return (
        ("X-Underpin-Id", identity),
        ("X-Underpin-Timestamp", stamp),
        ("X-Underpin-Signature", ",".join(f"{scheme.prefix}{each}" for each in made)),
    )


def _second_of_day(at: datetime) -> int:
    utc = at.astimezone(UTC)
    return utc.hour * 3600 + utc.minute * 60 + utc.second


def taken(answer: HttpAnswer) -> None:
    """Any 2xx is a yes. Raises NeverTaken for 410, which says that nobody wants it any more, and
    OutboundFailed for what may be tried again."""
    if answer.status == GONE:
        raise NeverTaken("The far side says that this address is gone (410).")
    if not 200 <= answer.status < 300:
        raise OutboundFailed(f"The far side answered {answer.status}.")


def answered(answer: HttpAnswer) -> Mapping[str, Any]:
    """The JSON object in a yes. Raises as `taken`."""
    taken(answer)
    try:
        said = json.loads(answer.body or b"{}")
    except ValueError as problem:
        raise OutboundFailed("The far side answered something else than JSON.") from problem
    return said if isinstance(said, dict) else {}
