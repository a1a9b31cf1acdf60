"""What the list needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants import company
from tenants.company import Company
from underpin.desk.marks import awake, marks
from underpin.desk.marks.marks import Mark
from underpin.desk.queues import choosing, saved_view, the_list
from underpin.desk.queues.choosing import Offer, What
from underpin.desk.queues.saved_view import SavedView
from underpin.desk.queues.the_list import Counts, Filter, Page
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Colleague
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Listed:
    page: Page
    counts: Counts
    companies: Sequence[Company]
    marks: Mapping[UUID, Mark]
    views: Sequence[SavedView]
    colleagues: Sequence[Colleague]
    offered: Mapping[What, Sequence[Offer]]
    now: datetime
    asleep: int


@read("ticket.read", STAFF)
async def desk_list(
    act: Act, wanted: Filter, after: str | None, *, snoozed: bool = False
) -> Listed:
    """A page of the list, its head, one's own marks and views, and what to choose from; without
    what the asker has snoozed, unless it is asked for."""
    found = await awake.page(act, wanted, after, snoozed=snoozed)
    page = found.page
    listed = [(row.tenant_id, row.id, row.assignee_id) for row in page.rows]
    return Listed(
        page,
        await the_list.counts(act, wanted),
        await company.companies(act),
        await marks.of_page(act, listed),
        await saved_view.mine(act),
        await reading.all_colleagues(act),
        await choosing.offered(act, wanted.tenants),
        act.now,
        found.asleep,
    )
