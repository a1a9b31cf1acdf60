"""The note on a ticket of which a mail came back, in each language we speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    came_back: str
    final: str
    may_arrive: str


ALL: Final = Catalogue(
    en=Words(
        "Mail to {address} came back: {told}.",
        "Nothing more is sent to it.",
        "It may still arrive.",
    ),
    pl=Words(
        "Wiadomość do {address} wróciła: {told}.",
        "Nic więcej tam nie wysyłamy.",
        "Może jeszcze dotrzeć.",
    ),
    zh=Words(
        "发往 {address} 的邮件被退回：{told}。",
        "不再向该地址发送。",
        "仍有可能送达。",
    ),
    ar=Words(
        "عادت الرسالة إلى {address}: {told}.",
        "لن يُرسل إليه شيء بعد الآن.",
        "قد تصل بعد.",
    ),
)

of = ALL.of
