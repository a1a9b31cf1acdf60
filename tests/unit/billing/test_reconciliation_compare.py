"""Two books held against each other: every difference is named, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from billing.payments.reconciling import difference
from billing.payments.reconciling.difference import KINDS, Item, Key

KEYS = st.builds(Key, st.sampled_from(KINDS), st.sampled_from(["a", "b", "c"]))
ITEMS = st.builds(
    Item, st.integers(1, 3), st.sampled_from(["EUR", "PLN"]), st.sampled_from(["open", "settled"])
)
BOOKS = st.dictionaries(KEYS, ITEMS)


def test_each_kind_of_difference_has_its_name() -> None:
    paid, more = Item(100, "EUR", "done"), Item(120, "EUR", "done")
    lost, other = Key("payment", "lost"), Key("payment", "other")
    strange, same = Key("refund", "strange"), Key("invoice", "same")
    here = {lost: paid, other: paid, same: Item(5, "EUR", "open")}
    there = {other: more, strange: paid, same: Item(5, "EUR", "settled")}
    assert [(d.key, d.what, d.here, d.there) for d in difference.compare(here, there)] == [
        (same, "state", "5 EUR open", "5 EUR settled"),
        (lost, "missing_there", "100 EUR done", ""),
        (other, "amount", "100 EUR done", "120 EUR done"),
        (strange, "missing_here", "", "100 EUR done"),
    ]


@given(BOOKS)
def test_a_book_agrees_with_itself(book: dict[Key, Item]) -> None:
    assert difference.compare(book, dict(book)) == []


@given(BOOKS, BOOKS)
def test_seen_from_the_other_side_it_is_the_same(
    here: dict[Key, Item], there: dict[Key, Item]
) -> None:
    mirrored = {"missing_here": "missing_there", "missing_there": "missing_here"}
    found = [(d.key, mirrored.get(d.what, d.what)) for d in difference.compare(here, there)]
    assert found == [(d.key, d.what) for d in difference.compare(there, here)]


@given(BOOKS, BOOKS)
def test_what_differs_is_named_and_what_is_named_differs(
    here: dict[Key, Item], there: dict[Key, Item]
) -> None:
    named = {each.key for each in difference.compare(here, there)}
    for key in here.keys() | there.keys():
        mine, theirs = here.get(key), there.get(key)
        assert (key in named) == (mine is None or theirs is None or mine.said != theirs.said)
