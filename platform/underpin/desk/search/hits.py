"""The tickets that were found, as they are shown: with their subject and the place in what was said
where the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.desk.queues import ranking
from underpin.desk.search import snippet
from underpin.desk.search.query import Term
from underpin.desk.search.snippet import Part
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands among what was found."""

    tenant_id: int
    number: int
    raised_at: datetime
    score: int

    @property
    def name(self) -> tuple[int, int]:
        return self.tenant_id, self.number


@dataclass(frozen=True, slots=True)
class Hit:
    """`tier` and `assignee` are staff's to know; None for a member. `subject` and `snippet` come in
    parts, of which some are marked; there is no snippet where only the subject meets the words."""

    name: str
    client: str
    type: str
    priority: str
    state: str
    raised_at: datetime
    subject: list[Part]
    snippet: list[Part]
    tier: int | None
    assignee: str | None


# The page's clients once more as an array: their policy is then met in one look into the index.
SHOWN = """
WITH page AS MATERIALIZED (
    SELECT * FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS p(tenant_id, number, place)
)
SELECT t.tenant_id, t.id, n.key || '-' || t.number AS name, n.name AS client, t.type, t.priority,
       t.state, t.raised_at, t.subject, t.tier, {assignee} AS assignee
FROM page p
JOIN ticket t ON t.tenant_id = p.tenant_id AND t.number = p.number AND {sees}
JOIN tenant n ON n.id = t.tenant_id AND n.id = ANY (ARRAY(SELECT tenant_id FROM page))
ORDER BY p.place
"""
SQL = {
    Audience.STAFF: SHOWN.format(
        assignee="(SELECT s.name FROM staff s WHERE s.id = t.assignee_id)",
        sees=visibility.staff_sees("t", "$3"),
    ),
    Audience.MEMBER: SHOWN.format(assignee="NULL", sees="$3::uuid IS NOT NULL"),
}

# Of a long conversation the newest part, and of a long message its beginning: who finds a word
# beyond them is shown the subject.
SAID = """
SELECT p.id, s.body FROM unnest($1::int[], $2::uuid[]) AS p(tenant_id, id), LATERAL (
    SELECT left(m.body, 20000) AS body FROM message m
    WHERE m.tenant_id = p.tenant_id AND m.ticket_id = p.id
    ORDER BY m.happened_at DESC, m.id DESC LIMIT 30) s
"""


async def of(act: Act, places: Sequence[Place], terms: Sequence[Term]) -> list[Hit]:
    """In the order of `places`; what the reader's own scope does not show is left out."""
    if not places:
        return []
    tenants, numbers = [each.tenant_id for each in places], [each.number for each in places]
    sql = ranking.planned(act, SQL[act.audience])
    rows = await db.rows(sql, tenants, numbers, act.principal.person_id)
    said = await _said(act, rows)
    staff = act.audience is Audience.STAFF
    return [_hit(row, said.get(row["id"], []), terms, staff=staff) for row in rows]


async def _said(act: Act, tickets: Sequence[db.Row]) -> dict[UUID, list[str]]:
    of_tickets = [row["tenant_id"] for row in tickets], [row["id"] for row in tickets]
    said: dict[UUID, list[str]] = {}
    for row in await db.rows(ranking.planned(act, SAID), *of_tickets):
        said.setdefault(row["id"], []).append(row["body"])
    return said


def _hit(row: db.Row, said: Sequence[str], terms: Sequence[Term], *, staff: bool) -> Hit:
    same = ("name", "client", "type", "priority", "state", "raised_at", "assignee")
    return Hit(
        **{name: row[name] for name in same},
        tier=row["tier"] if staff else None,
        subject=snippet.whole(row["subject"], terms),
        snippet=snippet.best(said, terms),
    )
