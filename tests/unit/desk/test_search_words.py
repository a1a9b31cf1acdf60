"""Words as they are kept and asked for, secrets masked, and snippets that are no markup."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpin.desk.search import folding, query, snippet, words
from underpin.desk.search.query import Query, Term
from underpin.desk.search.reach import Form, Reach
from underpin.desk.search.snippet import Part
from underpin.desk.tickets import masking
from underpin.kernel.errors import Malformed


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Żółw", "zolw"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "STRASSE"),
        ("الطابعة", "طابعة"),
        ("والطابعة", "الطابعه"),
        ("أحمد", "احمد"),
        ("إِبْرَاهِيم", "ابراهيم"),
        ("مستشفى", "مستشفي"),
        ("طـــابعة", "طابعة"),
        ("٢٠٢٦", "2026"),
        ("ＨＰ", "hp"),
        ("Ærø", "aero"),
    ],
)
def test_spellings_that_mean_one_word_are_one(written: str, asked: str) -> None:
    assert folding.fold(written) == folding.fold(asked)


@pytest.mark.parametrize(("one", "other"), [("ألم", "لم"), ("ملك", "مالك"), ("lot", "lód")])
def test_words_that_are_different_stay_different(one: str, other: str) -> None:
    assert folding.fold(one) != folding.fold(other)


def test_chinese_is_cut_into_neighbours() -> None:
    assert words.of("打印机HP无") == ["打印", "印机", "机", "hp", "无"]


@given(st.text(max_size=200))
def test_a_folded_word_folds_to_itself_and_stands_where_it_says(text: str) -> None:
    for each in words.within(text):
        assert 0 <= each.start < each.end <= len(text)
        assert 0 < len(each.word) <= folding.LONGEST
        assert each.word in {found.word for found in words.within(text[each.start : each.end])}
        assert each.word in folding.plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "My password: hunter2secret",
        "pwd=hunter2secret please",
        "The password is hunter2secret",
        "Hasło: hunter2secret",
        "密码：hunter2secret",
        "كلمة المرور: hunter2secret",
        "card 4111 1111 1111 1111 or 4111-1111-1111-1111",
    ],
)
def test_secrets_are_masked_and_no_words(text: str) -> None:
    hidden = masking.masked(text)
    assert masking.MASK in hidden
    assert masking.masked(hidden) == hidden
    for secret in ("hunter2", "4111", "1111"):
        assert secret not in hidden
        assert not [word for word in words.of(text) if secret in word]


@pytest.mark.parametrize(
    "text",
    [
        "My password is expired",
        "Order 1234567890123 is late",
        "Call +48 22 555 01 23",
        "ticket ACME-1042",
        "b5d0c3f4-4111-1111-1111-111111111111",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert masking.masked(text) == text


def test_a_query_is_read() -> None:
    assert query.read("Printer offl") == Query((Term("printer"), Term("offl", prefix=True)))
    assert query.read("print* jam ") == Query((Term("print", prefix=True), Term("jam")))
    assert query.read("打印机") == Query((Term("打印"), Term("印机")))
    assert query.read("机") == Query((Term("机", prefix=True),))
    assert query.read("acme-1042").key == "ACME"
    assert query.read(" #1042 ") == Query((Term("1042"),), 1042)
    assert query.read("7").number == 7


@pytest.mark.parametrize("nothing", ["", "   ", "!?", "a"])
def test_a_query_without_a_word_is_refused(nothing: str) -> None:
    with pytest.raises(Malformed):
        query.read(nothing)


@given(st.text(max_size=60))
def test_any_query_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Malformed):
        assert len(query.read(text).terms) <= query.MOST


def test_what_was_not_looked_at_is_never_said_to_be_complete() -> None:
    few = Reach((1,), (Form(0, "fax", exact=True, seen=499),))
    assert few.complete
    assert not replace(few, tenants=(1, 2)).complete
    assert replace(few, tenants=tuple(range(17))).complete
    assert not replace(few, forms=(Form(0, "fax", exact=True, seen=500),)).complete
    many = tuple(Form(0, f"fax{place}", exact=False, seen=1) for place in range(12))
    assert not replace(few, forms=many).complete
    both = (*few.forms, Form(1, "jam", exact=True, seen=3), Form(1, "jams", exact=False, seen=0))
    assert (replace(few, forms=both).rarest, replace(few, forms=both).missing) == (1, False)


def test_a_snippet_marks_its_words_and_changes_nothing() -> None:
    text = "Our <b>printer</b> in the hall says: PRINTER offline & jammed"
    parts = snippet.best([text], [Term("printer"), Term("offl", prefix=True)])
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.marked] == ["printer", "PRINTER", "offline"]


def test_a_long_text_is_cut_around_its_first_word() -> None:
    parts = snippet.best(["x " * 300 + "printer " + "y " * 300], [Term("printer")])
    assert parts[0] == parts[-1] == Part("\u2026")
    assert Part("printer", marked=True) in parts
    assert sum(len(part.text) for part in parts) <= snippet.WIDTH + 2


def test_neighbouring_pairs_are_marked_as_one() -> None:
    parts = snippet.whole("无法打印机", [Term("打印"), Term("印机")])
    assert [part.text for part in parts if part.marked] == ["打印机"]


def test_of_several_texts_the_one_that_meets_more() -> None:
    parts = snippet.best(["printer", "printer jam"], [Term("printer"), Term("jam")])
    assert "".join(part.text for part in parts) == "printer jam"
