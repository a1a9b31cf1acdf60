"""The list across clients, and what is found among all tickets."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import parse_qsl
from uuid import UUID

from underpin.console import views
from underpin.console.routes.desk_list.gathering import Listed
from underpin.console.routes.shaping import chips
from underpin.console.views.desk import Priority, State, Tier
from underpin.console.views.shell import Shell
from underpin.console.views.the_list import pairs
from underpin.desk.queues import the_list
from underpin.desk.queues.choosing import Offer
from underpin.desk.queues.saved_view import SavedView
from underpin.desk.queues.the_list import Counts
from underpin.desk.search.hits import Hit
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import Principal


class Asked(Protocol):
    """An address of the list, see `routes/desk_list/words.py`."""

    @property
    def filters(self) -> views.ListFilters: ...
    @property
    def above(self) -> int: ...


def cursor(after: str) -> tuple[int, str | None]:
    """How many rows stand above a page, and where it begins; the first page for none."""
    said, _, key = after.partition("~")
    if not after:
        return 0, None
    above = digits.read(said, 9)
    if above is None:
        raise Malformed("after: use the value a page gave you.", field="after")
    return above, key


def page_after(above: int, page: the_list.Page) -> str | None:
    return None if page.after is None else f"{above + len(page.rows)}~{page.after}"


Here = Mapping[UUID, tuple[str, ...]]


def page(shell: Shell, asked: Asked, found: Listed, asker: Principal, here: Here) -> views.ListPage:
    """What was read, as the list shows it."""
    filters = asked.filters
    lines = rows(found, asked.above, asker.person_id, shell.reader.zone, here)
    return views.ListPage(
        shell,
        filters,
        summary(found.counts),
        lines,
        tuple(views.Choice(each.key, each.name) for each in found.companies),
        after=page_after(asked.above, found.page),
        first=asked.above == 0,
        may_take=asker.tier is not None and asker.may("ticket.work"),
        may_work=asker.may("ticket.work"),
        kept=tuple(_kept(each, asker.person_id, filters) for each in found.views),
        colleagues=tuple(views.Choice(str(each.id), each.name) for each in found.colleagues),
        asleep=found.asleep,
        offered={what: _choices(each) for what, each in found.offered.items()},
    )


def _choices(offers: Iterable[Offer]) -> tuple[views.Choice, ...]:
    return tuple(views.Choice(str(each.id), each.label) for each in offers)


def with_more(page: views.ListPage, **more: Any) -> views.ListPage:
    """The page with what else there is to say on it."""
    return dataclasses.replace(page, **more)


def _kept(each: SavedView, me: UUID | None, filters: views.ListFilters) -> views.KeptView:
    own = views.ListFilters(pairs(parse_qsl(each.query)), filters.split)
    id_ = str(each.id) if each.owner_id == me else ""
    current = sorted(own.words) == sorted(filters.words)
    return views.KeptView(each.name, own.query(), id_, each.team or "", current)


def rows(
    found: Listed, above: int, me: UUID | None, zone: str, here: Here
) -> tuple[views.ListRow, ...]:
    """In rank order, numbered on from the pages above."""
    return tuple(
        dataclasses.replace(
            _row(row, rank, me, found.now, zone),
            unread=found.marks[row.id].unread,
            snoozed=found.marks[row.id].snoozed_until,
            here=here.get(row.id, ()),
        )
        for rank, row in enumerate(found.page.rows, above + 1)
    )


def _row(row: the_list.Row, rank: int, me: UUID | None, now: datetime, zone: str) -> views.ListRow:
    name = f"{row.key}-{row.number}"
    return views.ListRow(
        rank=rank,
        number=name,
        client=row.client,
        subject=row.subject,
        priority=typing.cast(Priority, row.priority),
        tier=typing.cast(Tier, f"L{row.tier}"),
        state=typing.cast(State, row.state),
        assignee=row.assignee or "",
        due=chips.of(row, now, zone),
        mine=me is not None and row.assignee_id == me,
        major=row.major,
        out_of_contract=row.out_of_contract,
        chosen=f"{name}:{row.version}:{row.tier}:{row.assignee_id or ''}",
        escalated=row.escalated,
    )


def summary(counts: Counts) -> views.ListSummary:
    return views.ListSummary(counts.live, counts.breached, counts.at_risk, counts.unassigned)


def hit(each: Hit) -> views.Found:
    """A ticket that was found, its text in parts."""
    return views.Found(
        number=each.name,
        client=each.client,
        priority=typing.cast(Priority, each.priority),
        state=typing.cast(State, each.state),
        tier=typing.cast(Tier, f"L{each.tier}") if each.tier is not None else None,
        assignee=each.assignee or "",
        raised=each.raised_at,
        subject=tuple((part.text, part.marked) for part in each.subject),
        snippet=tuple((part.text, part.marked) for part in each.snippet),
    )
