"""How one bank writes its CSV: which column is what, stored with the account."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec

from billing.amounts import check

Column = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Encoding = Literal[
    "utf-8",
    "utf-16",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-15",
    "cp1250",
    "cp1252",
    "cp1256",
    "gb18030",
]
DATE_PARTS: Final = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}


class CsvMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns by the names in the header, which comes after `skip` lines.

    The amount is in `amount`, signed or with `debit_mark` in the column `mark`; or above zero in
    either `credit` or `debit`. `currency` is a column; without one it is the account's.
    `date_format` is written with YYYY or YY, MM, DD and separators.
    """

    booked_on: Column
    date_format: Annotated[str, msgspec.Meta(min_length=6, max_length=20)] = "YYYY-MM-DD"
    decimal: Literal[".", ","] = "."
    delimiter: Literal[",", ";", "\t", "|"] = ","
    encoding: Encoding = "utf-8"
    skip: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    amount: Column | None = None
    mark: Column | None = None
    debit_mark: str = ""
    credit: Column | None = None
    debit: Column | None = None
    currency: Column | None = None
    valued_on: Column | None = None
    payer: Column | None = None
    iban: Column | None = None
    reference: Column | None = None
    bank_id: Column | None = None
    end_to_end: Column | None = None
    text: tuple[Column, ...] = ()


def checked(mapping: CsvMapping) -> CsvMapping:
    """Raises Invalid naming the field."""
    sides = mapping.credit is not None and mapping.debit is not None
    if sides == (mapping.amount is not None):
        raise check.Invalid(
            "mapping.amount", "say in which columns the amount is", "`amount`, or both sides"
        )
    if (mapping.mark is None) != (not mapping.debit_mark):
        raise check.Invalid("mapping.mark", "a mark needs its column", "give both or neither")
    pattern(mapping.date_format)
    return mapping


def pattern(date_format: str) -> str:
    """For strptime. Raises Invalid for what is no date."""
    found, rest = "", date_format
    while rest:
        part = next((each for each in DATE_PARTS if rest.startswith(each)), rest[0])
        if part not in DATE_PARTS and part not in "-./ ":
            break
        found, rest = found + DATE_PARTS.get(part, part), rest[len(part) :]
    if rest or any(found.lower().count(each) != 1 for each in ("%y", "%m", "%d")):
        said = f"{date_format!r} is no form of a date"
        raise check.Invalid("mapping.date_format", said, "write one as DD.MM.YYYY")
    return found
