"""What is written into a ticket of alerts, for those who work it, in the client's language: plain
text, links shown and never opened. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from underpin.desk.alerts import note_words
from underpin.desk.alerts.note_words import Words
from underpin.desk.alerts.source import Source
from underpin.desk.alerts.told import Told
from underpin.kernel.wordings import filled

LISTED: Final = 20
LONGEST: Final = 8_000


def opening(source: Source, told: Told) -> str:
    """All that the tool said."""
    words = _of(source)
    lines = [
        filled(words.says, source=source.name, title=told.title),
        filled(words.since, at=_time(told.started_at) if told.started_at else words.not_said),
        filled(words.severity, severity=told.severity or words.not_said),
    ]
    lines += [told.text] if told.text and told.text != told.title else []
    lines += [f"{name}: {value}" for name, value in told.labels]
    lines += [filled(words.link, link=told.link)] if told.link else []
    return "\n".join(lines)[:LONGEST]


def again(source: Source, told: Told) -> str:
    return filled(_of(source).again, title=told.title)


def worse(source: Source, told: Told) -> str:
    """Why a ticket's priority rises."""
    return filled(_of(source).worse, title=told.title)


def joined(source: Source, told: Sequence[Told]) -> str:
    """More alerts in the same matter."""
    words = _of(source)
    head = filled(words.joined, source=source.name)
    lines = [head, *(f"- {each.title}" for each in told[:LISTED])]
    return "\n".join([*lines, *_more(words, len(told) - LISTED)])[:LONGEST]


def flapping(source: Source, quiet: timedelta) -> str:
    return filled(_of(source).flapping, minutes=_minutes(quiet))


def recovered(source: Source, quiet: timedelta) -> str:
    return filled(_of(source).recovered, minutes=_minutes(quiet))


def left(source: Source, quiet: timedelta) -> str:
    return filled(_of(source).left, minutes=_minutes(quiet))


def storm_subject(source: Source) -> str:
    return filled(_of(source).storm_subject, source=source.name)[:300]


def storm(source: Source, counted: Sequence[tuple[str, int]]) -> str:
    """What the storm is made of."""
    words = _of(source)
    lines = [filled(words.storm, count=sum(many for _, many in counted))]
    lines += [filled(words.each, count=many, title=title) for title, many in counted[:LISTED]]
    return "\n".join([*lines, *_more(words, len(counted) - LISTED)])[:LONGEST]


def _of(source: Source) -> Words:
    return note_words.of(source.locale)


def _more(words: Words, many: int) -> list[str]:
    return [filled(words.more, count=many)] if many > 0 else []


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")
