"""A statement as CSV, read by its account's mapping. Pure: bytes in, entries out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from billing.amounts import money
from billing.amounts.money import Money, NotMoney
from billing.payments.statement import csv_mapping, entry
from billing.payments.statement.csv_mapping import CsvMapping
from billing.payments.statement.entry import BrokenStatement, Entry

MOST = 20_000
GROUPS = {",": r"[. '\u00a0\u202f]", ".": r"[, '\u00a0\u202f]"}


@dataclass(frozen=True, slots=True)
class _Row:
    """One line under the header."""

    line: int
    values: Mapping[str, str]

    def of(self, column: str | None) -> str:
        return self.values[column].strip() if column else ""


def read(file: bytes, mapping: CsvMapping, currency: str) -> list[Entry]:
    """Raises BrokenStatement naming line, column and cure."""
    return [_entry(row, mapping, currency) for row in _rows(file, mapping)]


def _rows(file: bytes, mapping: CsvMapping) -> Iterator[_Row]:
    lines = csv.reader(
        io.StringIO(_text(file, mapping), newline=""), delimiter=mapping.delimiter, strict=True
    )
    try:
        for _ in range(mapping.skip):
            next(lines, None)
        header = [each.strip() for each in next(lines, [])]
        _refuse_unlike(header, mapping, lines.line_num)
        for values in lines:
            if any(each.strip() for each in values):
                yield _row(values, header, lines.line_num)
            if lines.line_num > MOST:
                raise BrokenStatement(MOST, "file", "it is too long", f"import {MOST} lines each")
    except csv.Error as broken:
        cure = "export it again, or mend the quotes"
        raise BrokenStatement(lines.line_num, "row", str(broken), cure) from broken


def _text(file: bytes, mapping: CsvMapping) -> str:
    try:
        return file.decode(mapping.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as broken:
        line = file.count(b"\n", 0, broken.start) + 1
        cure = "state the file's encoding in the account's mapping"
        raise BrokenStatement(line, "encoding", f"this is not {mapping.encoding}", cure) from None


def _refuse_unlike(header: list[str], mapping: CsvMapping, line: int) -> None:
    for field in mapping.__struct_fields__:
        if field in ("date_format", "decimal", "delimiter", "encoding", "skip", "debit_mark"):
            continue
        said = getattr(mapping, field)
        for column in said if isinstance(said, tuple) else (said,):
            if column is not None and header.count(column) != 1:
                times = "twice" if column in header else "not there"
                cure = "mend the account's mapping, or export it again"
                raise BrokenStatement(max(line, 1), column, f"this column is {times}", cure)


def _row(values: list[str], header: list[str], line: int) -> _Row:
    if len(values) != len(header):
        said = f"{len(values)} columns under a header of {len(header)}"
        raise BrokenStatement(line, "row", said, "mend its quotes and separators")
    return _Row(line, dict(zip(header, values, strict=True)))


def _entry(row: _Row, mapping: CsvMapping, currency: str) -> Entry:
    valued = row.of(mapping.valued_on)
    tender = row.of(mapping.currency).upper() or currency
    return Entry(
        line=row.line,
        booked_on=_day(row, mapping.booked_on, mapping),
        valued_on=_day(row, mapping.valued_on, mapping) if valued else None,
        amount=_amount(row, mapping, tender),
        currency=tender,
        payer=entry.line_of_text(row.of(mapping.payer))[:200],
        iban=entry.iban(row.of(mapping.iban)),
        text=entry.line_of_text(" ".join(row.of(each) for each in mapping.text)),
        reference=entry.line_of_text(row.of(mapping.reference))[:200],
        bank_id=entry.line_of_text(row.of(mapping.bank_id))[:200],
        end_to_end=entry.line_of_text(row.of(mapping.end_to_end))[:200],
    )


def _day(row: _Row, column: str | None, mapping: CsvMapping) -> date:
    said = row.of(column)
    try:
        return datetime.strptime(said, csv_mapping.pattern(mapping.date_format)).date()  # noqa: DTZ007
    except ValueError:
        cure = f"dates are {mapping.date_format} by the account's mapping"
        raise BrokenStatement(row.line, column or "", f"{said!r} is no date", cure) from None


def _amount(row: _Row, mapping: CsvMapping, tender: str) -> Decimal:
    if mapping.amount is not None:
        amount = _number(row, mapping.amount, mapping, tender)
        out = mapping.mark is not None and row.of(mapping.mark) == mapping.debit_mark
        return -abs(amount) if out else amount
    sides = [(column, row.of(column)) for column in (mapping.credit, mapping.debit)]
    filled = [column for column, said in sides if column and said]
    if len(filled) != 1:
        cure = "each line has the one or the other"
        raise BrokenStatement(row.line, str(mapping.credit), "both sides or none", cure)
    amount = _number(row, filled[0], mapping, tender)
    return amount if filled[0] == mapping.credit else -abs(amount)


def _number(row: _Row, column: str, mapping: CsvMapping, tender: str) -> Decimal:
    said, group = row.of(column), GROUPS[mapping.decimal]
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d{{1,15}})"
    found = re.fullmatch(rf"([+-]?)({whole})(?:{re.escape(mapping.decimal)}(\d{{1,6}}))?(-?)", said)
    if found is None or (found[1] and found[4]):
        cure = f"the decimal sign is {mapping.decimal!r} by the account's mapping"
        raise BrokenStatement(row.line, column, f"{said!r} is no amount", cure)
    amount = Decimal(f"{re.sub(group, '', found[2])}.{found[3] or 0}")
    return checked(-amount if "-" in (found[1], found[4]) else amount, tender, row.line, column)


def checked(amount: Decimal, tender: str, line: int, column: str) -> Decimal:
    """In whole minor units of a known currency, and not nothing."""
    try:
        whole = money.rounded(Money(amount, tender)).amount
    except NotMoney as unknown:
        raise BrokenStatement(line, column, f"{tender!r} is no currency", "EUR, say") from unknown
    if whole != amount or not amount:
        said = f"{amount} is no amount of {tender}"
        raise BrokenStatement(line, column, said, "whole minor units, not 0")
    return whole
