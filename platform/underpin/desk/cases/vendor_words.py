"""What we write to vendors besides people's own words, in each language we speak.

The words a mail of theirs may begin with (`#fixed`) are the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `ends` and `over` are by metric, before and after the time agreed; `labels` by
    the part of a ticket that leaves; `turned` by what we decided about a fix."""

    opening: str
    answer: str
    look: str
    open: str
    waits: str
    ends: Mapping[str, str]
    over: Mapping[str, str]
    refused: str
    see_to_it: str
    labels: Mapping[str, str]
    turned: Mapping[str, str]


ALL: Final = Catalogue(
    en=Words(
        opening="Case {name}, priority {priority}",
        answer="Answer this mail. Begin it with #acknowledge, #question, #fixed or #refuse to say "
        "more than an update.",
        look="Or open the case: {link}",
        open="Open the case: {link}",
        waits="There is something new for you in this case.",
        ends={
            "acknowledge": "The time agreed for your acknowledgment is over at {due}.",
            "update": "The time agreed for your next update is over at {due}.",
            "fix": "The time agreed for your fix is over at {due}.",
        },
        over={
            "acknowledge": "The time agreed for the acknowledgment is over, and we have not heard "
            "it.",
            "update": "The time agreed for the next update is over, and we have not heard it.",
            "fix": "The time agreed for the fix is over, and we have not heard of one.",
        },
        refused="This case was refused. We understand it to be yours under our agreement.",
        see_to_it="Please see to it.",
        labels={
            "client": "Customer: {said}",
            "site": "Site: {said}",
            "service": "Service: {said}",
            "requester": "Contact: {said}",
            "reached_at": "Reached at: {said}",
        },
        turned={
            "confirmed": "{name}: we confirm that it is fixed.",
            "rejected": "{name}: it is not fixed yet. Please go on.",
        },
    ),
    pl=Words(
        opening="Sprawa {name}, priorytet {priority}",
        answer="Odpowiedz na tę wiadomość. Aby przekazać więcej niż aktualizację, zacznij od "
        "#acknowledge (przyjęcie), #question (pytanie), #fixed (naprawione) lub #refuse (odmowa).",
        look="Albo otwórz sprawę: {link}",
        open="Otwórz sprawę: {link}",
        waits="W tej sprawie czeka na Państwa coś nowego.",
        ends={
            "acknowledge": "Uzgodniony czas na potwierdzenie przyjęcia upływa {due}.",
            "update": "Uzgodniony czas na kolejną aktualizację upływa {due}.",
            "fix": "Uzgodniony czas na naprawę upływa {due}.",
        },
        over={
            "acknowledge": "Uzgodniony czas na potwierdzenie przyjęcia minął, a my go nie mamy.",
            "update": "Uzgodniony czas na kolejną aktualizację minął, a my jej nie mamy.",
            "fix": "Uzgodniony czas na naprawę minął, a my o niej nie wiemy.",
        },
        refused="Ta sprawa została odrzucona. Według naszej umowy należy ona do Państwa.",
        see_to_it="Prosimy zająć się tą sprawą.",
        labels={
            "client": "Klient: {said}",
            "site": "Lokalizacja: {said}",
            "service": "Usługa: {said}",
            "requester": "Osoba kontaktowa: {said}",
            "reached_at": "Kontakt: {said}",
        },
        turned={
            "confirmed": "{name}: potwierdzamy, że naprawiono.",
            "rejected": "{name}: jeszcze nie naprawiono. Prosimy o dalsze działania.",
        },
    ),
    zh=Words(
        opening="案例 {name}，优先级 {priority}",
        answer="请直接回复本邮件。如不只是更新，请以 #acknowledge（确认接收）、#question（提问）、"
        "#fixed（已修复）或 #refuse（拒绝）开头。",
        look="或打开案例：{link}",
        open="打开案例：{link}",
        waits="该案例有新内容，请查看。",
        ends={
            "acknowledge": "约定的确认接收时间将于 {due} 届满。",
            "update": "约定的下次更新时间将于 {due} 届满。",
            "fix": "约定的修复时间将于 {due} 届满。",
        },
        over={
            "acknowledge": "约定的确认接收时间已过，我们尚未收到确认。",
            "update": "约定的下次更新时间已过，我们尚未收到更新。",
            "fix": "约定的修复时间已过，我们尚未得知已修复。",
        },
        refused="该案例已被拒绝。根据我们的协议，我们认为它属于贵方。",
        see_to_it="请尽快处理。",
        labels={
            "client": "客户：{said}",
            "site": "地点：{said}",
            "service": "服务：{said}",
            "requester": "联系人：{said}",
            "reached_at": "联系方式：{said}",
        },
        turned={
            "confirmed": "{name}：我们确认已修复。",
            "rejected": "{name}：尚未修复，请继续处理。",
        },
    ),
    ar=Words(
        opening="الحالة {name}، الأولوية {priority}",
        answer="أجب عن هذه الرسالة. لتقول أكثر من تحديث ابدأها بـ #acknowledge (استلام) أو "
        "#question (سؤال) أو #fixed (أُصلح) أو #refuse (رفض).",
        look="أو افتح الحالة: {link}",
        open="افتح الحالة: {link}",
        waits="في هذه الحالة جديد ينتظركم.",
        ends={
            "acknowledge": "ينتهي الوقت المتفق عليه لتأكيد الاستلام في {due}.",
            "update": "ينتهي الوقت المتفق عليه للتحديث التالي في {due}.",
            "fix": "ينتهي الوقت المتفق عليه للإصلاح في {due}.",
        },
        over={
            "acknowledge": "انتهى الوقت المتفق عليه لتأكيد الاستلام ولم يصلنا.",
            "update": "انتهى الوقت المتفق عليه للتحديث التالي ولم يصلنا.",
            "fix": "انتهى الوقت المتفق عليه للإصلاح ولم نُبلَّغ به.",
        },
        refused="رُفضت هذه الحالة. ونرى أنها من شأنكم وفق اتفاقنا.",
        see_to_it="يُرجى متابعة الأمر.",
        labels={
            "client": "العميل: {said}",
            "site": "الموقع: {said}",
            "service": "الخدمة: {said}",
            "requester": "جهة الاتصال: {said}",
            "reached_at": "وسيلة الاتصال: {said}",
        },
        turned={
            "confirmed": "{name}: نؤكد أنه أُصلح.",
            "rejected": "{name}: لم يُصلح بعد. يُرجى المتابعة.",
        },
    ),
)

of = ALL.of
