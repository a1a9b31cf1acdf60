"""What the trackers' adapters have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from underpin.desk.alerts import words
from underpin.desk.connectors.adapter import LONGEST_TEXT, Unreadable
from underpin.desk.connectors.rest import OURS


def word(status: str, meant: Mapping[str, str]) -> str:
    """What a status means for a vendor's case; empty where nothing was said of it."""
    plain = words.plain(status)
    return next((ours for theirs, ours in meant.items() if words.plain(theirs) == plain), "")


def wrong(meant: Mapping[str, str], **required: str) -> str:
    """The fields every tracker needs filled, and its words."""
    empty = next((name for name, said in required.items() if not said.strip()), "")
    if empty:
        return f"{empty}: say which."
    strange = sorted(set(meant.values()) - set(OURS))
    return f"words: {strange[0]} is none of {', '.join(OURS)}." if strange else ""


def told(said: Any, name: str) -> Mapping[str, Any]:
    """An object that must stand there. Raises Unreadable."""
    found = said.get(name) if isinstance(said, Mapping) else None
    if not isinstance(found, Mapping):
        raise Unreadable(f"{name}: an object should stand there.")
    return found


def named(said: Any, *names: str) -> str:
    """The first of these that says something, of an object that may not be there."""
    if not isinstance(said, Mapping):
        return ""
    found = (said.get(name) for name in names)
    return next((str(each)[:200] for each in found if isinstance(each, str | int) and each), "")


def objects(said: Any) -> list[Mapping[str, Any]]:
    """The objects in a list; none where there is no list."""
    return [each for each in said if isinstance(each, Mapping)] if isinstance(said, list) else []


def text(said: Any) -> str:
    return str(said)[:LONGEST_TEXT].strip() if isinstance(said, str) else ""


def batches(given: Sequence[str], most: int) -> Iterable[Sequence[str]]:
    return (given[start : start + most] for start in range(0, len(given), most))
