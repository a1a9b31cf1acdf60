"""What a gateway says to one of our people besides pages, in their language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """`code` proves a number; `test` tries a gateway."""

    code: str
    test: str


ALL: Final = Catalogue(
    en=Words(
        code="Your code for pages: {code}",
        test="This is a test of how pages are sent. Nothing is the matter.",
    ),
    pl=Words(
        code="Twój kod do wezwań: {code}",
        test="To test wysyłania wezwań. Nic się nie dzieje.",
    ),
    zh=Words(
        code="您的呼叫验证码：{code}",
        test="这是呼叫发送测试，没有任何问题。",
    ),
    ar=Words(
        code="رمزك للنداءات: {code}",
        test="هذه تجربة لإرسال النداءات. لا شيء يستدعي القلق.",
    ),
)

of = ALL.of
