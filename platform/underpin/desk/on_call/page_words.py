"""What a call says. It names nobody: it may be read on a locked screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from underpin.kernel import installation

LISTED: Final = 20
SET_ASIDE: Final = "set_aside"
BY_HAND: Final = "by_hand"


def of(about: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Subject and text of a call about one page, or about several at once."""
    lines = [_line(page) for page in about[:LISTED]]
    more = len(about) - len(lines)
    key = about[0]["key"]
    subject = f"Page: {_what(about[0])}" if len(about) == 1 else f"Page: {len(about)} alarms"
    text = "\n".join([*lines, *([f"and {more} more"] if more else []), "", WHY, ""])
    return f"[{_name(about[0]) if len(about) == 1 else key}] {subject}", text


def linked(text: str, link: str) -> str:
    """With where it is accepted, before everything else: a text message may be cut."""
    return f"Accept or decline: {link}\n\n{text}"


WHY: Final = (
    "You are called because you are on duty. After a while your colleagues are, until somebody "
    "accepts."
)


def what(page: Mapping[str, Any]) -> str:
    """One page in a few words, with its ticket."""
    return f"{_what(page)} ({_name(page)})"


def _what(page: Mapping[str, Any]) -> str:
    if page["about"] == SET_ASIDE:
        return "An alarm was set aside"
    if page["about"] == BY_HAND:
        return f"{page['priority']}: a colleague asks for you"
    return f"{page['priority']}: a target is at risk"


def _name(page: Mapping[str, Any]) -> str:
    return f"{page['key']}-{page['number']}" if page["number"] else str(page["key"])


def _line(page: Mapping[str, Any]) -> str:
    desk = installation.settings().desk_origin
    where = f"{desk}/tickets/{_name(page)}" if page["number"] else f"{desk}/set-aside"
    return f"{_what(page)} ({_name(page)}): {where}"
