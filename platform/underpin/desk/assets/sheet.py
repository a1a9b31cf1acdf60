"""A sheet of assets: CSV text in, rows by a mapping of its columns out, and back. Pure.

What cannot be read is named by row and column; every cell of a refused row is kept.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from underpin.desk.assets.asset import Row
from underpin.kernel.errors import Malformed

MOST_ROWS: Final = 5000
MOST_COLUMNS: Final = 100
LARGEST: Final = 4_000_000
FIELDS: Final = tuple(each for each in Row.__struct_fields__ if each != "attributes")
ATTRIBUTE: Final = "attribute"
"""A column that is kept under its own heading."""
SKIPPED: Final = ""
ALIASES: Final[Mapping[str, str]] = {
    **{each: each for each in FIELDS},
    **dict.fromkeys(("id", "asset_id", "asset_tag", "external"), "external_id"),
    **dict.fromkeys(("type", "category", "device_type"), "kind"),
    **dict.fromkeys(("hostname", "device", "device_name", "asset"), "name"),
    **dict.fromkeys(("serial_number", "serial_no", "sn"), "serial"),
    **dict.fromkeys(("manufacturer", "make", "brand"), "vendor"),
    **dict.fromkeys(("owner_email", "user", "email", "assigned_to"), "owner"),
    **dict.fromkeys(("location", "office"), "site"),
    **dict.fromkeys(("purchased", "purchase_date", "bought_on"), "purchased_on"),
    **dict.fromkeys(("warranty", "warranty_end", "warranty_expires"), "warranty_until"),
    **dict.fromkeys(("status",), "state"),
    **dict.fromkeys(("price", "purchase_cost"), "cost"),
}
SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Its headings and the cells under them; `lines` are the rows' numbers in the file."""

    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read(text: str) -> Sheet:
    """Commas, semicolons or tabs. Raises Malformed."""
    if len(text) > LARGEST:
        raise Malformed(f"file: {LARGEST} characters at most; cut it in parts.", field="file")
    plain = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=_delimiter(plain), strict=True)
    try:
        found = [(reader.line_num, tuple(each)) for each in reader if any(map(str.strip, each))]
    except csv.Error as problem:
        raise Malformed(f"file: line {reader.line_num}: {problem}.", field="file") from problem
    if not found or not 1 <= len(found[0][1]) <= MOST_COLUMNS or len(found) > MOST_ROWS + 1:
        raise Malformed(
            f"file: a line of up to {MOST_COLUMNS} headings and up to {MOST_ROWS} rows.",
            field="file",
        )
    headings = tuple(each.strip() for each in found[0][1])
    rows = found[1:]
    return Sheet(headings, tuple(_wide(row, len(headings)) for _, row in rows), _lines(rows))


def _lines(rows: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[int, ...]:
    return tuple(line for line, _ in rows)


def _wide(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells + ("",) * (width - len(cells))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def guessed(headings: Iterable[str]) -> dict[str, str]:
    """Heading -> field, by what it is called; what is called nothing known becomes an attribute."""
    found: dict[str, str] = {}
    for each in headings:
        field = ALIASES.get(each.strip().lower().replace(" ", "_").replace("-", "_"), ATTRIBUTE)
        taken = field != ATTRIBUTE and field in found.values()
        found[each] = ATTRIBUTE if taken else field
    return found


def check(sheet: Sheet, mapping: Mapping[str, str]) -> None:
    """Raises Malformed for a heading or field that there is not, and a field given twice."""
    for heading, field in mapping.items():
        if heading not in sheet.headings:
            raise Malformed(f"mapping: the file has no column {heading!r}.", field="mapping")
        if field not in (*FIELDS, ATTRIBUTE, SKIPPED):
            wanted = ", ".join((*FIELDS, ATTRIBUTE))
            raise Malformed(f"mapping: {field!r} is none of {wanted}.", field="mapping")
    used = [each for each in mapping.values() if each in FIELDS]
    if len(used) != len(set(used)):
        raise Malformed("mapping: two columns for one field.", field="mapping")


def row(sheet: Sheet, cells: Sequence[str], mapping: Mapping[str, str]) -> tuple[Row, str]:
    """One row as it is meant; and what is wrong with its width, empty where nothing is."""
    if len(cells) > len(sheet.headings):
        return Row(), f"{len(cells)} cells under {len(sheet.headings)} headings: quote the text."
    said: dict[str, str] = {}
    attributes: dict[str, str] = {}
    for heading, cell in zip(sheet.headings, cells, strict=True):
        field = mapping.get(heading, SKIPPED)
        if field == ATTRIBUTE and cell.strip():
            attributes[heading] = unquoted(cell)
        elif field in FIELDS:
            said[field] = unquoted(cell)
    return Row(**said, attributes=attributes), ""


def unquoted(cell: str) -> str:
    """As it was before an export made it harmless."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and _risky(text[1:]) else text


def quoted(cell: str) -> str:
    """A cell that a table program takes for text, never for a formula."""
    return f"'{cell}" if _risky(cell) else cell


def _risky(cell: str) -> bool:
    return cell.lstrip(" ").startswith(SIGNS)


def write(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV as table programs read it (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([quoted(each) for each in headings])
    writer.writerows([quoted(each) for each in row] for row in rows)
    return out.getvalue()


def column(sheet: Sheet, mapping: Mapping[str, str], field: str) -> str:
    """The heading under which a field stands; the field where none does."""
    return next((each for each in sheet.headings if mapping.get(each) == field), field)
