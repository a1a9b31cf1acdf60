"""CSV (RFC 4180) that a spreadsheet opens without running anything. Pure.

A text that begins like a formula (`= + - @`, tab, carriage return) gets an apostrophe before it;
numbers and days are our own and stay what they are, also below zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

Cell = str | int | Decimal | date | datetime | UUID | None

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def encode(rows: Iterable[Iterable[Cell]]) -> bytes:
    """UTF-8 without a mark, lines ended by CR LF; None is an empty cell."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(
        [[_cell(each) for each in row] for row in rows]
    )
    return out.getvalue().encode()


def _cell(of: Cell) -> str:
    match of:
        case None:
            return ""
        case str():
            return f"'{of}" if of.lstrip(" ").startswith(FORMULA) else of
        case Decimal():
            return format(of, "f")
        case datetime():
            return of.isoformat(timespec="seconds")
        case _:
            return str(of)
