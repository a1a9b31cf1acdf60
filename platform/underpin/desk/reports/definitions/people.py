"""How content people were, and what articles spared them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from underpin.desk.reports import measure
from underpin.desk.reports.item import Rating, Visit
from underpin.desk.reports.measure import Measure

CONTENT, UNHAPPY = 4, 2
"""A rating of 4 or 5 is content, of 1 or 2 unhappy."""


def _answered(survey: Rating) -> bool:
    return survey.rating is not None


def _content(survey: Rating) -> bool:
    return survey.rating is not None and survey.rating >= CONTENT


def _unhappy(survey: Rating) -> bool:
    return survey.rating is not None and survey.rating <= UNHAPPY


def _mean(picked: Sequence[Rating], every: Sequence[Rating]) -> Fraction | None:
    rated = [survey.rating for survey in picked if survey.rating is not None]
    return Fraction(sum(rated), len(rated)) if rated else None


SATISFACTION: tuple[Measure[Rating], ...] = (
    Measure("asked", "count", measure.every, measure.count),
    Measure("surveys_answered", "count", _answered, measure.count),
    Measure("answer_rate", "percent", _answered, measure.share),
    Measure("rating", "number", _answered, _mean, lambda survey: survey.rating),
    Measure("content_rate", "percent", _content, measure.share_of(_answered)),
    Measure("unhappy", "count", _unhappy, measure.count),
)


def _counts(visit: Visit) -> bool:
    return visit.counts


def _opened(visit: Visit) -> int:
    return visit.opened


def _deflected(visit: Visit) -> bool:
    return visit.counts and visit.deflected


DEFLECTION: tuple[Measure[Visit], ...] = (
    Measure("opened", "count", measure.every, measure.total(_opened), _opened),
    Measure("visits", "count", _counts, measure.count),
    Measure("deflected", "count", _deflected, measure.count),
    Measure("deflection_rate", "percent", _deflected, measure.share_of(_counts)),
)
