"""What mails about visits say, in the languages of the pages."""

from __future__ import annotations

from typing import Final

from underpin.kernel.wordings import Catalogue, filled

ARRANGED, MOVED, CANCELLED = "arranged", "moved", "cancelled"

SUBJECTS: Final = Catalogue(
    en={
        ARRANGED: "[{ticket}] Visit on {when}",
        MOVED: "[{ticket}] Visit moved to {when}",
        CANCELLED: "[{ticket}] Visit on {when} cancelled",
    },
    pl={
        ARRANGED: "[{ticket}] Wizyta {when}",
        MOVED: "[{ticket}] Wizyta przeniesiona na {when}",
        CANCELLED: "[{ticket}] Wizyta {when} odwołana",
    },
    zh={
        ARRANGED: "[{ticket}] 上门时间：{when}",
        MOVED: "[{ticket}] 上门改到 {when}",
        CANCELLED: "[{ticket}] {when} 的上门已取消",
    },
    ar={
        ARRANGED: "[{ticket}] زيارة في {when}",
        MOVED: "[{ticket}] نُقلت الزيارة إلى {when}",
        CANCELLED: "[{ticket}] أُلغيت الزيارة في {when}",
    },
)
LABELS: Final = Catalogue(
    en=("When", "Where", "Technician", "Note"),
    pl=("Kiedy", "Gdzie", "Technik", "Uwagi"),
    zh=("时间", "地点", "技术人员", "备注"),
    ar=("الموعد", "المكان", "الفني", "ملاحظة"),
)


def subject(language: str, what: str, ticket: str, when: str) -> str:
    return filled(SUBJECTS.of(language)[what], ticket=ticket, when=when)


def body(language: str, values: tuple[str, str, str, str], summary: str) -> str:
    """The labels with what is known, under what it is about."""
    labels = LABELS.of(language)
    lines = [f"{label}: {value}" for label, value in zip(labels, values, strict=True) if value]
    return "\n".join([summary, "", *lines, ""])
