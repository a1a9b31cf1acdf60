"""What is printed: all that the document says, in four languages, the same bytes every time."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pypdf
import pytest

from billing.papers import rendering
from billing.papers.paper import Kind, Paper
from billing.papers.printed import language, wording
from billing.parties.party import Buyer
from tests import fonts
from tests.unit.billing.papers import samples
from underpin.kernel.printing import speech

WORDS = Path(language.__file__).parent / "words"
LANGUAGES = sorted(speech.FORMATS)


def text(pdf: bytes) -> str:
    """The pages' words, spaces and places where a line may break taken out."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"[\s\u200b]+", "", "".join(page.extract_text() for page in pages))


def used(pdf: bytes) -> set[str]:
    """The fonts of the first page."""
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    fonts_of_page = page["/Resources"]["/Font"]  # type: ignore[index]
    return {str(each.get_object()["/BaseFont"]) for each in fonts_of_page.values()}


def bought_by(buyer: Buyer, of: Paper) -> Paper:
    return replace(of, letterhead=msgspec.structs.replace(of.letterhead, buyer=buyer))


def test_the_four_languages_have_the_same_words() -> None:
    found = {path.stem: json.loads(path.read_text()) for path in WORDS.glob("*.json")}
    assert sorted(found) == LANGUAGES
    for code, words in found.items():
        assert words.keys() == found["en"].keys(), code
        for key, said in words.items():
            places = sorted(re.findall(r"\{\w+\}", said))
            assert places == sorted(re.findall(r"\{\w+\}", found["en"][key])), f"{code} {key}"
            assert said.strip()


@pytest.mark.parametrize(
    ("code", "amount", "day", "span", "rate"),
    [
        ("en", "EUR\u00a01,234.50", "3 November 2026", "1–31 Oct 2026", "7.5%"),
        ("pl", "1\u00a0234,50\u00a0EUR", "3 listopada 2026", "1–31 paź 2026", "7,5\u00a0%"),
        ("zh", "EUR\u00a01,234.50", "2026年11月3日", "2026年10月1日至31日", "7.5%"),
        ("ar", "1,234.50\u00a0EUR", "3 نوفمبر 2026", "1–31 أكتوبر 2026", "7.5%"),
    ],
)
def test_figures_and_days_read_as_the_language_has_them(
    code: str, amount: str, day: str, span: str, rate: str
) -> None:
    speech = language.of(code)
    assert speech.money(Decimal("1234.5"), "EUR") == amount
    assert speech.day(samples.month().issued_on) == day
    assert speech.days(samples.OCTOBER) == span
    assert speech.percent(Decimal("7.5000")) == rate


def test_an_amount_has_its_currencys_own_places() -> None:
    speech = language.of("en")
    assert speech.amount(Decimal("1234.5"), "JPY") == "1,235"
    assert speech.amount(Decimal("-1234.5"), "KWD") == "-1,234.500"
    assert speech.amount(Decimal(5), "IQD") == "5.000"


def test_what_people_wrote_is_put_in_once_and_never_read_again() -> None:
    said = language.of("en").say("pay.text", amount="{number}", due="{x}", number="7")
    assert said == "Please pay {number} by {x}, with the reference 7."


@fonts.needed
@pytest.mark.parametrize("code", LANGUAGES)
def test_it_prints_the_same_bytes_again(code: str) -> None:
    of = samples.month()
    made = rendering.pdf(of, code)
    assert made == rendering.pdf(replace(of, lines=tuple(of.lines)), code)
    found = text(made)
    speech = language.of(code)
    for said in (speech.say("title.invoice"), speech.amount(of.net, "EUR"), "ACME-2026-0007"):
        assert re.sub(r"\s", "", said) in found or code == "ar", said
    assert "PL61109010140000071219812874" in found
    assert "RF39ACME20260007" in found
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.metadata is not None
    assert str(reader.metadata.creation_date)[:10] == "2026-11-03"


