"""Evidence that anybody can check: canonical JSON, its SHA-256, and a chain over a period's. Pure.

Canonical is JSON in UTF-8 with sorted keys and no space, numbers written as they are. The chain
begins with the SHA-256 of the period's head, which names the hash of the month frozen before it;
each link is the SHA-256 of the link before followed by the next piece's own; the last link is the
period's hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from contracts import instant

_CANONICAL: Final = msgspec.json.Encoder(order="sorted", decimal_format="number")


@dataclass(frozen=True, slots=True)
class Head:
    """What a period's chain begins with; `previous` in hex, None for the first month frozen."""

    tenant: int
    year: int
    month: int
    starts_at: datetime
    ends_at: datetime
    frozen_at: datetime
    counted: int
    previous: str | None

    def to_json(self) -> dict[str, Any]:
        return {
            "tenant": self.tenant,
            "month": f"{self.year:04}-{self.month:02}",
            "starts": moment(self.starts_at),
            "ends": moment(self.ends_at),
            "frozen_at": moment(self.frozen_at),
            "counted": self.counted,
            "previous": self.previous,
        }


def canonical(body: Mapping[str, Any]) -> str:
    return _CANONICAL.encode(body).decode()


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def chained(head: Head, digests: Iterable[bytes]) -> bytes:
    link = digest(canonical(head.to_json()))
    for each in digests:
        link = hashlib.sha256(link + each).digest()
    return link


def moment(at: datetime) -> str:
    """ISO 8601 in UTC, as everywhere in the evidence."""
    return instant.text(instant.of(at))
