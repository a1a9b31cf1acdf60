"""What people are told of a card that was declined and of a payment that is disputed, in the four
languages of the house. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from babel import dates, numbers

from billing.amounts.money import Money

FORMATS: Final = {"en": "en_GB", "pl": "pl_PL", "zh": "zh_Hans_CN", "ar": "ar"}
Occasion = Literal["declined", "last", "given_up", "disputed"]


@dataclass(frozen=True, slots=True)
class Facts:
    """`client`: its key, for the provider's people. `card`: what it is known by, "" for unknown.
    `next_on`: the day of the next try. `reason`, `status`: Stripe's words. `respond_by`: until when
    evidence is taken. `link`: where to pay, or to look."""

    number: str
    client: str
    amount: Money
    link: str
    card: str = ""
    tries: int = 0
    next_on: date | None = None
    reason: str = ""
    status: str = ""
    respond_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    subject: str
    text: str


# Of each occasion the subject, then its paragraphs; one whose facts are missing is left out.
WORDS: Final[Mapping[str, Mapping[Occasion, tuple[str, ...]]]] = {
    "en": {
        "declined": (
            "Your card was declined: invoice {number}",
            "{amount} of invoice {number} could not be taken from your card {card}.",
            "We try again on {next_on}. You need do nothing if the card works by then.",
            "To pay at once, or with another card: {link}",
        ),
        "last": (
            "Your card was declined for the last time: invoice {number}",
            "{amount} of invoice {number} could not be taken from your card {card}.",
            "We do not try this card again, and the invoice is due now.",
            "Please pay it here: {link}",
        ),
        "given_up": (
            "[{client}] Card given up: invoice {number}",
            "The card {card} of {client} was declined {tries} times, the last time for: {reason}.",
            "{amount} of invoice {number} is due now, and overdue from tomorrow.",
            "Look at it: {link}",
        ),
        "disputed": (
            "[{client}] Payment disputed ({status}): invoice {number}",
            "{amount} paid on invoice {number} is disputed at the bank of {client}: {reason}.",
            "Evidence is taken until {respond_by}.",
            "Nothing of this invoice is dunned meanwhile: {link}",
        ),
    },
    "pl": {
        "declined": (
            "Karta została odrzucona: faktura {number}",
            "Nie udało się pobrać {amount} za fakturę {number} z karty {card}.",
            "Ponowimy próbę {next_on}. Jeśli karta będzie wtedy działać, nie trzeba nic robić.",
            "Płatność od razu lub inną kartą: {link}",
        ),
        "last": (
            "Karta została odrzucona po raz ostatni: faktura {number}",
            "Nie udało się pobrać {amount} za fakturę {number} z karty {card}.",
            "Nie będziemy więcej próbować tej karty, a faktura jest płatna natychmiast.",
            "Prosimy o płatność tutaj: {link}",
        ),
        "given_up": (
            "[{client}] Koniec prób pobrania z karty: faktura {number}",
            "Karta {card} klienta {client} została odrzucona {tries} razy, ostatnio z powodu: "
            "{reason}.",
            "{amount} za fakturę {number} jest płatne natychmiast, a od jutra przeterminowane.",
            "Szczegóły: {link}",
        ),
        "disputed": (
            "[{client}] Płatność zakwestionowana ({status}): faktura {number}",
            "{amount} zapłacone za fakturę {number} zakwestionowano w banku klienta {client}: "
            "{reason}.",
            "Dowody są przyjmowane do {respond_by}.",
            "W tym czasie nie wysyłamy przypomnień o tej fakturze: {link}",
        ),
    },
    "zh": {
        "declined": (
            "您的银行卡被拒：发票 {number}",
            "未能从您的银行卡 {card} 扣取发票 {number} 的 {amount}。",
            "我们将于 {next_on} 再次尝试。如届时银行卡可用，您无需任何操作。",
            "立即付款或使用其他银行卡：{link}",
        ),
        "last": (
            "您的银行卡最后一次被拒：发票 {number}",
            "未能从您的银行卡 {card} 扣取发票 {number} 的 {amount}。",
            "我们不会再次尝试此卡，该发票现已到期应付。",
            "请在此付款：{link}",
        ),
        "given_up": (
            "[{client}] 已停止刷卡：发票 {number}",
            "{client} 的银行卡 {card} 已被拒 {tries} 次，最后一次原因：{reason}。",
            "发票 {number} 的 {amount} 现已到期应付，自明日起逾期。",
            "查看：{link}",
        ),
        "disputed": (
            "[{client}] 付款被提出争议（{status}）：发票 {number}",
            "{client} 的银行对发票 {number} 已付的 {amount} 提出争议：{reason}。",
            "提交证据的截止日期：{respond_by}。",
            "在此期间不会对该发票催款：{link}",
        ),
    },
    "ar": {
        "declined": (
            "رُفضت بطاقتكم: الفاتورة {number}",
            "تعذّر سحب {amount} من الفاتورة {number} من بطاقتكم {card}.",
            "سنحاول مرة أخرى في {next_on}. لا حاجة إلى أي إجراء إذا كانت البطاقة صالحة حينها.",
            "للدفع فورًا أو ببطاقة أخرى: {link}",
        ),
        "last": (
            "رُفضت بطاقتكم للمرة الأخيرة: الفاتورة {number}",
            "تعذّر سحب {amount} من الفاتورة {number} من بطاقتكم {card}.",
            "لن نحاول هذه البطاقة مرة أخرى، والفاتورة مستحقة الدفع الآن.",
            "يرجى الدفع هنا: {link}",
        ),
        "given_up": (
            "[{client}] توقفت محاولات السحب من البطاقة: الفاتورة {number}",
            "رُفضت بطاقة {client} {card} {tries} مرات، وآخر سبب: {reason}.",
            "مبلغ {amount} من الفاتورة {number} مستحق الآن، ومتأخر ابتداءً من الغد.",
            "التفاصيل: {link}",
        ),
        "disputed": (
            "[{client}] اعتراض على دفعة ({status}): الفاتورة {number}",
            "اعترض بنك {client} على {amount} المدفوعة عن الفاتورة {number}: {reason}.",
            "تُقبل الأدلة حتى {respond_by}.",
            "لا تُرسل تذكيرات بهذه الفاتورة في هذه الأثناء: {link}",
        ),
    },
}


def mail(locale: str, occasion: Occasion, facts: Facts) -> Said:
    """In English for a language that the house does not speak."""
    language = locale if locale in WORDS else "en"
    filled = _filled(FORMATS[language], facts)
    subject, *paragraphs = WORDS[language][occasion]
    kept = [each for each in paragraphs if not _lacks(each, facts)]
    text = "\n\n".join(each.format(**filled) for each in kept)
    return Said(subject.format(**filled), f"{_tidy(text)}\n")


def _lacks(paragraph: str, facts: Facts) -> bool:
    return ("{next_on}" in paragraph and facts.next_on is None) or (
        "{respond_by}" in paragraph and facts.respond_by is None
    )


def _tidy(text: str) -> str:
    """Where the card is not known nothing stands in its place."""
    return text.replace("  ", " ").replace(" .", ".").replace(" 。", "。")


def _filled(form: str, facts: Facts) -> dict[str, str]:
    amount = numbers.format_currency(facts.amount.amount, facts.amount.currency, locale=form)
    return {
        "number": facts.number,
        "client": facts.client,
        "amount": amount,
        "link": facts.link,
        "card": f"({facts.card})" if facts.card else "",
        "tries": str(facts.tries),
        "next_on": _day(facts.next_on, form),
        "reason": facts.reason.replace("_", " "),
        "status": facts.status.replace("_", " "),
        "respond_by": _day(facts.respond_by, form),
    }


def _day(at: date | None, form: str) -> str:
    return "" if at is None else dates.format_date(at, "long", locale=form)
