"""A kept report is told in the reader's language, the same on its page and in its PDF."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdf
import pytest

from tests import fonts
from tests.unit.desk.service_reports.samples import OCTOBER
from underpin.desk.service_reports import told
from underpin.desk.service_reports.printed import language, printing, wording
from underpin.desk.service_reports.printed.sheet import Section, Sheet
from underpin.kernel.printing import speech

LANGUAGES = sorted(speech.FORMATS)


def sheet(code: str = "en") -> Sheet:
    return wording.sheet(OCTOBER, language.of(code))


def section(name: str, code: str = "en") -> Section:
    return next(each for each in sheet(code).sections if each.name == name)


def texts(found: Section) -> list[list[str]]:
    return [[cell.text for cell in row] for row in found.rows]


def test_what_is_kept_is_read_back_as_it_was() -> None:
    assert told.decoded(told.encoded(OCTOBER)) == OCTOBER


def test_promises_stand_against_what_was_committed_to() -> None:
    assert texts(section("promises")) == [
        ["Resolution", "All", "19", "1", "95%", "90%", "Kept"],
        ["Resolution", "P1", "0", "1", "0%", "—", "Not kept"],
    ]
    assert len(section("promises").notes) == 3


def test_a_miss_is_explained_in_words_and_leads_to_its_ticket() -> None:
    first, hidden = section("misses").rows
    assert first[0].ticket == "ACME-17"
    assert first[3].text == (
        "It took 5 h 0 min of working time; 4 h 0 min were promised. "
        "2 h 0 min did not count: we waited for your answer. "
        "The target was changed meanwhile, so this miss earns no credit by default. "
        "It counts as missed because your objection was upheld."
    )
    assert first[2].text == "14 Oct 2026, 14:05:00"
    assert (hidden[0].text, hidden[0].ticket) == ("A confidential ticket", "")


def test_a_credit_is_exact_and_says_why_it_was_refused() -> None:
    assert texts(section("credits")) == [
        ["12.5%", "the service's fee", "Refused: Paid already.", "—"]
    ]


def test_a_month_without_answers_is_none_and_not_nothing_percent() -> None:
    assert texts(section("trend"))[0] == ["September 2026", "—"]
    assert sheet().facts[-1][1] == "75%"


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_has_every_word(code: str) -> None:
    assert speech._words(language.Language.package, code).keys() == (
        speech._words(language.Language.package, "en").keys()
    )
    for key, said in speech._words(language.Language.package, code).items():
        english = speech._words(language.Language.package, "en")[key]
        assert set(re.findall(r"\{\w+\}", said)) == set(re.findall(r"\{\w+\}", english)), key
    assert sheet(code).direction == ("rtl" if code == "ar" else "ltr")


@fonts.needed
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_same_report_is_the_same_bytes(code: str) -> None:
    made = printing.pdf(OCTOBER, code)
    assert made == printing.pdf(OCTOBER, code)
    read = pypdf.PdfReader(io.BytesIO(made))
    assert read.metadata is not None
    assert read.metadata.creation_date is not None
    assert read.metadata.creation_date.date() - OCTOBER.made_on == timedelta(0)
    if code != "ar":  # there the reader of the PDF gives words in another order
        assert "#let x = panic()" in "".join(page.extract_text() for page in read.pages)
