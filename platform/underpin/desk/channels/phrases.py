"""What we say in a channel besides people's own words, in each language we speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Phrases:
    taken: str
    answered: str
    greeting: str
    noted: str


ALL: Final = Catalogue(
    en=Phrases(
        "Taken as {number}.",
        "There is an answer to {number}: {link}",
        "Underpin service desk: this is a test, nothing has to be done.",
        "Taken. The answer comes in this thread.",
    ),
    pl=Phrases(
        "Przyjęto jako {number}.",
        "Jest odpowiedź w zgłoszeniu {number}: {link}",
        "Centrum obsługi Underpin: to test, nic nie trzeba robić.",
        "Przyjęto. Odpowiedź pojawi się w tym wątku.",
    ),
    zh=Phrases(
        "已登记为 {number}。",
        "{number} 有了新回复：{link}",
        "Underpin 服务台：这是一次测试，无需任何操作。",
        "已收到，回复将出现在此会话中。",
    ),
    ar=Phrases(
        "سُجّل برقم {number}.",
        "هناك رد على {number}: {link}",
        "مكتب خدمة Underpin: هذه تجربة ولا يلزم فعل شيء.",
        "وصلنا ذلك. يأتي الرد في هذه المحادثة.",
    ),
)

of = ALL.of
