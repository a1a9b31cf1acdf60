"""Articles as their readers see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from underpin.console import locale, views
from underpin.console.views.shell import Language, Shell
from underpin.desk.knowledge import rendering
from underpin.desk.knowledge.enclosing import Enclosed
from underpin.desk.knowledge.finding import Found, Leaf
from underpin.desk.knowledge.openings import Opening


def row(found: Found) -> views.ArticleRow:
    title = tuple(views.TitlePart(part.text, part.marked) for part in found.title)
    words = (str(found.id), title, found.summary, found.category)
    return views.ArticleRow(*words, staff=found.audience == "staff", own=found.own)


def shelf(shell: Shell, q: str, found: Sequence[Found]) -> views.KnowledgePage:
    """What was looked for stands in its order; a whole shelf by category."""
    rows = [row(each) for each in found]
    if q:
        return views.KnowledgePage(shell, q, (("", tuple(rows)),) if rows else ())
    groups = groupby(rows, key=lambda each: each.category)
    return views.KnowledgePage(shell, q, tuple((name, tuple(each)) for name, each in groups))


def leaf(shell: Shell, found: Leaf, opening: Opening | None, *, thanked: bool) -> views.ArticlePage:
    named = f"&opening={opening.id}" if opening else ""
    languages = tuple(
        (f"/knowledge/{found.id}?language={code}{named}", _name(code), code)
        for code in found.languages
    )
    return views.ArticlePage(
        shell,
        str(found.id),
        found.title,
        found.category,
        found.language,
        Markup(rendering.html(found.body, places(f"/knowledge/{found.id}", found.files))),  # noqa: S704 - nh3 cleaned it
        languages,
        found.published_at,
        opening=str(opening.id) if opening else "",
        solved=opening is not None and opening.solved_at is not None,
        thanked=thanked,
    )


def places(path: str, files: Iterable[Enclosed]) -> dict[str, str]:
    """Where what an article carries is to be had, by name."""
    return {each.name: f"{path}/files/{each.id}" for each in files}


def _name(code: str) -> str:
    names: dict[Language, str] = locale.NAMES
    return {str(each): name for each, name in names.items()}.get(code, code)
