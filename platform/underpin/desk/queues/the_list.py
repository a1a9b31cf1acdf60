"""The list: open tickets of every queue a staff person may see, by rank.

Rank (PRACTICE 21): P1 first, then the next live target, then priority; without a live target a
ticket sorts last among its equals. Pages follow a key, never an offset.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from underpin.desk.queues import filtering, ranking
from underpin.desk.queues.counting import Counts, counts, counts_by_client
from underpin.desk.queues.filtering import Filter
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets import visibility
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

__all__ = [
    "Counts",
    "Filter",
    "Page",
    "Row",
    "counts",
    "counts_by_client",
    "of_tenant",
    "page",
]

PAGE = 50
LONGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `rank_at` is the instant it ranks by (see `ranking`)."""

    tenant_id: int
    id: UUID
    key: str
    client: str
    number: int
    subject: str
    type: str
    priority: str
    state: str
    tier: int
    assignee_id: UUID | None
    assignee: str | None
    next_due: datetime | None
    rank_at: datetime | None
    next_metric: str | None
    next_warn_at: datetime | None
    breached: bool
    raised_at: datetime
    version: int
    out_of_contract: bool
    escalated: bool = False
    major: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`after` asks for the next page; None at the end."""

    rows: list[Row]
    after: str | None


@read("ticket.read", STAFF)
async def page(
    act: Act,
    wanted: Filter | None = None,
    after: str | None = None,
    limit: int = PAGE,
    *,
    without: Sequence[UUID] = (),
) -> Page:
    """A page of the list by rank, full where there is enough; tickets `without` are passed over.
    Raises Malformed for an `after` that is none of ours."""
    limit = max(1, min(limit, LONGEST_PAGE))
    asked = Asked(
        _named(act, wanted or Filter()), ranking.decode(after) if after else None, without
    )
    sql, words = _sql(act, asked, limit)
    rows = [Row(**row) for row in await db.rows(ranking.planned(act, sql), *words)]
    more = len(rows) > limit
    return Page(rows[:limit], ranking.encode(_key(rows[limit - 1])) if more else None)


def _named(act: Act, wanted: Filter) -> Filter:
    """Who works for one client alone names it: their tickets are then in order in an index."""
    own = act.principal.tenant_ids
    return wanted if wanted.tenants or len(own) > 1 else replace(wanted, tenants=tuple(own))


@dataclass(frozen=True, slots=True)
class Asked:
    wanted: Filter
    key: ranking.Key | None
    without: Sequence[UUID]


def _sql(act: Act, asked: Asked, limit: int) -> tuple[str, list[object]]:
    wanted, key = asked.wanted, asked.key
    narrowed, words = filtering.conditions(wanted, len(act.principal.tenants), taken=1)
    conditions = [*narrowed, visibility.staff_sees("t", "$1")]
    words = [act.person_id, *words]
    if asked.without:
        words.append(list(asked.without))
        conditions.append(f"t.id <> ALL (${len(words)}::uuid[])")
    if key is not None:
        beyond, key_words = ranking.beyond(key, wanted.priority, len(words))
        conditions.append(beyond)
        words += key_words
    most = PAGE if limit <= PAGE else LONGEST_PAGE
    return ranking.page(["t.live", *conditions], wanted.priority, most + 1), words


def _key(row: Row) -> ranking.Key:
    return ranking.Key(row.priority != "P1", row.rank_at, row.tenant_id, row.id)


@read("ticket.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int, limit: int = 100) -> list[Ticket]:
    """A client's tickets, the newest first: a member gets those they may see."""
    act.only_own(tenant)
    rows = await db.rows(
        f"SELECT {tickets.COLUMNS} FROM ticket WHERE tenant_id = $1 "
        "ORDER BY raised_at DESC, id DESC LIMIT $2",
        tenant,
        min(limit, LONGEST_PAGE),
    )
    return [tickets.of(row) for row in rows]
