"""What a reminder says, in the four languages of the house: sentences with names in braces, which
the provider may say otherwise. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec
from babel import dates, numbers

from billing.amounts import check
from billing.amounts.money import Money
from underpin.kernel.wordings import FORMATS, Catalogue


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


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's sentences; names in braces are filled in, and nothing else is: `first`,
    `again` and `last` are subjects, `fee_line` is the line on the next invoice."""

    first: str
    again: str
    last: str
    owed: str
    fee: str
    how: str
    question: str
    fee_line: str


NAME: Final = re.compile(r"\{([^{}]*)\}")
NAMES: Final = frozenset({"number", "level", "amount", "fee", "due_on", "reference", "portal"})
# What a sentence has to name to be of use.
NEEDED: Final = {
    **dict.fromkeys(("first", "again", "last", "fee_line"), frozenset({"number"})),
    "owed": frozenset({"amount", "number"}),
    "fee": frozenset({"fee"}),
}
LONGEST: Final = {"first": 200, "again": 200, "last": 200, "fee_line": 150}


WORDS: Final = Catalogue(
    en=Words(
        first="Reminder: invoice {number}",
        again="Reminder {level}: invoice {number}",
        last="Last reminder: invoice {number}",
        owed="{amount} of invoice {number}, due on {due_on}, has not reached us yet.",
        fee="As agreed, {fee} for this reminder will be on your next invoice.",
        how="Please transfer it with the reference {reference}. If you have paid in the meantime, "
        "there is nothing to do.",
        question="The invoice, and a way to question a line of it: {portal}",
        fee_line="Reminder about {number}",
    ),
    pl=Words(
        first="Przypomnienie: faktura {number}",
        again="Przypomnienie {level}: faktura {number}",
        last="Ostatnie przypomnienie: faktura {number}",
        owed="Nie otrzymaliśmy jeszcze {amount} za fakturę {number} z terminem płatności {due_on}.",
        fee="Zgodnie z umową opłata za to przypomnienie, {fee}, będzie na następnej fakturze.",
        how="Prosimy o przelew z tytułem {reference}. Jeśli płatność została już wykonana, nie "
        "trzeba nic robić.",
        question="Faktura oraz możliwość zakwestionowania jej pozycji: {portal}",
        fee_line="Przypomnienie o fakturze {number}",
    ),
    zh=Words(
        first="付款提醒：发票 {number}",
        again="第 {level} 次付款提醒：发票 {number}",
        last="最后一次付款提醒：发票 {number}",
        owed="发票 {number} 应于 {due_on} 前付款，我们尚未收到其中的 {amount}。",
        fee="按照约定，本次提醒的费用 {fee} 将列入下一张发票。",
        how="请转账付款，并注明参考号 {reference}。如已付款，则无需理会本邮件。",
        question="查看发票或对其中某一项提出异议：{portal}",
        fee_line="发票 {number} 的付款提醒",
    ),
    ar=Words(
        first="تذكير: الفاتورة {number}",
        again="التذكير رقم {level}: الفاتورة {number}",
        last="التذكير الأخير: الفاتورة {number}",
        owed="لم يصلنا بعد مبلغ {amount} من الفاتورة {number} المستحقة في {due_on}.",
        fee="وفقًا للاتفاق، ستُدرج رسوم هذا التذكير وقدرها {fee} في فاتورتكم القادمة.",
        how="يرجى تحويل المبلغ مع ذكر المرجع {reference}. "
        "إذا كنتم قد دفعتم في هذه الأثناء فلا حاجة إلى أي إجراء.",
        question="الفاتورة، وإمكانية الاعتراض على أحد بنودها: {portal}",
        fee_line="تذكير بالفاتورة {number}",
    ),
)


def checked(words: Words) -> Words:
    """Raises Invalid naming the sentence, what is wrong with it, and the cure."""
    for sentence in Words.__struct_fields__:
        text, most = getattr(words, sentence), LONGEST.get(sentence, 2000)
        names = set(NAME.findall(text))
        if not 1 <= len(text.strip()) <= most or (most < 2000 and "\n" in text):
            raise check.Invalid(sentence, "it is empty or too long", f"one of 1 to {most} letters")
        if names - NAMES or re.search(r"[{}]", NAME.sub("", text)):
            known = ", ".join(f"{{{each}}}" for each in sorted(NAMES))
            raise check.Invalid(sentence, "it names what nobody fills in", f"name only {known}")
        if missing := NEEDED.get(sentence, frozenset()) - names:
            raise check.Invalid(sentence, "it does not say enough", f"name {{{min(missing)}}}")
    return words


def mail(locale: str, facts: Facts, said_by: Mapping[str, Words] = WORDS) -> Said:
    """In English for a language that the house does not speak."""
    language = locale if locale in WORDS else "en"
    words, filled = said_by[language], _filled(FORMATS[language], facts)
    subject = words.first if facts.level == 1 else words.last if facts.last else words.again
    said = [words.owed, words.fee, words.how, words.question]
    kept = [each for each in said if facts.fee or each is not words.fee]
    text = "\n\n".join(_fill(each, filled) for each in kept)
    return Said(_fill(subject, filled), f"{text}\n")


def fee_line(number: str, locale: str = "en", said_by: Mapping[str, Words] = WORDS) -> str:
    """The line on the next invoice, in the client's language."""
    words = said_by[locale if locale in WORDS else "en"]
    return _fill(words.fee_line, {"number": number})


def _fill(sentence: str, filled: Mapping[str, str]) -> str:
    return NAME.sub(lambda name: filled.get(name[1], ""), sentence)


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
