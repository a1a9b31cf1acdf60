"""What may be said in a field, kind by kind; and the matrix of priorities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from underpin.desk.fields import field
from underpin.desk.fields.field import Definition, New
from underpin.desk.sorting import matrix
from underpin.desk.sorting.matrix import ITIL
from underpin.kernel.errors import Malformed

ID = UUID(int=7)


def of(kind: Any, *options: str) -> Definition:
    return Definition(ID, "Cause", kind, options, (), "never", True, "members", 0, False)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  Łódź ", "Łódź"),
        ("number", "12,50", "12.5"),
        ("number", 1200, "1200"),
        ("number", "-0.0", "0"),
        ("date", "2026-03-31", "2026-03-31"),
        ("choice", "red", "red"),
        ("choices", ["blue", "red", "red"], ["red", "blue"]),
        ("choices", "red", ["red"]),
        ("person", str(UUID(int=9)), str(UUID(int=9))),
        ("yes_no", "true", True),
        ("yes_no", False, False),
        ("text", "", None),
        ("number", None, None),
    ],
)
def test_what_is_said_is_kept_typed(kind: str, given: Any, kept: Any) -> None:
    assert field.read(of(kind, "red", "blue"), given) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", 7),
        ("text", "x" * 2001),
        ("number", 12.5),
        ("number", True),
        ("number", "NaN"),
        ("number", "1e30"),
        ("number", "0.0000000001"),
        ("date", "31.03.2026"),
        ("date", "2026-02-30"),
        ("choice", "green"),
        ("choices", ["red", "green"]),
        ("choices", [["red"]]),
        ("person", "Anna"),
        ("yes_no", "maybe"),
    ],
)
def test_what_is_none_of_its_kind_is_refused_by_name(kind: str, given: Any) -> None:
    with pytest.raises(Malformed, match=r"^Cause: ") as refused:
        field.read(of(kind, "red", "blue"), given)
    assert refused.value.field == f"fields.{ID}"


@pytest.mark.parametrize(
    ("new", "named"),
    [
        (New("", "text"), "label"),
        (New("Colour", "choice"), "options"),
        (New("Colour", "choice", ("red", "red ")), "options"),
        (New("Colour", "text", ("red",)), "options"),
        (New("Colour", "colour"), "kind"),  # type: ignore[arg-type]
        (New("Colour", "text", types=("nonsense",)), "types"),
    ],
)
def test_a_definition_that_cannot_be_meant_is_refused(new: New, named: str) -> None:
    with pytest.raises(Malformed) as refused:
        field.check(new)
    assert refused.value.field == named


def test_each_thing_said_is_a_word_to_be_found_by() -> None:
    assert field.words(of("choices", "Red", "Blue"), ["Red", "Blue"]) == [
        f"{ID}:red",
        f"{ID}:blue",
    ]
    assert field.words(of("yes_no"), False) == [f"{ID}:false"]
    assert len(field.words(of("text"), "x" * 900)[0]) <= 260
    assert field.words(of("text"), None) == []


def test_less_impact_never_comes_to_more() -> None:
    assert ITIL.of("high", "high") == "P1" and ITIL.of("low", "low") == "P5"
    flat = matrix.checked(["P2", "P2", "P3", "P2", "P3", "P4", "P3", "P4", "P4"])
    assert flat.told["low"] == {"high": "P3", "medium": "P4", "low": "P4"}
    for cells in (
        ["P2", "P1", *ITIL.cells[2:]],
        ["P1"] * 8,
        ["P1"] * 8 + ["P6"],
        [*ITIL.cells[:8], "P1"],
    ):
        with pytest.raises(Malformed):
            matrix.checked(cells)
