"""Versions of calendars as rows: what is written of one, and one read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from contracts.calendars import calendar_definition, calendar_holidays, zone
from contracts.calendars.calendar_definition import Definition
from contracts.calendars.calendar_holidays import Listed
from underpin.kernel import db
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """`definition` is the API's form, public holidays written out as dates; `zone_data` is the
    release of the zone rules it was written under. `public_holidays` are those it was written
    with, by name; `note` says why a version was proposed."""

    id: UUID
    calendar_id: UUID
    name: str
    number: int
    definition: dict[str, Any]
    zone_data: str
    effective_from: datetime
    public_holidays: Listed | None = None
    note: str | None = None


class Written(NamedTuple):
    definition: Definition
    listed: Listed | None = None
    note: str | None = None


COLUMNS: Final = (
    "v.id, v.calendar_id, v.number, v.definition, v.zone_data, v.effective_from, "
    "v.public_holidays, v.note"
)


def inserting(table: str, *keys: str) -> str:
    """The statement that writes a version: its keys, then what `row_of` gives."""
    at = len(keys)
    places = ", ".join(f"${place}" for place in range(1, at + 1))
    return (
        f"INSERT INTO {table} AS v ({', '.join(keys)}, definition, zone_data, effective_from, "
        f"created_at, public_holidays, note) VALUES ({places}, ${at + 1}::text::jsonb, ${at + 2}, "
        f"${at + 3}, ${at + 3}, ${at + 4}::text::jsonb, ${at + 5}) RETURNING {COLUMNS}"
    )


def row_of(act: Act, version: Written) -> tuple[str, str, datetime, str | None, str | None]:
    listed = calendar_holidays.encode(version.listed)
    return written(version.definition), zone.zone_data_version(), act.now, listed, version.note


def written(canonical: Definition) -> str:
    """The JSON text to store."""
    return msgspec.json.encode(calendar_definition.to_json(canonical)).decode()


def of(row: db.Row | None, name: str) -> CalendarVersion:
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return CalendarVersion(
        id=row["id"],
        calendar_id=row["calendar_id"],
        name=name,
        number=row["number"],
        definition=msgspec.json.decode(row["definition"]),
        zone_data=row["zone_data"],
        effective_from=row["effective_from"],
        public_holidays=calendar_holidays.decode(row["public_holidays"]),
        note=row["note"],
    )
