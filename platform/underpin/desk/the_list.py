"""The list: open tickets of every queue a staff person may see, by rank, and "take next".

Rank (PRACTICE 21): P1 first, then the next live target, then priority; without a live target a
ticket sorts last among its equals. Pages follow a key, never an offset.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from underpin.desk import ticket as tickets
from underpin.desk import working
from underpin.desk.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read, write

PAGE = 50
LONGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """`assignee` with `unassigned` false means: this person's; both empty: anybody's."""

    tenants: tuple[int, ...] = ()
    tier: int | None = None
    priority: str | None = None
    assignee: UUID | None = None
    unassigned: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

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
    next_metric: str | None
    next_warn_at: datetime | None
    breached: bool
    raised_at: datetime
    version: int
    out_of_contract: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`after` asks for the next page; None at the end."""

    rows: list[Row]
    after: str | None


class _Key(msgspec.Struct, array_like=True):
    first: bool
    next_due: datetime | None
    priority: str
    tenant_id: int
    id: UUID


# Two ranges, each one walk along an index: P1 tickets, then the others by their next due time.
SELECT = """
SELECT t.tenant_id, t.id, n.key, n.name AS client, t.number, t.subject, t.type, t.priority,
       t.state, t.tier, t.assignee_id, s.name AS assignee,
       nullif(t.next_due, 'infinity') AS next_due, t.next_metric,
       t.next_warn_at, t.breached, t.raised_at, t.version,
       t.agreement_version_id IS NULL AS out_of_contract
FROM ticket t
JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN staff s ON s.id = t.assignee_id
WHERE t.live AND {conditions}
ORDER BY t.next_due, t.tenant_id, t.id LIMIT {limit}
"""


@read("ticket.read", STAFF)
async def page(
    act: Act, wanted: Filter | None = None, after: str | None = None, limit: int = PAGE
) -> Page:
    """A page of the list by rank. Raises Malformed for an `after` that is none of ours."""
    limit = max(1, min(limit, LONGEST_PAGE))
    key = _decode(after) if after else None
    rows = await _range(wanted or Filter(), key, limit + 1, first=True) if _starts(key) else []
    if len(rows) <= limit:
        beyond = key if key and not key.first else None
        rows += await _range(wanted or Filter(), beyond, limit + 1 - len(rows), first=False)
    more = len(rows) > limit
    return Page(rows[:limit], _encode(rows[limit - 1]) if more else None)


def _starts(key: _Key | None) -> bool:
    return key is None or key.first


async def _range(wanted: Filter, key: _Key | None, limit: int, *, first: bool) -> list[Row]:
    conditions, args = _conditions(wanted)
    conditions.append("t.priority = 'P1'" if first else "t.priority <> 'P1'")
    if key is not None:
        at = len(args)
        conditions.append(
            f"(t.next_due, t.tenant_id, t.id) > (coalesce(${at + 1}::timestamptz, 'infinity'), "
            f"${at + 2}::int, ${at + 3}::uuid)"
        )
        args += [key.next_due, key.tenant_id, key.id]
    sql = SELECT.format(conditions=" AND ".join(conditions), limit=limit)
    return [Row(**row) for row in await db.rows(sql, *args)]


def _conditions(wanted: Filter, taken: int = 0) -> tuple[list[str], list[object]]:
    """What narrows the list, with its arguments behind those `taken` already."""
    conditions: list[str] = []
    args: list[object] = []
    for column, value in (
        ("t.tier =", wanted.tier),
        ("t.priority =", wanted.priority),
        ("t.assignee_id =", wanted.assignee),
    ):
        if value is not None:
            args.append(value)
            conditions.append(f"{column} ${taken + len(args)}")
    if wanted.tenants:
        args.append(list(wanted.tenants))
        conditions.append(f"t.tenant_id = ANY (${taken + len(args)}::int[])")
    if wanted.unassigned:
        conditions.append("t.assignee_id IS NULL")
    return conditions, args


def _encode(row: Row) -> str:
    key = _Key(row.priority == "P1", row.next_due, row.priority, row.tenant_id, row.id)
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def _decode(after: str) -> _Key:
    try:
        raw = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        return msgspec.json.decode(raw, type=_Key)
    except (ValueError, msgspec.MsgspecError) as wrong:
        raise Malformed("after: use the value a page gave you.", field="after") from wrong


@dataclass(frozen=True, slots=True)
class Counts:
    """What the head of the list says; `at_risk` counts warned and not breached."""

    live: int
    breached: int
    at_risk: int
    unassigned: int


COUNTS = """
count(*) AS live, count(*) FILTER (WHERE t.breached) AS breached,
count(*) FILTER (WHERE NOT t.breached AND t.next_warn_at <= $1) AS at_risk,
count(*) FILTER (WHERE t.assignee_id IS NULL) AS unassigned
"""


@read("ticket.read", STAFF)
async def counts(act: Act, wanted: Filter | None = None) -> Counts:
    """Counts over everything the asker may see, as far as the filter goes."""
    conditions, args = _conditions(wanted or Filter(), taken=1)
    sql = f"SELECT {COUNTS} FROM ticket t WHERE {' AND '.join(['t.live', *conditions])}"
    row = await db.row(sql, act.now, *args)
    assert row is not None, "an aggregate always gives a row"  # noqa: S101
    return Counts(**row)


@read("ticket.read", STAFF)
async def counts_by_client(act: Act) -> dict[int, Counts]:
    """The same of each client the asker may see, by tenant; one with nothing open is absent."""
    rows = await db.rows(
        f"SELECT t.tenant_id, {COUNTS} FROM ticket t WHERE t.live GROUP BY t.tenant_id", act.now
    )
    return {
        row["tenant_id"]: Counts(**{name: row[name] for name in Counts.__slots__}) for row in rows
    }


NEXT = """
SELECT number FROM ticket
WHERE tenant_id = $1 AND live AND assignee_id IS NULL AND tier = $2
  AND state IN ('new', 'open')
ORDER BY (priority <> 'P1'), next_due, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""


@write("ticket.work", STAFF)
async def take_first(act: Act, tier: int) -> Ticket:
    """In one tenant: the highest-ranked free ticket of a tier, and no two people ever the same.

    Raises NotFound when the queue is empty.
    """
    number = await db.value(NEXT, act.tenant_id, tier)
    if number is None:
        raise NotFound("This queue has nothing free.")
    ticket = await tickets.held(act, number)
    return await working.hand(act, ticket, act.person_id)


@read("ticket.read", STAFF)
async def next_tenants(act: Act, tier: int) -> Sequence[int]:
    """The tenants in the order of their most urgent free ticket of this tier."""
    rows = await db.rows(
        "SELECT tenant_id FROM ticket WHERE live AND assignee_id IS NULL AND tier = $1 "
        "AND state IN ('new', 'open') ORDER BY (priority <> 'P1'), next_due, tenant_id, id "
        "LIMIT 200",
        tier,
    )
    return list(dict.fromkeys(row["tenant_id"] for row in rows))


@read("ticket.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int, limit: int = 100) -> list[Ticket]:
    """A client's tickets, the newest first: a member gets those they may see."""
    if act.audience is Audience.MEMBER and tenant != act.principal.own_tenant:
        raise NotFound
    rows = await db.rows(
        f"SELECT {tickets.COLUMNS} FROM ticket WHERE tenant_id = $1 "
        "ORDER BY raised_at DESC, id DESC LIMIT $2",
        tenant,
        min(limit, LONGEST_PAGE),
    )
    return [tickets.of(row) for row in rows]
