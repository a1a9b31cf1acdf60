"""What a survey's mail says, in each language we speak. Placeholders are filled in, and nothing
else is done with a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Phrases:
    """`asked` knows {number} and {subject}."""

    title: str
    asked: str
    rate: str
    is_right_to_left: bool = False


ALL: Final = Catalogue(
    en=Phrases(
        "How did we do?",
        "{number}, “{subject}”, is resolved. How content are you with what was done?",
        "It takes one click on this page:",
    ),
    pl=Phrases(
        "Jak nam poszło?",
        "Zgłoszenie {number} „{subject}” jest rozwiązane. Jak oceniasz jego obsługę?",
        "Wystarczy jedno kliknięcie na tej stronie:",
    ),
    zh=Phrases(
        "您对我们的服务满意吗？",
        "{number}“{subject}”已解决。您对处理结果满意吗？",
        "请在此页面点击一次即可评价：",
    ),
    ar=Phrases(
        "كيف كان أداؤنا؟",
        "تم حل {number} «{subject}». ما مدى رضاك عما تم؟",
        "نقرة واحدة في هذه الصفحة تكفي:",
        is_right_to_left=True,
    ),
)

of = ALL.of
