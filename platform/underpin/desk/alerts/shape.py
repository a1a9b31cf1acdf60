"""How a tool's payload is read when its fields stand alone: which paths make it this tool's, and
which of them say what. Paths are normalised (see `leaves`); the first that says something counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from underpin.desk.alerts import labels, leaves, told, words
from underpin.desk.alerts.leaves import Leaves
from underpin.desk.alerts.told import Told, Unreadable

Paths = str
"""Paths separated by blanks."""

SAID_TITLE: Final = "title summary subject name message msg text description"


@dataclass(frozen=True, slots=True)
class Shape:
    """`needs`: paths that make a payload this tool's; `a|b` is met by either.

    `identity`: what makes the alert this one, each path that is there, all of them together. Where
    none is, its rule (`rule`), or else its title, and the place (`place`) it is told of. `over`: a
    path whose being there means it is over. `levels` and `states`: the tool's own words where they
    are not everybody's. `news` is when this was said; without one, its end or its beginning is.
    `where` is put behind the title.
    """

    name: str
    needs: Paths
    identity: Paths = ""
    rule: Paths = ""
    place: Paths = ""
    state: Paths = ""
    title: Paths = SAID_TITLE
    where: Paths = ""
    severity: Paths = "severity level priority"
    began: Paths = ""
    news: Paths = ""
    ended: Paths = ""
    text: Paths = "description message text body output details"
    link: Paths = "url link href"
    group: Paths = ""
    tags: Paths = "labels tags"
    over: Paths = ""
    states: tuple[tuple[str, bool | None], ...] = ()
    levels: tuple[tuple[str, str], ...] = ()

    def fits(self, found: Leaves) -> bool:
        return all(
            any(_there(found, path) for path in each.split("|")) for each in self.needs.split()
        )


def _there(found: Leaves, path: str) -> bool:
    """A path that ends in a dot is met by whatever is under it."""
    if path.endswith("."):
        return any(each.startswith(path) for each in found)
    return path in found


def read(shape: Shape, payload: Any, found: Leaves) -> Told | None:
    """The alert, or None when it says neither that something fires nor that it is over. Raises
    Unreadable when it has no title and nothing to know it by."""
    said = leaves.first(found, *shape.title.split())
    state, bare = words.ahead(said)
    firing = _firing(shape, found, state)
    if firing is None:
        return None
    title = _placed(bare if state else said, leaves.first(found, *shape.where.split()))
    known = _known(shape, found, bare if state else said)
    if not known:
        raise Unreadable(f"A {shape.name} alert without a title and a name of its own.")
    return _told(
        shape,
        payload,
        found,
        firing=firing,
        title=title or known[0][: told.LONGEST_TITLE],
        known=known,
    )


def _known(shape: Shape, found: Leaves, title: str) -> list[str]:
    """By what it is known again; empty for what has neither a name nor a title."""

    def each(paths: Paths) -> list[str]:
        return [found[path] for path in paths.split() if found.get(path)]

    own = each(shape.identity)
    what = each(shape.rule) or ([title] if title else [])
    return own or ([*what, *each(shape.place)] if what else [])


def _placed(title: str, where: str) -> str:
    first = title.splitlines()[0] if title else ""
    short = where[:100]
    placed = f"{first} on {short}" if first and short and short not in first else first
    return placed[: told.LONGEST_TITLE]


def _told(
    shape: Shape, payload: Any, found: Leaves, *, firing: bool, title: str, known: list[str]
) -> Told:
    time = _times(shape, found)
    began, ended = time(shape.began), None if firing else time(shape.ended)
    return Told(
        fingerprint=told.fingerprint([shape.name, *known]),
        firing=firing,
        title=title,
        severity=_severity(shape, found),
        at=time(shape.news) or (began if firing else ended),
        started_at=began,
        ended_at=ended,
        group=leaves.first(found, *shape.group.split()),
        text=leaves.first(found, *shape.text.split()),
        labels=labels.of(payload, shape.tags.split()),
        link=leaves.first(found, *shape.link.split())[:2000],
    )


def _times(shape: Shape, found: Leaves) -> Callable[[Paths], datetime | None]:
    def time(paths: Paths) -> datetime | None:
        read = (words.moment(found[path]) for path in paths.split() if path in found)
        return next((each for each in read if each is not None), None)

    return time


def _firing(shape: Shape, found: Leaves, ahead: str) -> bool | None:
    if any(_there(found, path) for path in shape.over.split()):
        return False
    known = dict(shape.states)
    for path in shape.state.split():
        word = found.get(path)
        if word:
            own = words.plain(word)
            return known[own] if own in known else words.firing(word)
    return words.firing(ahead) if ahead else True


def _severity(shape: Shape, found: Leaves) -> str:
    known = dict(shape.levels)
    for path in shape.severity.split():
        word = found.get(path, "")
        level = known.get(words.plain(word)) or words.severity(word)
        if level:
            return level
    return ""
