"""Words that somebody typed, or that stand in a ticket, as terms to look articles up by. Pure."""

from __future__ import annotations

from itertools import islice
from typing import Final

from underpin.desk.search import query
from underpin.desk.search.query import Term

MOST: Final = 24
LONGEST: Final = 1_000


def terms(text: str) -> list[Term]:
    """The first different words of it. The last one may be a beginning, because somebody may be
    typing it; empty where nothing in it is a word."""
    return list(islice(dict.fromkeys(query.terms(text[:LONGEST])), MOST))
