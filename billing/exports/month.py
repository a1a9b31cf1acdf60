"""A month of all the clients somebody is assigned to, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from billing.invoicing import windows
from underpin.kernel.csv_rows import Cell

PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class After:
    """The last document or payment of a page."""

    day: date
    tenant: int
    id: UUID


FIRST: Final = After(date.min, 0, UUID(int=0))


@dataclass(frozen=True, slots=True)
class Page:
    """`after` None when nothing follows."""

    rows: list[tuple[Cell, ...]]
    after: After | None


def span(day: date) -> tuple[date, date]:
    """The first days of the month that holds `day` and of the next one."""
    month = windows.month(day)
    return month.start, month.end
