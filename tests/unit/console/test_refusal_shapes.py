"""A refusal is known again by what stands around its values, with work that its length bounds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from underpin.console import refusal_shapes

PIECES = st.text(alphabet="ab", max_size=3)


class Counted(str):
    """A text that counts how often something was looked for in it."""

    looked = 0

    def find(self, *args: object) -> int:  # type: ignore[override]
        self.looked += 1
        return super().find(*args)  # type: ignore[arg-type]


def test_values_are_what_stands_between_and_never_nothing() -> None:
    shape = refusal_shapes.read("{0}: {1} of {2}, at most {3}.")
    assert shape.values("hours: 5 of 4, at most 4.") == ("hours", "5", "4", "4")
    assert shape.values("a: b: c of d of e, at most f, at most g.") == (
        *("a", "b: c", "d of e", "f, at most g"),
    )
    assert shape.values(": 5 of 4, at most 4.") is None
    assert shape.values("hours: 5 of 4, at most .") is None
    assert refusal_shapes.read("Say {{why}}.").values("Say {why}.") == ()
    assert refusal_shapes.read("Say why.").values("Say why. Now.") is None


@given(st.lists(PIECES, min_size=2, max_size=5), st.text(alphabet="ab", max_size=14))
def test_the_values_are_those_of_the_shortest_match(parts: list[str], text: str) -> None:
    shape = refusal_shapes.Shape("", tuple(parts))
    slow = re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL).fullmatch(text)
    assert shape.values(text) == (slow.groups() if slow else None)


def test_a_long_text_of_many_values_is_looked_through_once() -> None:
    """The worst case: the sentence begins and goes on everywhere, and its last part but one is
    missing. Going back over it would take the length to the power of its values."""
    shape = refusal_shapes.read("a{0}, {1}, {2}, {3}, {4}, {5}; {6}.")
    for repeats in (10, 10_000):
        text = Counted("a" + "x, " * repeats + ".")
        assert shape.values(text) is None
        assert text.looked == 6
