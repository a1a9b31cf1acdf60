"""A counted report as it is kept: exact, and read back as it was. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

import msgspec

from underpin.desk.reports.measure import Kind, Row, Value

US = timedelta(microseconds=1)


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of them, or none: a whole number, an exact share, a length in microseconds."""

    whole: int | None = None
    share: str | None = None
    us: int | None = None


class RowText(msgspec.Struct, frozen=True):
    key: str | None
    values: tuple[Cell, ...]
    behind: tuple[int, ...]


class ColumnText(msgspec.Struct, frozen=True):
    name: str
    kind: Kind


class Text(msgspec.Struct, frozen=True):
    """`tenants`: over whose tickets it was counted."""

    columns: tuple[ColumnText, ...]
    rows: tuple[RowText, ...]
    people: Mapping[str, str]
    tenants: tuple[int, ...]


def row(of: Row) -> RowText:
    return RowText(of.key, tuple(map(_cell, of.values)), of.behind)


def read(text: RowText) -> Row:
    return Row(text.key, tuple(map(_value, text.values)), text.behind)


def _cell(value: Value) -> Cell:
    match value:
        case None:
            return Cell()
        case timedelta():
            return Cell(us=value // US)
        case Fraction():
            return Cell(share=str(value))
        case _:
            return Cell(whole=value)


def _value(cell: Cell) -> Value:
    if cell.us is not None:
        return timedelta(microseconds=cell.us)
    return Fraction(cell.share) if cell.share is not None else cell.whole
