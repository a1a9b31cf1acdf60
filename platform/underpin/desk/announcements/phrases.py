"""What a mail about an announcement says besides its own words, in each language we speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from underpin.desk.announcements.announcement import Announcement
from underpin.kernel.wordings import Catalogue, moment


@dataclass(frozen=True, slots=True)
class Phrases:
    """`kinds` names what is told; `every` introduces the page on which they all stand, `stop` the
    one that ends these mails."""

    kinds: Mapping[str, str]
    every: str
    stop: str
    is_right_to_left: bool = False


ALL: Final = Catalogue(
    en=Phrases(
        {"notice": "Notice", "disruption": "Disruption", "maintenance": "Maintenance"},
        "All announcements:",
        "Stop these mails, without signing in:",
    ),
    pl=Phrases(
        {
            "notice": "Komunikat",
            "disruption": "Zakłócenie",
            "maintenance": "Prace serwisowe",
        },
        "Wszystkie komunikaty:",
        "Rezygnacja z tych wiadomości, bez logowania:",
    ),
    zh=Phrases(
        {"notice": "通知", "disruption": "服务中断", "maintenance": "维护"},
        "查看全部公告：",
        "停止接收此类邮件（无需登录）：",
    ),
    ar=Phrases(
        {"notice": "إشعار", "disruption": "انقطاع", "maintenance": "صيانة"},
        "كل الإعلانات:",
        "إيقاف هذه الرسائل دون تسجيل الدخول:",
        is_right_to_left=True,
    ),
)

of = ALL.of


def when(found: Announcement, locale: str, time_zone: str) -> str:
    """From when to when, in the reader's zone; empty where it tells of no time."""
    if found.starts_at is None:
        return ""
    moments = [found.starts_at, *([found.ends_at] if found.ends_at else [])]
    return " – ".join(moment(each, locale, time_zone) for each in moments)
