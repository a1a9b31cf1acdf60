"""What was announced, as a page shows it; and what people said of their tickets."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from underpin.console import views
from underpin.desk.announcements.announcement import Announcement
from underpin.desk.knowledge import rendering
from underpin.desk.surveys.survey import Survey


def row(found: Announcement, language: str, now: datetime) -> views.AnnouncementRow:
    words = found.read_in(language)
    return views.AnnouncementRow(
        str(found.id),
        found.kind,
        found.severity,
        words.title,
        Markup(rendering.html(words.body)),  # noqa: S704 - nh3 cleaned it
        found.service or "",
        found.published_from,
        found.starts_at,
        found.ends_at,
        _state(found, now),
        str(found.broadcast_id or ""),
    )


def _state(found: Announcement, now: datetime) -> str:
    if found.withdrawn_at is not None:
        return "withdrawn"
    if found.published_from > now:
        return "later"
    if not found.is_current(now):
        return "over"
    return "planned" if found.starts_at and found.starts_at > now else "now"


def rating(found: Survey | None, path: str, *, is_open: bool = True) -> views.Rating:
    if found is None:
        return views.Rating(path, is_open=is_open)
    return views.Rating(path, found.rating or 0, found.comment, is_open)
