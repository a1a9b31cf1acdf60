"""What a mail says that gathers what is new, in each language we speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """`resolved` knows {number} and {subject}."""

    subject: str
    resolved: str
    more: str
    answer: str


ALL: Final = Catalogue(
    en=Words(
        subject="News on your requests: {count}",
        resolved="{number}, “{subject}”, is resolved.",
        more="And more: {count}. You find them at the portal.",
        answer="To answer, open the request.",
    ),
    pl=Words(
        subject="Nowości w Twoich zgłoszeniach: {count}",
        resolved="Zgłoszenie {number} „{subject}” jest rozwiązane.",
        more="I jeszcze: {count}. Znajdziesz je w portalu.",
        answer="Aby odpowiedzieć, otwórz zgłoszenie.",
    ),
    zh=Words(
        subject="您的请求有新消息：{count}",
        resolved="{number}“{subject}”已解决。",
        more="另有 {count} 条，请到门户查看。",
        answer="如需回复，请打开该请求。",
    ),
    ar=Words(
        subject="جديد في طلباتكم: {count}",
        resolved="حُلّ الطلب {number} «{subject}».",
        more="والمزيد: {count}. تجدونها في البوابة.",
        answer="للرد، افتحوا الطلب.",
    ),
)
