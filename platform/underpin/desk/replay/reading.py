"""Rows of a CSV file, case by case.

The file is read twice: once to count the rows of each case, then to hand a case over as soon as
its last row has come. Memory holds the cases that are under way, wherever their rows stand.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from underpin.desk.replay import step
from underpin.kernel import digits, errors

MISSING = frozenset({"", "?"})


class UnreadableLog(errors.Malformed):
    """The file is not a log of the stated format."""

    code = "unreadable-log"


class Unusable(Exception):
    """This row cannot be lived; says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file. `line` counts from 1, which is the header's."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str | None:
        """None where the log says that the value is missing."""
        text = self.cells[column].strip()
        return None if text in MISSING else sys.intern(text)

    def need(self, column: str) -> str:
        """Raises Unusable where the value is missing."""
        text = self.get(column)
        if text is None:
            raise Unusable(f"{column} is missing")
        return text

    def count(self, column: str) -> int:
        """A number below 10,000; nothing happens to one incident more often than that."""
        text = self.need(column)
        found = digits.read(text, 4)
        if found is None:
            raise Unusable(f"{column} is no count: {text}")
        return found


@dataclass(frozen=True, slots=True)
class CaseRows:
    """All rows of one case, as they stand in the file."""

    key: str
    rows: tuple[Row, ...]


def cases(path: Path, key: str, columns: Iterable[str]) -> Iterator[CaseRows | step.Rejected]:
    """The rows by the value of the column `key`, with only `columns` kept.

    Raises UnreadableLog when a column is missing, OSError when there is no such file.
    """
    wanted = (key, *columns)
    due = Counter(row.get(key) for row in _rows(path, wanted) if isinstance(row, Row))
    under_way: dict[str, list[Row]] = {}
    for row in _rows(path, wanted):
        if isinstance(row, step.Rejected):
            yield row
        elif (case := row.get(key)) is None:
            yield step.Rejected(row.line, "", f"{key} is missing")
        else:
            under_way.setdefault(case, []).append(row)
            if len(under_way[case]) == due[case]:
                yield CaseRows(case, tuple(under_way.pop(case)))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row | step.Rejected]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        lines = _lines(file)
        _, header = next(lines, (1, ()))
        if absent := [column for column in columns if column not in header]:
            raise UnreadableLog(
                f"{path.name} has no column {', '.join(absent)}: is this the right format?"
            )
        places = {column: header.index(column) for column in columns}
        for line, cells in lines:
            if isinstance(cells, str):
                yield step.Rejected(line, "", cells)
            elif len(cells) == len(header):
                yield Row(line, {column: cells[place] for column, place in places.items()})
            elif cells:
                reason = f"{len(cells)} values for {len(header)} columns"
                yield step.Rejected(line, "", reason)


def _lines(file: Iterable[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Each line's values, or, as a plain string, the reason why there are none.

    A value ends with its line, so that a stray quote costs one row and not all up to the next.
    """
    for number, line in enumerate(file, start=1):
        try:
            yield number, next(csv.reader((line,), strict=True), ())
        except csv.Error as error:
            yield number, f"not CSV: {error}"
