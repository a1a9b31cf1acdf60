"""What a client writes on a ticket that is done, kept until somebody says what it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from underpin.kernel import db, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "afterword"
Answer = Literal["thanks", "not_solved"]

INSERT: Final = """
INSERT INTO afterword (tenant_id, id, ticket_id, message_id, person_id, said_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
ANSWER: Final = """
UPDATE afterword SET answer = $3, answered_by = $4, answered_at = $5
WHERE tenant_id = $1 AND ticket_id = $2 AND answer IS NULL RETURNING message_id, person_id, said_at
"""


@dataclass(frozen=True, slots=True)
class Afterword:
    """`person_id` None: the product wrote it down for somebody."""

    message_id: UUID
    person_id: UUID | None
    said_at: datetime


async def keep(act: Act, ticket_id: UUID, said: Afterword, look_by: datetime) -> None:
    """Somebody has to look at it by then."""
    words = (ticket_id, said.message_id, said.person_id, said.said_at)
    await db.execute(INSERT, act.tenant_id, ids.new(), *words)
    waits = await db.value(
        "SELECT true FROM timer WHERE tenant_id = $1 AND kind = $2 AND key = $3",
        *(act.tenant_id, KIND, str(ticket_id)),
    )
    if not waits:  # the first of several words is what is waited for
        await timers.arm(act, Timer(KIND, str(ticket_id), ticket_id, look_by))


async def answer(act: Act, ticket_id: UUID, said: Answer) -> list[Afterword]:
    """All that waited is answered alike; returns it in the order in which it was said."""
    words = (said, act.principal.person_id, act.now)
    rows = await db.rows(ANSWER, act.tenant_id, ticket_id, *words)
    await timers.disarm(act, KIND, [str(ticket_id)])
    return sorted((Afterword(**row) for row in rows), key=lambda each: each.said_at)


async def waiting(tenant: int, ticket_id: UUID) -> list[Afterword]:
    rows = await db.rows(
        "SELECT message_id, person_id, said_at FROM afterword "
        "WHERE tenant_id = $1 AND ticket_id = $2 AND answer IS NULL ORDER BY said_at, id",
        tenant,
        ticket_id,
    )
    return [Afterword(**row) for row in rows]
