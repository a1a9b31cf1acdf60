"""What a few letters may mean among what the asker may see, read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tenants import company
from tenants.company import Company
from underpin.desk.knowledge import finding as articles
from underpin.desk.knowledge.finding import Found
from underpin.desk.search import finding
from underpin.desk.search.hits import Hit
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

TICKETS: Final = 6
ARTICLES: Final = 4
CLIENTS: Final = 5
LEAST: Final = 2
"""Fewer letters mean everything."""


@dataclass(frozen=True, slots=True)
class Meant:
    tickets: Sequence[Hit]
    clients: Sequence[Company]
    articles: Sequence[Found] = ()


@read("ticket.read", STAFF)
async def meant(act: Act, words: str) -> Meant:
    """Nothing where there are too few letters, or no word in them."""
    if len(words.strip()) < LEAST:
        return Meant((), ())
    return Meant(
        await _tickets(act, words), await _clients(act, words), await _articles(act, words)
    )


async def _tickets(act: Act, words: str) -> Sequence[Hit]:
    try:
        found: finding.Found = await finding.find(act, words, None, None, TICKETS)
    except Malformed:
        return ()
    return found.hits


async def _articles(act: Act, words: str) -> Sequence[Found]:
    """The provider's, for whoever may open them."""
    if not act.principal.may("knowledge.write"):
        return ()
    return await articles.of_the_house(act, words, ARTICLES)


async def _clients(act: Act, words: str) -> Sequence[Company]:
    """Those whose name or key has it, beginnings first."""
    sought = words.strip().casefold()
    found = [
        (place, each)
        for each in await company.companies(act)
        if (place := f"{each.name} {each.key}".casefold().find(sought)) >= 0
    ]
    return [each for _, each in sorted(found, key=lambda pair: pair[0] > 0)][:CLIENTS]
