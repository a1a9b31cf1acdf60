"""What the bot answers, by rule: it looks words up in knowledge, offers what it found, and names
the way to a person. It makes nothing up. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.chat.phrases import Phrases

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """An article that is put before somebody."""

    article_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    body: str
    offers: tuple[Offer, ...]


def answer(
    said: Phrases, found: Sequence[Offer], known: Sequence[UUID], told: Sequence[str], turn: int
) -> Answer:
    """To what somebody wrote in their `turn`th line (from 1). `known`: what was offered before is
    not offered again; `told`: titles of what is announced now, said once, at the beginning."""
    new = tuple(offer for offer in found if offer.article_id not in known)[:MOST]
    if new:
        body = said.found if turn == 1 else said.found_more
    else:
        body = said.nothing if turn == 1 else said.nothing_again
    if turn == 1 and told:
        body = f"{said.told.format(titles='; '.join(told))}\n{body}"
    return Answer(body, new)
