"""What a mail about an announcement says besides its own words, in each language we speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from underpin.desk.announcements.announcement import Announcement
from underpin.kernel.wordings import Catalogue, moment


@dataclass(frozen=True, slots=True)
class Phrases:
    """`kinds` names what is told; `stop` introduces the page on which one unsubscribes."""

    kinds: Mapping[str, str]
    stop: str
    is_right_to_left: bool = False


ALL: Final = Catalogue(
    en=Phrases(
        {"notice": "Notice", "disruption": "Disruption", "maintenance": "Maintenance"},
        "All announcements, and how to stop these mails:",
    ),
    pl=Phrases(
        {
            "notice": "Komunikat",
            "disruption": "Zakłócenie",
            "maintenance": "Prace serwisowe",
        },
        "Wszystkie komunikaty i rezygnacja z tych wiadomości:",
    ),
    zh=Phrases(
        {"notice": "通知", "disruption": "服务中断", "maintenance": "维护"},
        "查看全部公告或停止接收此类邮件：",
    ),
    ar=Phrases(
        {"notice": "إشعار", "disruption": "انقطاع", "maintenance": "صيانة"},
        "كل الإعلانات، وكيفية إيقاف هذه الرسائل:",
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
