"""Calls that nobody has written down, of all clients one works for; and whose a number is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.phone import number
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Ringing:
    """`person` is who has the number, as far as one can tell; `mine`: the asker took it."""

    key: str
    client: str
    id: UUID
    direction: str
    number: str
    person_id: UUID | None
    person: str | None
    started_at: datetime
    seconds: int | None
    state: str
    mine: bool


OPEN: Final = """
SELECT n.key, n.name AS client, c.id, c.direction, c.number, c.person_id, p.name AS person,
       c.started_at, c.seconds, c.state, coalesce(c.staff_id = $1, false) AS mine
FROM phone_call c JOIN tenant n ON n.id = c.tenant_id
LEFT JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
WHERE c.state IN ('draft', 'missed') ORDER BY c.id DESC LIMIT $2
"""


@read("ticket.work", STAFF)
async def everywhere(act: Act) -> list[Ringing]:
    """The newest first; at most fifty."""
    return [Ringing(**row) for row in await db.rows(OPEN, act.person_id, MOST)]


@dataclass(frozen=True, slots=True)
class Caller:
    key: str
    person_id: UUID
    person: str


CALLERS: Final = """
SELECT n.key, c.person_id, p.name AS person FROM phone_number c
JOIN tenant n ON n.id = c.tenant_id
JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
WHERE right(c.number, $2) = right($1, $2) AND p.state IN ('active', 'invited')
ORDER BY n.key, p.name, p.id LIMIT 20
"""


@read("ticket.work", STAFF)
async def callers(act: Act, said: str) -> list[Caller]:
    """Who of the asker's clients' people has this number, or one that ends as it does; nobody for
    what is no number."""
    called = number.digits(said)
    if not called:
        return []
    end = min(number.SHORTEST_END, len(called))
    return [Caller(**row) for row in await db.rows(CALLERS, called, end)]
