"""What is pure of knowledge: Markdown that is safe, differences, languages, who answers best."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpin.desk.knowledge import asking, deflection, difference, ranking, rendering, text
from underpin.desk.knowledge.deflection import Figure, Opened
from underpin.desk.knowledge.ranking import Posting
from underpin.desk.knowledge.text import Text
from underpin.kernel.errors import Malformed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANNA, BEN = UUID(int=1), UUID(int=2)
PRINTER, SCANNER, VPN = UUID(int=11), UUID(int=12), UUID(int=13)


def test_only_what_an_article_carries_is_shown_or_linked_by_its_name() -> None:
    places = {"the back.png": "/files/1", "manual.pdf": "/files/2"}
    text = (
        "![Back](<the back.png>) ![No](gone.png) ![Spy](https://spy.example/x.png) [It](manual.pdf)"
    )
    assert rendering.html(text, places) == (
        '<p><img src="/files/1" alt="Back"> No Spy '
        '<a href="/files/2" rel="noopener noreferrer nofollow">It</a></p>\n'
    )
    assert "<img" not in rendering.html(text)


def test_markdown_becomes_headings_lists_tables_and_links() -> None:
    source = (
        "# Printer\n\n1. Open *it*\n2. See [the page](https://example.org)\n\n|a|b|\n|-|-|\n|1|2|"
    )
    html = rendering.html(source)
    assert "<h2>Printer</h2>" in html and "<em>it</em>" in html and "<td>1</td>" in html
    assert '<a href="https://example.org" rel="noopener noreferrer nofollow">the page</a>' in html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](https://tracker.example/pixel.png)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="vbscript:x" onclick="y">z</a>',
        "`<iframe src=//x>`",
    ],
)
def test_nothing_in_an_article_runs_or_is_fetched(attack: str) -> None:
    html = rendering.html(f"Text\n\n{attack}\n")
    tags = re.findall(r"<(/?)([a-z0-9]+)([^>]*)>", html)
    assert {name for _, name, _ in tags} <= rendering.TAGS
    assert not [
        said for _, _, said in tags if "script:" in said or " on" in said or "data:" in said
    ]
    assert "Text" in html


@given(st.text(max_size=300))
def test_whatever_is_written_renders_to_allowed_elements(source: str) -> None:
    found = re.findall(r"<([a-zA-Z0-9]+)", rendering.html(source))
    assert set(found) <= rendering.TAGS


def test_the_words_of_an_article_are_without_its_marks() -> None:
    assert rendering.plain("## Turn *it* off\nand on `now`").split() == [
        *("Turn", "it", "off", "and", "on", "now")
    ]


def test_a_difference_shows_what_went_and_what_came_in_each_language() -> None:
    old = {"en": Text("Printer", "", "one\ntwo\nthree"), "pl": Text("Drukarka", "", "raz")}
    new = {"en": Text("Printer", "", "one\n2\nthree"), "ar": Text("طابعة", "", "واحد")}
    found = {change.language: change.lines for change in difference.between(old, new)}
    assert set(found) == {"en", "pl", "ar"}
    assert [(x.kind, x.text) for x in found["en"] if x.kind in ("added", "removed")] == [
        ("removed", "two"),
        ("added", "2"),
    ]
    assert {line.kind for line in found["ar"]} == {"added"}
    assert difference.between(old, old) == []


def test_a_reader_gets_their_language_or_the_original() -> None:
    languages = {"en": False, "pl": True}
    assert text.chosen(languages, "en") == "en"
    assert text.chosen(languages, "zh") == "pl"


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        ({"pl": Text("Tytuł", "", "x")}, "texts"),
        ({"en": Text("No", "", "x")}, "title"),
        ({"en": Text("Printer", "", "x", "c" * 81)}, "category"),
        ({"en": Text("Title", "", "")}, "body"),
        ({"en": Text("Title", "s" * 501, "x")}, "summary"),
        ({"en": Text("Title", "", "x"), "xx": Text("Title", "", "x")}, "texts"),
    ],
)
def test_what_is_no_article_names_the_field(texts: dict[str, Text], named: str) -> None:
    with pytest.raises(Malformed) as wrong:
        text.check(texts, "en")
    assert wrong.value.field == named


def _posting(term: str, article: UUID, place: int, *, exact: bool = True) -> Posting:
    return Posting(term, exact, article, "en", place)


def test_a_rare_word_in_the_title_beats_a_common_one_anywhere() -> None:
    common = [_posting("the", each, 1) for each in (PRINTER, SCANNER, VPN)]
    found = ranking.best([*common, _posting("toner", SCANNER, 1), _posting("toner", PRINTER, 3)])
    assert [each.article_id for each in found] == [SCANNER, PRINTER, VPN]
    assert [each.met for each in found] == [2, 2, 1]


def test_one_word_in_a_body_is_no_sure_answer() -> None:
    (alone,) = ranking.best([_posting("toner", PRINTER, 3)])
    assert not alone.sure
    (more,) = ranking.best([_posting("toner", PRINTER, 3), _posting("paper", PRINTER, 3)])
    assert more.sure


def test_the_last_word_typed_may_go_on() -> None:
    assert [(each.word, each.prefix) for each in asking.terms("Drukarka nie dru")] == [
        ("drukarka", False),
        ("dru", True),
    ]
    assert asking.terms("It is not as it was, and to me that is all the same thing ")[-1].word == (
        "thing"
    )
    assert asking.terms("it was the ") == asking.terms("nie jest to ") == []
    assert asking.terms("打印机")[0].word == "打印"
    assert asking.terms("!") == []


def _opened(
    person: UUID, article: UUID, minute: int, cause: str = "suggestion", *, solved: bool = False
) -> Opened:
    return Opened(person, article, cause, NOON + timedelta(minutes=minute), solved)


def test_who_reads_and_raises_nothing_for_half_an_hour_was_deflected() -> None:
    visit = [_opened(ANNA, PRINTER, 0), _opened(ANNA, SCANNER, 10)]
    later = NOON + timedelta(hours=1)
    assert deflection.figures(visit, {}, later) == [
        Figure(PRINTER, 1, 0, 0),
        Figure(SCANNER, 1, 1, 1),
    ]
    raised = {ANNA: [NOON + timedelta(minutes=39)]}
    assert [each.deflected for each in deflection.figures(visit, raised, later)] == [0, 0]
    too_late = {ANNA: [NOON + timedelta(minutes=41)], BEN: [NOON]}
    assert [each.deflected for each in deflection.figures(visit, too_late, later)] == [0, 1]


def test_a_visit_that_is_not_over_is_not_judged_yet() -> None:
    (found,) = deflection.figures([_opened(ANNA, PRINTER, 0)], {}, NOON + timedelta(minutes=29))
    assert found == Figure(PRINTER, 1, 0, 0)


def test_what_solved_it_counts_even_where_a_ticket_followed() -> None:
    visit = [_opened(ANNA, PRINTER, 0, solved=True), _opened(ANNA, SCANNER, 5)]
    raised = {ANNA: [NOON + timedelta(minutes=20)]}
    found = deflection.figures(visit, raised, NOON + timedelta(hours=2))
    assert found == [Figure(PRINTER, 1, 1, 1), Figure(SCANNER, 1, 0, 0)]


def test_what_was_only_searched_for_counts_in_no_rate() -> None:
    found = deflection.figures([_opened(ANNA, PRINTER, 0, "search")], {}, NOON + timedelta(hours=2))
    assert found == [Figure(PRINTER, 1, 0, 0)]
    two = [_opened(ANNA, PRINTER, 0), _opened(BEN, PRINTER, 1), _opened(ANNA, PRINTER, 31)]
    assert deflection.figures(two, {}, NOON + timedelta(hours=2)) == [Figure(PRINTER, 3, 3, 3)]
