"""The list's order as SQL over a row `t` of `ticket`, and the key at which a page ended.

Rank (PRACTICE 21): P1 and major incidents first, then the next target that can still be reached;
then the tickets without one, by priority, the missed before the others, the oldest first. All of it
is one instant in the row, `next_due`: that of the target, or one far off that orders the rest. The
indexes of the first desk migration hold this very order, and a test reads the plans.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from contracts.subject import Due
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed

BEHIND_P1 = "(t.priority <> 'P1')"
WITHIN = "t.next_due, t.tenant_id, t.id"


BEYOND = datetime(3000, 1, 1, tzinfo=UTC)
BEFORE = datetime(1000, 1, 1, tzinfo=UTC)
RUSHED = datetime(500, 1, 1, tzinfo=UTC)
BEGAN = datetime(2000, 1, 1, tzinfo=UTC)
CLASS = timedelta(days=200 * 365)
KINDS = ("bool", "timestamptz", "int", "uuid")
INFINITY = datetime.max.replace(tzinfo=UTC)
"""As asyncpg says it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rank depends on besides the due time. `major`: it is part of an open major
    incident."""

    priority: str
    raised_at: datetime
    now: datetime
    major: bool = False


def instant(due: Due, standing: Standing) -> datetime:
    """The instant a ticket ranks by.

    A target that can still be reached ranks by itself. A missed P1 with nothing left to reach is
    the top of its priority, and so of the list. What is part of a major incident stands before
    everything of its class: with the P1s at the top, else right behind them (PRACTICE 21).
    """
    reachable = due.next_due is not None and due.next_due > standing.now
    if standing.major:
        first = due.next_due if due.next_due and reachable else standing.raised_at
        return RUSHED + (first - BEGAN)
    if due.next_due is not None and reachable:
        return due.next_due
    age = standing.raised_at - BEGAN
    if due.breached and standing.priority == "P1":
        return BEFORE + age
    place = 2 * int(standing.priority[1:]) + (not due.breached)
    return BEYOND + place * CLASS + age


class Key(msgspec.Struct, array_like=True):
    """The last ticket of a page; `next_due` is the instant it ranks by, None is infinity."""

    behind_p1: bool
    next_due: datetime | None
    tenant_id: int
    id: UUID

    @property
    def words(self) -> list[object]:
        return [self.behind_p1, self.next_due or INFINITY, self.tenant_id, self.id]


def order(priority: str | None) -> str:
    """Among tickets of one priority the first word says nothing, and without it the index of
    priorities is in order."""
    return WITHIN if priority else f"{BEHIND_P1}, {WITHIN}"


def beyond(key: Key, priority: str | None, taken: int) -> tuple[str, list[object]]:
    """What comes after a key, with its words, which follow `taken` others. They stand there bare:
    under row security an expression of them (a coalesce) would be met row by row, not by the
    index. Among tickets of one priority the first word says nothing here either."""
    names = [f"${place}::{kind}" for place, kind in enumerate(KINDS[bool(priority) :], taken + 1)]
    return f"({order(priority)}) > ({', '.join(names)})", key.words[bool(priority) :]


SHOWN = """
t.tenant_id, t.id, t.number, t.subject, t.type, t.priority, t.state, t.tier, t.assignee_id,
t.next_metric, t.next_warn_at, t.breached, t.raised_at, t.version
"""

# Names are looked up for the page alone. Its tenants once more as an array, because then their
# policy is met in the same look into the index: joined only, it is read anew for each row.
PAGE = f"""
WITH page AS MATERIALIZED (
    SELECT {SHOWN}, t.next_due, t.due_at, t.agreement_version_id, t.escalated_at, t.major_id
    FROM ticket t
    WHERE {{conditions}} ORDER BY {{order}} LIMIT {{limit}}
)
SELECT {SHOWN}, t.due_at AS next_due, nullif(t.next_due, 'infinity') AS rank_at,
       t.agreement_version_id IS NULL AS out_of_contract,
       t.escalated_at IS NOT NULL AS escalated, t.major_id IS NOT NULL AS major,
       n.key, n.name AS client, s.name AS assignee
FROM page t
JOIN tenant n ON n.id = t.tenant_id AND n.id = ANY (ARRAY(SELECT tenant_id FROM page))
LEFT JOIN staff s ON s.id = t.assignee_id
ORDER BY {{order}}
"""


def page(conditions: Sequence[str], priority: str | None, limit: int) -> str:
    """The first `limit` tickets under the conditions, in order, with the names on their lines."""
    return PAGE.format(conditions=" AND ".join(conditions), order=order(priority), limit=limit)


def planned(act: Act, sql: str) -> str:
    """PostgreSQL keeps the plan of the first who asks, and one tenant's is ruinous for a thousand
    (300 ms instead of 1): so each order of magnitude has a statement of its own."""
    tenants = 1 if act.tenant is not None else len(act.principal.tenants)
    return f"/* under {1 << tenants.bit_length()} tenants */ {sql}"


def encode(key: Key) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def decode(after: str) -> Key:
    """Raises Malformed for what is no key of ours."""
    try:
        raw = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        return msgspec.json.decode(raw, type=Key)
    except (ValueError, msgspec.MsgspecError) as wrong:
        raise Malformed("after: use the value a page gave you.", field="after") from wrong
