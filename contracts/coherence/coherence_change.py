"""What has changed between two checks of one version, and what that asks of the account manager.
Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from contracts.coherence.coherence_line import UNCHECKED, Line
from contracts.coherence.coherence_verdict import Verdict

Kind = Literal["broken", "risk_ended", "nobody_on_duty"]
BROKEN: Final = "broken"

_WORSE: Final = {
    Verdict.ALWAYS_KEPT.value: 0,
    Verdict.COMMITMENT_KEPT.value: 1,
    UNCHECKED: 2,
    Verdict.NOT_KEPT.value: 3,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to warn of: `about` one promise ("resolution incident P1") or the whole version
    (""). `before` None: nothing better was ever found. `because` names what is different behind
    the promises; empty where only time has passed. A ticket raised at `raised_at` shows it."""

    kind: Kind
    about: str = ""
    before: str | None = None
    after: str | None = None
    raised_at: datetime | None = None
    done_at: datetime | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A warning that stands, and how bad it was when last seen."""

    about: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """`new` warnings and those that have become `worse` are told; `other` ones only say now how
    it stands; `healed` ones are over."""

    new: tuple[Finding, ...]
    worse: tuple[Finding, ...]
    other: tuple[Finding, ...]
    healed: tuple[str, ...]


def because(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What came, went or has another version, by name."""
    every = before.keys() | now.keys()
    return tuple(sorted(name for name in every if before.get(name) != now.get(name)))


def between(
    before: Sequence[Line],
    now: Sequence[Line],
    standing: Iterable[Standing],
    different: tuple[str, ...],
    *,
    accepted: bool,
) -> Change:
    """A promise is warned of when its verdict is worse than it was, or not kept when first
    checked without an `accepted` risk; healed when it is as good again."""
    was = {line.said: line.verdict for line in before}
    open_now = {each.about: each for each in standing}
    new: list[Finding] = []
    worse: list[Finding] = []
    other: list[Finding] = []
    healed: list[str] = []
    for line in now:
        stands = open_now.get(line.said)
        if stands is None:
            if _breaks(was.get(line.said), line, accepted=accepted):
                new.append(_finding(line, was.get(line.said), different))
        elif _as_good(line, stands.before):
            healed.append(stands.about)
        elif line.verdict != stands.after:
            told = worse if _is_worse(line.verdict, stands.after) else other
            told.append(_finding(line, stands.before, different))
    return Change(tuple(new), tuple(worse), tuple(other), tuple(healed))


def _breaks(was: str | None, line: Line, *, accepted: bool) -> bool:
    if was is None:
        return line.verdict == Verdict.NOT_KEPT and not accepted
    return _is_worse(line.verdict, was)


def _as_good(line: Line, before: str | None) -> bool:
    if before is None:
        return line.verdict != Verdict.NOT_KEPT
    return not _is_worse(line.verdict, before)


def _is_worse(verdict: str, than: str | None) -> bool:
    return than is None or _WORSE[verdict] > _WORSE[than]


def _finding(line: Line, before: str | None, different: tuple[str, ...]) -> Finding:
    return Finding(BROKEN, line.said, before, line.verdict, line.raised_at, line.done_at, different)
