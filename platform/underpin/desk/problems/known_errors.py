"""Known errors beside the tickets that look like them, for agents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.desk.problems import likeness, similar
from underpin.desk.queues import ranking
from underpin.desk.search import words
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

LOOKED_AT: Final = 300
MOST: Final = 5
SHARED: Final = 2
"""So many words a ticket must share with a known error, where they do not share their service."""


@dataclass(frozen=True, slots=True)
class KnownError:
    """`name` is its problem's ticket; `text` what agents are to do."""

    name: str
    subject: str
    text: str
    workaround: str


KNOWN: Final = f"""
WITH known AS MATERIALIZED (
    SELECT b.tenant_id, b.ticket_id, b.known_error, b.workaround FROM problem b
    WHERE b.known_since IS NOT NULL ORDER BY b.known_since DESC, b.tenant_id, b.ticket_id
    LIMIT {LOOKED_AT}
)
SELECT n.key || '-' || t.number AS name, t.tenant_id, t.subject, t.service_id,
       k.known_error AS text, k.workaround
FROM known k JOIN ticket t ON t.tenant_id = k.tenant_id AND t.id = k.ticket_id
JOIN tenant n ON n.id = k.tenant_id AND n.id = ANY (ARRAY(SELECT tenant_id FROM known))
WHERE t.live AND t.id <> $2 AND {visibility.staff_sees("t", "$1")}
"""


@read("ticket.read", STAFF)
async def beside(act: Act, tenant: int, number: int) -> list[KnownError]:
    """Of every client one may see, the most alike first; those of the ticket's own service before
    others. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(ranking.planned(act, KNOWN), act.person_id, ticket.id)
    if not rows:
        return []
    own = frozenset(await similar.said(ticket))
    scored = [(_alike(own, row), _same(ticket.service_id, row), row) for row in rows]
    fitting = [each for each in scored if each[0] >= (1 if each[1] else SHARED)]
    fitting.sort(key=lambda each: (not each[1], -each[0], each[2]["name"]))
    same = KnownError.__slots__
    return [KnownError(**{name: row[name] for name in same}) for *_, row in fitting[:MOST]]


def _alike(own: frozenset[str], row: db.Row) -> int:
    return len(likeness.shared(own, words.of(f"{row['subject']}\n{row['text']}")))


def _same(service: object, row: db.Row) -> bool:
    return service is not None and service == row["service_id"]
