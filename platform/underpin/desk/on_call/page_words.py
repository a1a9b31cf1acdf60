"""What a call says, in the language of who is called. It names nobody: it may be read on a locked
screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from underpin.desk.on_call.page_sentences import ALL, Sentences
from underpin.kernel import installation
from underpin.kernel.wordings import filled

LISTED: Final = 20
SET_ASIDE: Final = "set_aside"
BY_HAND: Final = "by_hand"


def of(about: Sequence[Mapping[str, Any]], locale: str) -> tuple[str, str]:
    """Subject and text of a call about one page, or about several at once."""
    said = ALL.of(locale)
    lines = [_line(page, said) for page in about[:LISTED]]
    more = len(about) - len(lines)
    if more:
        lines.append(filled(said.more, count=more))
    return _subject(about, said), "\n".join([*lines, "", said.why, ""])


def _subject(about: Sequence[Mapping[str, Any]], said: Sentences) -> str:
    if len(about) == 1:
        return f"[{_name(about[0])}] {filled(said.one, what=_what(about[0], said))}"
    return f"[{about[0]['key']}] {filled(said.many, count=len(about))}"


def linked(text: str, link: str, locale: str) -> str:
    """With where it is accepted, before everything else: a text message may be cut."""
    return f"{filled(ALL.of(locale).accept, link=link)}\n\n{text}"


def what(page: Mapping[str, Any], locale: str) -> str:
    """One page in a few words, with its ticket."""
    return f"{_what(page, ALL.of(locale))} ({_name(page)})"


def _what(page: Mapping[str, Any], said: Sentences) -> str:
    if page["about"] == SET_ASIDE:
        return said.set_aside
    told = said.by_hand if page["about"] == BY_HAND else said.at_risk
    return filled(told, priority=page["priority"])


def _name(page: Mapping[str, Any]) -> str:
    return f"{page['key']}-{page['number']}" if page["number"] else str(page["key"])


def _line(page: Mapping[str, Any], said: Sentences) -> str:
    desk = installation.settings().desk_origin
    where = f"{desk}/tickets/{_name(page)}" if page["number"] else f"{desk}/set-aside"
    return f"{_what(page, said)} ({_name(page)}): {where}"
