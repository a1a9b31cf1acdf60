"""What the mail of a kept report says, but for the report's own words, in four languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Letter:
    """`subject` and `opening` know the {name} it is kept under; `uncounted` stands where its
    figures could not be counted for a mail."""

    subject: str
    opening: str
    attached: str
    too_large: str
    uncounted: str
    look: str


ALL: Final = Catalogue(
    en=Letter(
        subject="{name} is ready",
        opening="Your report “{name}” is ready.",
        attached="The whole table is attached as CSV.",
        too_large="The table is too large for a mail. You can download it where the report stands.",
        uncounted="Its figures could not be counted for this mail. The report itself says why.",
        look="See it here, with the tickets behind each number:",
    ),
    pl=Letter(
        subject="{name} jest gotowy",
        opening="Twój raport „{name}” jest gotowy.",
        attached="Cała tabela jest w załączniku CSV.",
        too_large="Tabela jest za duża na e-mail. Można ją pobrać na stronie raportu.",
        uncounted="Nie udało się policzyć danych na potrzeby tej wiadomości. Powód podaje sam "
        "raport.",
        look="Zobacz go tutaj, razem ze zgłoszeniami, z których wynika każda liczba:",
    ),
    zh=Letter(
        subject="{name} 已就绪",
        opening="您的报表“{name}”已就绪。",
        attached="完整表格见 CSV 附件。",
        too_large="表格太大，无法随邮件发送。可在报表页面下载。",
        uncounted="未能为本邮件统计出数据，原因见报表页面。",
        look="在此查看，并可查看每个数字背后的工单：",
    ),
    ar=Letter(
        subject="{name} جاهز",
        opening="تقريرك «{name}» جاهز.",
        attached="الجدول كاملًا مرفق بصيغة CSV.",
        too_large="الجدول أكبر من أن يُرسل بالبريد. يمكنك تنزيله من صفحة التقرير.",
        uncounted="تعذّر حساب الأرقام لهذه الرسالة، والسبب مذكور في التقرير نفسه.",
        look="اطّلع عليه هنا مع التذاكر التي وراء كل رقم:",
    ),
)
