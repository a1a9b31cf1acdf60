"""What a reminder says, in the four languages of the house. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from babel import dates, numbers

from billing.amounts.money import Money

FORMATS: Final = {"en": "en_GB", "pl": "pl_PL", "zh": "zh_Hans_CN", "ar": "ar"}


@dataclass(frozen=True, slots=True)
class Facts:
    """`last`: no further reminder follows."""

    number: str
    level: int
    last: bool
    amount: Money
    fee: Money
    due_on: date
    reference: str
    portal: str


@dataclass(frozen=True, slots=True)
class Said:
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class _Words:
    """One language's sentences; names in braces are filled in."""

    first: str
    again: str
    last: str
    owed: str
    fee: str
    how: str
    question: str


WORDS: Final = {
    "en": _Words(
        first="Reminder: invoice {number}",
        again="Reminder {level}: invoice {number}",
        last="Last reminder: invoice {number}",
        owed="{amount} of invoice {number}, due on {due_on}, has not reached us yet.",
        fee="As agreed, {fee} for this reminder will be on your next invoice.",
        how="Please transfer it with the reference {reference}. If you have paid in the meantime, "
        "there is nothing to do.",
        question="The invoice, and a way to question a line of it: {portal}",
    ),
    "pl": _Words(
        first="Przypomnienie: faktura {number}",
        again="Przypomnienie {level}: faktura {number}",
        last="Ostatnie przypomnienie: faktura {number}",
        owed="Nie otrzymaliśmy jeszcze {amount} za fakturę {number} z terminem płatności {due_on}.",
        fee="Zgodnie z umową opłata za to przypomnienie, {fee}, będzie na następnej fakturze.",
        how="Prosimy o przelew z tytułem {reference}. Jeśli płatność została już wykonana, nie "
        "trzeba nic robić.",
        question="Faktura oraz możliwość zakwestionowania jej pozycji: {portal}",
    ),
    "zh": _Words(
        first="付款提醒：发票 {number}",
        again="第 {level} 次付款提醒：发票 {number}",
        last="最后一次付款提醒：发票 {number}",
        owed="发票 {number} 应于 {due_on} 前付款，我们尚未收到其中的 {amount}。",
        fee="按照约定，本次提醒的费用 {fee} 将列入下一张发票。",
        how="请转账付款，并注明参考号 {reference}。如已付款，则无需理会本邮件。",
        question="查看发票或对其中某一项提出异议：{portal}",
    ),
    "ar": _Words(
        first="تذكير: الفاتورة {number}",
        again="التذكير رقم {level}: الفاتورة {number}",
        last="التذكير الأخير: الفاتورة {number}",
        owed="لم يصلنا بعد مبلغ {amount} من الفاتورة {number} المستحقة في {due_on}.",
        fee="وفقًا للاتفاق، ستُدرج رسوم هذا التذكير وقدرها {fee} في فاتورتكم القادمة.",
        how="يرجى تحويل المبلغ مع ذكر المرجع {reference}. "
        "إذا كنتم قد دفعتم في هذه الأثناء فلا حاجة إلى أي إجراء.",
        question="الفاتورة، وإمكانية الاعتراض على أحد بنودها: {portal}",
    ),
}


def mail(locale: str, facts: Facts) -> Said:
    """In English for a language that the house does not speak."""
    language = locale if locale in WORDS else "en"
    words, filled = WORDS[language], _filled(FORMATS[language], facts)
    subject = words.first if facts.level == 1 else words.last if facts.last else words.again
    said = [words.owed, words.fee, words.how, words.question]
    kept = [each for each in said if facts.fee or each is not words.fee]
    text = "\n\n".join(each.format(**filled) for each in kept)
    return Said(subject.format(**filled), f"{text}\n")


def fee_line(number: str) -> str:
    """The line on the next invoice."""
    return f"Reminder about {number}"


def _filled(form: str, facts: Facts) -> dict[str, str]:
    return {
        "number": facts.number,
        "level": str(facts.level),
        "amount": _money(facts.amount, form),
        "fee": _money(facts.fee, form),
        "due_on": dates.format_date(facts.due_on, "long", locale=form),
        "reference": facts.reference,
        "portal": facts.portal,
    }


def _money(amount: Money, form: str) -> str:
    return numbers.format_currency(amount.amount, amount.currency, locale=form)
