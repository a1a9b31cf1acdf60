"""Articles as those who write them see them, and how content people were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from underpin.console import locale, views
from underpin.desk.knowledge.article import Listed, Version
from underpin.desk.knowledge.difference import Change
from underpin.desk.knowledge.reviewing import Due
from underpin.desk.knowledge.text import Text
from underpin.desk.surveys.figures import Comment, Figure

OURS = "ours"
"""Stands in an address for the provider's own, where another client's key would."""


def path(key: str, article_id: UUID) -> str:
    return f"/articles/{key or OURS}/{article_id}"


def listed(found: Listed, key: str, today: date) -> views.Written:
    about = found.article
    return views.Written(
        path(key, about.id),
        found.title,
        about.category,
        about.state,
        about.audience == "staff",
        tuple(language.upper() for language in found.languages),
        about.review_on,
        about.published is not None and about.review_on <= today,
        about.published is not None and about.published != about.latest,
    )


def due(found: Due) -> views.Written:
    where = path(found.client or "", found.article_id)
    words = (where, found.title, found.category, "published", False, (), found.review_on)
    return views.Written(*words, due=True, edited=False, orphaned=found.orphaned)


def texts(written: dict[str, Text]) -> tuple[views.EditedText, ...]:
    """One for each language we speak, empty where nothing is written yet."""
    return tuple(
        views.EditedText(code, name, *_fields(written.get(code)))
        for code, name in locale.NAMES.items()
    )


def _fields(text: Text | None) -> tuple[str, str, str, str]:
    return (text.title, text.summary, text.body, text.category) if text else ("", "", "", "")


def past(found: Sequence[Version], published: int | None) -> tuple[views.Past, ...]:
    return tuple(
        views.Past(each.number, each.created_at, each.note, each.number == published)
        for each in found
    )


def changes(found: Sequence[Change]) -> tuple[views.Difference, ...]:
    return tuple(
        views.Difference(
            change.language.upper(),
            tuple(views.DifferenceLine(line.kind, line.text) for line in change.lines),
        )
        for change in found
    )


def content(found: Figure) -> views.ContentRow:
    words = (found.month, found.service or "", found.agent or "", found.asked, found.answered)
    return views.ContentRow(*words, average(found.total, found.answered), tuple(found.ratings))


def average(total: int, answered: int) -> str:
    """Of 5, to one decimal; empty where nobody answered."""
    if not answered:
        return ""
    return str((Decimal(total) / answered).quantize(Decimal("0.1"), ROUND_HALF_UP))


def said(found: Comment) -> views.SaidRow:
    words = (found.ticket, found.agent or "", found.rating, found.comment, found.answered_at)
    return views.SaidRow(*words)
