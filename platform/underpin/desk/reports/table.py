"""A report as CSV: the same when it is downloaded and when it is mailed. Pure."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Final

from underpin.desk.reports.measure import Row, Value
from underpin.desk.reports.reporting import Report
from underpin.kernel import csv_rows

SECOND: Final = timedelta(seconds=1)


def name(report: Report) -> str:
    """What the file is called."""
    return f"{report.definition.name}.csv"


def as_csv(report: Report) -> bytes:
    """Durations in whole seconds, shares and means to two decimals, rounded down; people by
    name."""
    head = [report.asked.by, *(f"{each.name} ({each.kind})" for each in report.columns)]
    rows = [[_key(row, report), *map(cell, row.values)] for row in report.rows]
    return csv_rows.encode([head, *rows])


def _key(row: Row, report: Report) -> str:
    return "all" if row.key is None else report.people.get(row.key, row.key)


def cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case timedelta():
            return str(value // SECOND)
        case Fraction():
            whole, hundredths = divmod(value * 100 // 1, 100)
            return f"{whole}.{hundredths:02}"
        case _:
            return str(value)
