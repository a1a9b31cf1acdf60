"""How much there is: exact up to a thousand, and beyond that said to be more.

Whoever reads "1,000+" would do nothing else at 1,243; and to count a hundred thousand open tickets
at every look costs what to count a thousand does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.desk.queues import filtering, ranking
from underpin.desk.queues.filtering import Filter
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Counts:
    """What the head of the list says; `at_risk` counts warned and not breached. A number above
    MOST means: more than that."""

    live: int
    breached: int
    at_risk: int
    unassigned: int


COUNTED: Final = {
    "live": "t.live",
    "breached": "t.live AND t.breached",
    "at_risk": "t.live AND NOT t.breached AND t.next_warn_at <= $1",
    "unassigned": "t.live AND (t.assignee_id IS NOT NULL) IS FALSE",
}
"""The last is spelled so that the index of the free tickets does not offer itself: it goes through
all clients, and is long for who has one."""

# Confidential tickets of others are few and have an index of their own: they are counted apart and
# taken off, so that the rest is counted in an index alone.
HIDDEN: Final = """
WITH hidden AS MATERIALIZED (
    SELECT t.* FROM ticket t WHERE t.live AND t.confidential AND {sees} IS NOT TRUE{conditions}
)"""
ALL: Final = """
(SELECT count(*) FROM (SELECT FROM ticket t WHERE {counted}{conditions}
                       ORDER BY t.tenant_id LIMIT {most}) x) AS {name},
(SELECT count(*) FROM hidden t WHERE {counted}) AS {name}_hidden"""


@read("ticket.read", STAFF)
async def counts(act: Act, wanted: Filter | None = None) -> Counts:
    """Counts over everything the asker may see, as far as the filter goes."""
    said, args = filtering.conditions(wanted or Filter(), len(act.principal.tenants), taken=2)
    conditions = "".join(f" AND {each}" for each in said)
    hidden = HIDDEN.format(sees=visibility.staff_sees("t", "$2"), conditions=conditions)
    each = [
        ALL.format(counted=counted, conditions=conditions, most=MOST + 1, name=name)
        for name, counted in COUNTED.items()
    ]
    sql = ranking.planned(act, f"{hidden} SELECT {', '.join(each)}")
    row = await db.row(sql, act.now, act.person_id, *args)
    assert row is not None, "counts always give a row"  # noqa: S101
    return Counts(**{name: _shown(row[name], row[f"{name}_hidden"]) for name in COUNTED})


def _shown(counted: int, hidden: int) -> int:
    return counted if counted > MOST else counted - hidden


BY_CLIENT: Final = """
SELECT t.tenant_id, count(*) AS live, count(*) FILTER (WHERE t.breached) AS breached,
       count(*) FILTER (WHERE NOT t.breached AND t.next_warn_at <= $1) AS at_risk,
       count(*) FILTER (WHERE t.assignee_id IS NULL) AS unassigned
FROM ticket t WHERE t.live GROUP BY t.tenant_id
"""


@read("ticket.read", STAFF)
async def counts_by_client(act: Act) -> dict[int, Counts]:
    """Exact counts of each client the asker may see, by tenant; one with nothing open is absent."""
    rows = await db.rows(ranking.planned(act, BY_CLIENT), act.now)
    return {
        row["tenant_id"]: Counts(**{name: row[name] for name in Counts.__slots__}) for row in rows
    }
