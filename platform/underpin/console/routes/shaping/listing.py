"""The list across clients."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tenants.company import Company
from underpin.console import views
from underpin.console.routes.shaping import chips
from underpin.console.views.desk import Priority, State, Tier
from underpin.desk.queues import the_list
from underpin.desk.queues.the_list import Counts
from underpin.kernel.errors import Malformed


def wanted(
    filters: views.ListFilters, tenants: tuple[int, ...], me: UUID | None
) -> the_list.Filter:
    """The filter that an address asks for. Raises Malformed for a tier that is none."""
    tier = filters.tier.removeprefix("L")
    if tier and tier not in ("0", "1", "2", "3", "4"):
        raise Malformed("tier: L0 to L4.", field="tier")
    return the_list.Filter(
        tenants=tenants,
        tier=int(tier) if tier else None,
        priority=filters.priority or None,
        assignee=me if filters.holder == "me" else None,
        unassigned=filters.holder == "none",
    )


def cursor(after: str) -> tuple[int, str | None]:
    """How many rows stand above a page, and where it begins; the first page for none."""
    above, _, key = after.partition("~")
    if not after:
        return 0, None
    if not (above.isascii() and above.isdecimal() and len(above) < 10):
        raise Malformed("after: use the value a page gave you.", field="after")
    return int(above), key


def page_after(above: int, page: the_list.Page) -> str | None:
    return None if page.after is None else f"{above + len(page.rows)}~{page.after}"


def rows(
    page: the_list.Page, above: int, me: UUID | None, now: datetime, zone: str
) -> tuple[views.ListRow, ...]:
    """In rank order, numbered on from the pages above."""
    return tuple(_row(row, rank, me, now, zone) for rank, row in enumerate(page.rows, above + 1))


def _row(row: the_list.Row, rank: int, me: UUID | None, now: datetime, zone: str) -> views.ListRow:
    return views.ListRow(
        rank=rank,
        number=f"{row.key}-{row.number}",
        client=row.client,
        subject=row.subject,
        priority=typing.cast(Priority, row.priority),
        tier=typing.cast(Tier, f"L{row.tier}"),
        state=typing.cast(State, row.state),
        assignee=row.assignee or "",
        due=chips.of(row, now, zone),
        mine=me is not None and row.assignee_id == me,
        out_of_contract=row.out_of_contract,
    )


def summary(counts: Counts) -> views.ListSummary:
    return views.ListSummary(counts.live, counts.breached, counts.at_risk, counts.unassigned)


def clients(companies: Sequence[Company]) -> tuple[views.Choice, ...]:
    return tuple(views.Choice(each.key, each.name) for each in companies)
