"""A very long message does not bury the conversation."""

import pytest

from underpin.console import lengthy


@pytest.mark.parametrize("text", ["", "Short.", "x" * (lengthy.SEEN + lengthy.SPARED), "a\n" * 80])
def test_what_is_short_enough_is_read_at_once(text: str) -> None:
    assert lengthy.parted(text) == (text, "")


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("A paragraph.\n\n" * 9000, "\n\n"),
        ("one line\n" * 9000, "\n"),
        ("word " * 9000, " "),
        ("\N{ARABIC LETTER BEH}" * 200_000, ""),
        ("0x80\n" * 700, "\n"),
    ],
)
def test_the_rest_is_folded_and_nothing_is_lost(text: str, gap: str) -> None:
    seen, rest = lengthy.parted(text)

    assert seen + gap + rest == text
    assert len(seen) <= lengthy.SEEN
    assert seen.count("\n") < lengthy.LINES
    assert rest
