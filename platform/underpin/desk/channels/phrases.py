"""What we say in a channel besides people's own words, in each language we speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Phrases:
    taken: str
    answered: str


ALL: Final = Catalogue(
    en=Phrases("Taken as {number}.", "There is an answer to {number}: {link}"),
    pl=Phrases("Przyjęto jako {number}.", "Jest odpowiedź w zgłoszeniu {number}: {link}"),
    zh=Phrases("已登记为 {number}。", "{number} 有了新回复：{link}"),
    ar=Phrases("سُجّل برقم {number}.", "هناك رد على {number}: {link}"),
)

of = ALL.of
