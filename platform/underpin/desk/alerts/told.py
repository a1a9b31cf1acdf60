"""What a monitoring tool says, in one form for all tools."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

CRITICAL, ERROR, WARNING, INFO = "critical", "error", "warning", "info"
SEVERITIES: Final = (CRITICAL, ERROR, WARNING, INFO)
LONGEST_TITLE: Final = 300


class Unreadable(Exception):
    """This is no alert of a kind we know; the message says why, for a person to read."""


@dataclass(frozen=True, slots=True)
class Told:
    """One alert, firing or over, as its tool tells it.

    `fingerprint` is the alert's own name within its source, the same when it fires, fires again
    and is over. `at` is when this news happened, None where the tool does not say. `severity` is
    empty where it does not say either. `link` is shown as text and never fetched.
    """

    fingerprint: str
    firing: bool
    title: str
    severity: str = ""
    at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    group: str = ""
    text: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found in one delivery: by which reader, its alerts, how many others say neither that
    something fires nor that it is over, and why others could not be read. `identity` is the
    delivery's own name where the tool gives it one."""

    reader: str
    alerts: tuple[Told, ...] = ()
    neither: int = 0
    refused: tuple[str, ...] = ()
    identity: str = ""


def fingerprint(parts: Sequence[str]) -> str:
    """32 hexadecimal digits that stand for these parts, framed so that no two lists are alike."""
    framed = "".join(f"{len(part)}:{part};" for part in parts)
    return hashlib.sha256(framed.encode("utf-8", "replace")).hexdigest()[:32]
