"""The audit trail of a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from underpin.console.views.administration import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class TrailLine:
    """`said` are pairs of a word's name and the word; `erased`: there were some once. `deed` says
    the verb in words, or the right it needs; empty for what is no verb any more."""

    position: int | None
    at: datetime
    actor: str
    actor_kind: str
    source: str
    verb: str
    subject: str
    said: tuple[tuple[str, str], ...]
    erased: bool
    deed: str = ""


@dataclass(frozen=True, slots=True)
class TrailVerdict:
    """`count` entries are sealed, the last one by `hash`; `broken_at` is the first that does not
    follow."""

    intact: bool
    count: int
    hash: str
    broken_at: int | None
    altered: int
    erased: int
    head_lost: bool


@dataclass(frozen=True, slots=True)
class TrailPage:
    shell: Shell
    key: str
    clients: Choices
    lines: tuple[TrailLine, ...]
    verdict: TrailVerdict | None
    head_count: str
    head_hash: str
    next: str = ""
    first: str = ""
    problem: str = ""