@fonts.needed
def test_chinese_and_arabic_are_set_in_their_own_glyphs() -> None:
    for buyer, code, family in (
        (samples.CHINESE, "zh", "NotoSansSC"),
        (samples.ARABIC, "ar", "NotoSansArabic"),
    ):
        pdf = rendering.pdf(bought_by(buyer, samples.month()), code)
        assert any(name.endswith(f"{family}-Regular") for name in used(pdf)), code
        assert "\ufffd" not in text(pdf), code
    zh = rendering.pdf(bought_by(samples.CHINESE, samples.month()), "zh")
    assert "上海货运代理有限公司" in text(zh)


@fonts.needed
def test_a_hostile_name_is_printed_as_it_is_written() -> None:
    buyer = msgspec.structs.replace(samples.BUYER, legal_name=samples.HOSTILE)
    lines = [samples.line(1, samples.HOSTILE, "1.00"), samples.line(2, "A" * 300, "2.00")]
    found = text(rendering.pdf(bought_by(buyer, samples.paper(lines))))
    assert found.count(samples.HOSTILE.replace(" ", "")) == 2
    assert "A" * 300 in found


@fonts.needed
def test_many_lines_go_over_pages_and_none_is_lost() -> None:
    lines = [samples.line(n, f"Item-{n:03}", f"{n}.37") for n in range(1, 121)]
    pdf = rendering.pdf(samples.paper(lines))
    found = text(pdf)
    assert all(f"Item-{n:03}" in found for n in range(1, 121))
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert pages > 3
    assert f"Page{pages}of{pages}" in found


@fonts.needed
def test_a_draft_says_that_it_is_one() -> None:
    draft = replace(samples.month(), kind=Kind.DRAFT, number="", due_on=None)
    found = text(rendering.pdf(draft))
    assert "DRAFT" in found
    assert "notaninvoice" in found
    assert "IBAN" not in found
    assert "Pleasepay" not in found
    assert "DRAFT" not in text(rendering.pdf(samples.month()))


def test_a_reverse_charge_says_who_owes_the_tax() -> None:
    line = samples.line(1, "Care", "100.00", tax_code="AE", tax_rate=Decimal(0))
    sheet = wording.sheet(samples.paper([line]), language.of("pl"))
    assert sheet.notes[0].startswith("Odwrotne obciążenie")
    assert sheet.taxes == (("0\u00a0% AE", "100,00", "0,00"),)


def test_what_the_client_paid_before_is_taken_off_what_is_due() -> None:
    head = msgspec.structs.replace(samples.HEAD, from_balance=Decimal("76.84"))
    of = replace(samples.month(), prepaid=Decimal("400.00"), letterhead=head)
    sheet = wording.sheet(of, language.of("en"))
    assert sheet.totals[-3:] == (
        ("Total", "5,476.84"),
        ("Paid from prepaid money", "-400.00"),
        ("Paid from your balance", "-76.84"),
    )
    assert sheet.total == ("Amount due", "EUR\u00a05,000.00")


def test_what_blocks_covered_and_what_was_invoiced_before_stands_at_the_line() -> None:
    minutes = wording.sheet(samples.month(), language.of("en")).lines[2]
    assert minutes.notes[1:] == (
        "of which 60 min included",
        "of which 340 min covered by prepaid blocks",
        "1,187.50 in all, less 95.00 invoiced before",
    )


def test_the_tax_is_told_in_the_currency_it_is_declared_in() -> None:
    head = msgspec.structs.replace(samples.HEAD, local_tax=samples.LOCAL)
    sheet = wording.sheet(replace(samples.month(), letterhead=head), language.of("en"))
    said = "VAT in PLN: 2,173.37 (1 EUR = 4.2512 PLN, NBP, 2 November 2026)"
    assert said in sheet.notes


def test_a_credit_note_names_its_invoice_and_asks_for_no_money() -> None:
    sheet = wording.sheet(samples.note(), language.of("en"))
    assert ("Corrects invoice", "ACME-2026-0007 of 3 November 2026") in sheet.facts
    assert sheet.bank == ()
    assert sheet.total == ("Credited", "EUR\u00a0139.61")


def test_marks_that_turn_the_direction_are_taken_out_of_names() -> None:
    line = samples.line(1, "evil\u202efdp.exe", "1.00")
    assert wording.sheet(samples.paper([line]), language.of("ar")).lines[0].name == "evilfdp.exe"
