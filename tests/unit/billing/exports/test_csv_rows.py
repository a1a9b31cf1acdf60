"""CSV that a spreadsheet opens without running anything, and a program reads back as it was."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpin.kernel import csv_rows


def read(rows: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(rows.decode(), newline="")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("x")']
)
def test_a_text_that_would_be_a_formula_is_none(text: str) -> None:
    assert read(csv_rows.encode([[text]])) == [[f"'{text}"]]


def test_what_is_a_number_or_a_day_stays_one() -> None:
    row = (Decimal("-5.00"), -3, date(2026, 10, 1), datetime(2026, 10, 1, 9, tzinfo=UTC), None)
    assert csv_rows.encode([row]) == b"-5.00,-3,2026-10-01,2026-10-01T09:00:00+00:00,\r\n"


def test_quotes_commas_and_lines_are_kept() -> None:
    assert read(csv_rows.encode([['a "b", c', "x\r\ny", "Łódź"], ["2"]])) == [
        ['a "b", c', "x\r\ny", "Łódź"],
        ["2"],
    ]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1))
def test_no_cell_begins_like_a_formula_and_none_is_lost(texts: list[str]) -> None:
    (row,) = read(csv_rows.encode([["x", *texts]]))
    assert len(row) == len(texts) + 1
    for written, given_text in zip(row[1:], texts, strict=True):
        assert written.removeprefix("'") == given_text.removeprefix("'")
        assert not written.lstrip(" ").startswith(csv_rows.FORMULA)
