"""What our mails to our own people say, in their language; other readers get English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from underpin.kernel.wordings import Catalogue, filled

ENGLISH: Final[Mapping[str, str]] = {
    "mention": "{by} named you",
    "warnings": "{count} warnings",
    "missed": "missed",
    "used": "{percent} % used",
    "more": "and {count} more",
    "look": "Look at them: {link}",
    "aside": "An alarm was set aside",
    "aside_text": "An alarm of {name} ({what}) kept failing and was set aside. Until it is tried "
    "again nothing that hangs on it happens: no warning, no escalation.",
    "look_at_it": "Look at it: {link}",
    "refused": "{vendor} has refused the case",
    "silent": "{vendor} is silent past the time agreed",
    "nobody_left": "There is nobody else there to ask: please decide what follows.",
    "contract.reminder_raised": "Contract, {occasion}: due on {due_on}",
    "recovery.due": "A vendor owes us for targets it missed: claim it",
    "recovery.reminder": "A claim against a vendor is still to be filed",
    "recovery.lapsed": "A claim against a vendor has lapsed: nobody filed it in time",
    "coherence": "A promise may not be kept as things stand: {count} findings",
    "trainings": "{count} trainings expire within 30 days",
    "trainings_end": "Without a later record the skill is not held any more.",
    "warranties": "{count} warranties end within 30 days",
    "reviews": "{count} articles to review",
    "reviews_ask": "Read them again, and say that they hold or what changed: {link}",
    "low": "{count} low ratings",
    "rated": "{rating} of 5",
    "all_of_them": "All of them: {link}",
    "escalated": "A client escalates",
    "complained": "A client complains",
    "answer_it": "Answer it: {link}",
}
POLISH: Final[Mapping[str, str]] = {
    "mention": "{by} – wzmianka o Tobie",
    "warnings": "ostrzeżenia: {count}",
    "missed": "przekroczono",
    "used": "wykorzystano {percent} %",
    "more": "i jeszcze {count}",
    "look": "Zobacz je: {link}",
    "aside": "Alarm został odłożony",
    "aside_text": "Alarm {name} ({what}) wciąż się nie udawał i został odłożony. Dopóki nie "
    "zostanie ponowiony, nic, co od niego zależy, się nie dzieje: żadnych ostrzeżeń ani eskalacji.",
    "look_at_it": "Zobacz: {link}",
    "refused": "{vendor}: zgłoszenie odrzucone",
    "silent": "{vendor}: brak odpowiedzi w uzgodnionym czasie",
    "nobody_left": "Nie ma tam już kogo zapytać: zdecyduj, co dalej.",
    "contract.reminder_raised": "Umowa, {occasion}: termin {due_on}",
    "recovery.due": "Dostawca jest nam winien za niedotrzymane cele: zgłoś roszczenie",
    "recovery.reminder": "Roszczenie wobec dostawcy czeka na zgłoszenie",
    "recovery.lapsed": "Roszczenie wobec dostawcy przepadło: nikt nie zgłosił go na czas",
    "coherence": "Obietnica może nie zostać dotrzymana; ustalenia: {count}",
    "trainings": "szkolenia wygasające w ciągu 30 dni: {count}",
    "trainings_end": "Bez nowszego wpisu umiejętność przestaje obowiązywać.",
    "warranties": "gwarancje kończące się w ciągu 30 dni: {count}",
    "reviews": "artykuły do przeglądu: {count}",
    "reviews_ask": "Przeczytaj je ponownie i potwierdź albo powiedz, co się zmieniło: {link}",
    "low": "niskie oceny: {count}",
    "rated": "{rating} na 5",
    "all_of_them": "Wszystkie: {link}",
    "escalated": "Klient eskaluje",
    "complained": "Klient składa skargę",
    "answer_it": "Odpowiedz: {link}",
}
CHINESE: Final[Mapping[str, str]] = {
    "mention": "{by} 提到了您",
    "warnings": "{count} 条警告",
    "missed": "已超时",
    "used": "已用 {percent} %",
    "more": "另有 {count} 条",
    "look": "查看：{link}",
    "aside": "一个警报已被搁置",
    "aside_text": "{name} 的一个警报（{what}）多次失败，已被搁置。在重试之前，与之相关的任何事都不会发生：没有警告，也没有升级。",  # noqa: E501
    "look_at_it": "查看：{link}",
    "refused": "{vendor} 拒绝了该案例",
    "silent": "{vendor} 超过约定时间仍无回应",
    "nobody_left": "那边已没有其他人可询问：请决定下一步。",
    "contract.reminder_raised": "合同，{occasion}：{due_on} 到期",
    "recovery.due": "供应商因未达目标欠我们款项：请提出索赔",
    "recovery.reminder": "对供应商的索赔尚未提出",
    "recovery.lapsed": "对供应商的索赔已失效：无人按时提出",
    "coherence": "某项承诺可能无法兑现：{count} 项发现",
    "trainings": "{count} 项培训将在 30 天内到期",
    "trainings_end": "若无更新记录，该技能将不再有效。",
    "warranties": "{count} 项保修将在 30 天内到期",
    "reviews": "{count} 篇文章待复审",
    "reviews_ask": "请重新阅读，确认仍然有效或说明变化：{link}",
    "low": "{count} 条低评分",
    "rated": "{rating} 分（满分 5 分）",
    "all_of_them": "查看全部：{link}",
    "escalated": "客户升级了问题",
    "complained": "客户投诉",
    "answer_it": "请回复：{link}",
}
ARABIC: Final[Mapping[str, str]] = {
    "mention": "ذكرك {by}",
    "warnings": "تحذيرات: {count}",
    "missed": "فات الموعد",
    "used": "استُهلك {percent} %",
    "more": "و{count} أخرى",
    "look": "اطّلع عليها: {link}",
    "aside": "نُحّي إنذار جانبًا",
    "aside_text": "ظل إنذار {name} ({what}) يفشل فنُحّي جانبًا. وإلى أن يُعاد لن يحدث شيء مما يتوقف عليه: لا تحذير ولا تصعيد.",  # noqa: E501
    "look_at_it": "اطّلع عليه: {link}",
    "refused": "رفض {vendor} الحالة",
    "silent": "لم يردّ {vendor} في الوقت المتفق عليه",
    "nobody_left": "لم يبق هناك من يُسأل: قرّر ما يلي.",
    "contract.reminder_raised": "العقد، {occasion}: يستحق في {due_on}",
    "recovery.due": "مورّد مدين لنا عن أهداف لم يحققها: طالِب بها",
    "recovery.reminder": "مطالبة ضد مورّد لم تُقدَّم بعد",
    "recovery.lapsed": "سقطت مطالبة ضد مورّد: لم يقدّمها أحد في الوقت المحدد",
    "coherence": "قد لا يُوفى بوعد على الوضع الحالي: {count} من الملاحظات",
    "trainings": "تدريبات تنتهي خلال 30 يومًا: {count}",
    "trainings_end": "من دون سجل أحدث لا تعود المهارة سارية.",
    "warranties": "ضمانات تنتهي خلال 30 يومًا: {count}",
    "reviews": "مقالات للمراجعة: {count}",
    "reviews_ask": "اقرأها مجددًا وقل إنها ما زالت صحيحة أو ما الذي تغيّر: {link}",
    "low": "تقييمات منخفضة: {count}",
    "rated": "{rating} من 5",
    "all_of_them": "كلها: {link}",
    "escalated": "عميل يصعّد",
    "complained": "عميل يشتكي",
    "answer_it": "أجب عنها: {link}",
}
ALL: Final = Catalogue(en=ENGLISH, pl=POLISH, zh=CHINESE, ar=ARABIC)


def said(language: str, key: str, **words: object) -> str:
    """A phrase with its words filled in; what a word says is never read as a phrase."""
    return filled(ALL.of(language)[key], **words)
