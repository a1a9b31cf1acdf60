"""How long a code may be typed, how often, and for how long a verification holds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal

Method = Literal["code", "call_back"]
Standing = Literal["waiting", "verified", "expired", "failed", "lapsed"]

CODE_LIVES: Final = timedelta(minutes=10)
ATTEMPTS: Final = 5
CODES_AN_HOUR: Final = 3
HOLDS: Final[Mapping[Method, timedelta]] = MappingProxyType(
    {"code": timedelta(hours=4), "call_back": timedelta(hours=24)}
)


def standing(
    attempts: int, expires_at: datetime, valid_until: datetime | None, now: datetime
) -> Standing:
    """`verified` once held is `lapsed` when its time is over; what was never verified failed by
    too many wrong codes, or expired."""
    if valid_until is not None:
        return "verified" if now < valid_until else "lapsed"
    if attempts >= ATTEMPTS:
        return "failed"
    return "waiting" if now < expires_at else "expired"
