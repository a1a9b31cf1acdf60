"""Contracts as they are kept: their rows read, and one held for changing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.calendars import zone
from contracts.signed import term
from contracts.signed.term import Dates, Terms
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound, StaleVersion

TERMS = (
    "c.starts_on, c.ends_on, c.notice_days, c.renewal, c.renewal_months, c.uplift_percent, "
    "c.uplift_on, c.last_day"
)
PLAIN = (
    *("id", "name", "starts_on", "ends_on", "notice_days", "renewal", "renewal_months"),
    *("uplift_percent", "uplift_on", "version"),
)
COLUMNS = f"c.id, c.name, {TERMS}, c.notice_given_on, c.notice_by, c.version"


@dataclass(frozen=True, slots=True)
class Service:
    """`starts_on` and `ends_on` are its first and last day in the contract; None where they are
    the contract's own."""

    id: UUID
    name: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Given on a day of the client's calendar, by the client or the provider."""

    given_on: date
    by: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Contract:
    """`ends_on` is the last day of its first term, None where it runs until notice; `renewal`
    automatic goes on by `renewal_months`. `dates` are what that comes to today. `version` counts
    its amendments."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date | None
    notice_days: int
    renewal: str
    services: tuple[Service, ...] = ()
    renewal_months: int = term.A_YEAR
    uplift_percent: Decimal | None = None
    uplift_on: date | None = None
    notice: Notice | None = None
    version: int = 1
    dates: Dates | None = None

    @property
    def terms(self) -> Terms:
        return Terms(
            *(self.starts_on, self.ends_on, self.notice_days, self.renewal, self.renewal_months),
            *(self.uplift_percent, self.uplift_on),
            self.notice.last_day if self.notice else None,
        )

    def in_force(self, day: date) -> bool:
        """Whether it covers that day of the client's calendar; else: out of contract."""
        return term.in_force(self.terms, day)


def terms(row: Mapping[str, Any]) -> Terms:
    return Terms(**{name: row[name] for name in Terms.__slots__})


def of(row: Mapping[str, Any], today: date, services: tuple[Service, ...] = ()) -> Contract:
    """From a row of COLUMNS."""
    given = {name: row[name] for name in PLAIN}
    notice = None
    if row["notice_given_on"] is not None:
        notice = Notice(row["notice_given_on"], row["notice_by"], row["last_day"])
    dates = term.dates(terms(row), today)
    return Contract(**given, services=services, notice=notice, dates=dates)


async def today(act: Act, tenant: int) -> date:
    """The day it is at the client's. Raises NotFound."""
    found = await db.value("SELECT time_zone FROM tenant WHERE id = $1", tenant)
    if found is None:
        raise NotFound
    return act.now.astimezone(zone.named(found)).date()


async def held(act: Act, contract_id: UUID, version: int | None = None) -> Contract:
    """Locked for changing. Raises NotFound, StaleVersion when `version` is given and no longer the
    present one."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM contract c WHERE c.tenant_id = $1 AND c.id = $2 FOR UPDATE",
        act.tenant_id,
        contract_id,
    )
    if row is None:
        raise NotFound
    if version is not None and row["version"] != version:
        raise StaleVersion
    return of(row, await today(act, act.tenant_id))
