"""What a check comes to for one priority (PRACTICE 27): the verdict, and what is expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from contracts.coherence.coherence import Coherence


class Verdict(StrEnum):
    ALWAYS_KEPT = "always_kept"
    COMMITMENT_KEPT = "commitment_kept"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class Path:
    """One way tickets go, such as "solved by L1" or "handed on to the vendor".

    `weight` is how often, in any unit common to the priority's paths. `share_missed` is the part
    of its arrivals that cannot be met, weighted by when they arrive; without it tickets are as
    likely at any raisable instant as at any other.
    """

    coherence: Coherence
    weight: Fraction = Fraction(1)
    share_missed: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict over all paths of one priority.

    `expected_attainment` is the part of arrivals met when every stage uses all it is allowed:
    the credit schedule applied to it gives the expected credits. `worst` is the path that
    stands worst, whatever its weight.
    """

    verdict: Verdict
    expected_attainment: Fraction
    worst: Path

    @property
    def needs_acceptance(self) -> bool:
        """Whether someone other than the author must accept the risk, with an end date."""
        return self.verdict is Verdict.NOT_KEPT


def judge(paths: Sequence[Path], commitment: Fraction | None) -> Judgement:
    """ValueError for no path, weights below 0 or summing to 0, or a commitment not in 0 to 1.

    Without a commitment a priority is either always kept or not kept. A path of weight 0 can
    still happen, so that it must fit too before the priority is called always kept.
    """
    _refuse_nonsense(paths, commitment)
    missed = sum((path.weight * _missed(path) for path in paths), Fraction(0))
    attainment = 1 - missed / sum(path.weight for path in paths)
    return Judgement(_verdict(paths, attainment, commitment), attainment, max(paths, key=_badness))


def _verdict(paths: Sequence[Path], attainment: Fraction, commitment: Fraction | None) -> Verdict:
    if all(path.coherence.coherent for path in paths):
        return Verdict.ALWAYS_KEPT
    if commitment is not None and attainment >= commitment:
        return Verdict.COMMITMENT_KEPT
    return Verdict.NOT_KEPT


def _missed(path: Path) -> Fraction:
    given = path.share_missed
    return path.coherence.share_missed if given is None else given


def _badness(path: Path) -> tuple[bool, int]:
    """Orders paths by their shortfall; one that never ends is worst."""
    slack = path.coherence.slack
    return (True, 0) if slack is None else (False, -slack)


def _refuse_nonsense(paths: Sequence[Path], commitment: Fraction | None) -> None:
    if not paths:
        raise ValueError("a priority has at least one path: give the chain its tickets take")
    if any(path.weight < 0 for path in paths) or not any(path.weight for path in paths):
        raise ValueError("path weights are 0 or more, and at least one is more")
    if any(not 0 <= _missed(path) <= 1 for path in paths):
        raise ValueError("the share of missed arrivals is from 0 to 1")
    if commitment is not None and not 0 <= commitment <= 1:
        raise ValueError("a commitment is from 0 to 1: 95 % is Fraction(95, 100)")
