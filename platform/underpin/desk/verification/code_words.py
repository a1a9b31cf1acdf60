"""What the mail with a code says, in each language we speak; others get English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue, filled


@dataclass(frozen=True, slots=True)
class Words:
    """`code` knows {code}."""

    subject: str
    code: str
    tell: str
    beware: str


ENGLISH = Words(
    subject="Your code",
    code="Your code is {code}. It is good for ten minutes.",
    tell="Tell it to the service desk you are speaking with.",
    beware="If you are not speaking with us, tell it to nobody and let us know.",
)

ALL: Final = Catalogue(
    en=ENGLISH,
    pl=Words(
        subject="Twój kod",
        code="Twój kod to {code}. Jest ważny dziesięć minut.",
        tell="Podaj go pracownikowi, z którym rozmawiasz.",
        beware="Jeśli nie rozmawiasz z nami, nie podawaj go nikomu i daj nam znać.",
    ),
    zh=Words(
        subject="您的验证码",
        code="您的验证码是 {code}，十分钟内有效。",
        tell="请告知正在与您通话的服务台人员。",
        beware="如果您没有在与我们通话，请勿告诉任何人，并通知我们。",
    ),
    ar=Words(
        subject="رمزك",
        code="رمزك هو {code} وهو صالح لعشر دقائق.",
        tell="أخبر به من تتحدث معه في مكتب الخدمة.",
        beware="إن لم تكن تتحدث معنا فلا تخبر به أحدًا وأعلمنا.",
    ),
)

of = ALL.of


def text(words: Words, code: str) -> str:
    return "\n\n".join((filled(words.code, code=code), words.tell, words.beware)) + "\n"
