"""A call as it is kept: one that a telephone system told us of and nobody has written down yet, one
that was missed, one that stands on a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from underpin.desk.phone import number
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound

Direction = Literal["in", "out"]
DRAFT, MISSED, LOGGED, DROPPED = "draft", "missed", "logged", "dropped"


class WrittenDown(Conflict):
    code = "call-written-down"
    title = "This call stands on a ticket, or was put away: it cannot be written down again"


@dataclass(frozen=True, slots=True)
class Call:
    """`number` is digits, empty for a withheld one; `person_id` whose it is, as far as one can
    tell; `staff_id` who of ours took it; `seconds` how long it took."""

    id: UUID
    line_id: UUID | None
    direction: str
    number: str
    person_id: UUID | None
    staff_id: UUID | None
    started_at: datetime
    seconds: int | None
    state: str
    ticket_id: UUID | None
    version: int


COLUMNS: Final = ", ".join(Call.__slots__)


async def held(act: Act, call_id: UUID) -> Call:
    """One that is still to be written down, locked. Raises NotFound, WrittenDown."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM phone_call WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, call_id),
    )
    if row is None:
        raise NotFound
    if row["state"] not in (DRAFT, MISSED):
        raise WrittenDown
    return Call(**row)


async def whose(act: Act, said: str) -> UUID | None:
    """The client's person who has this number."""
    called = number.digits(said)
    if not called:
        return None
    rows = await db.rows(
        "SELECT n.number, n.person_id FROM phone_number n JOIN person p "
        "ON p.tenant_id = n.tenant_id AND p.id = n.person_id AND p.state IN ('active', 'invited') "
        "WHERE n.tenant_id = $1 AND right(n.number, $3) = right($2, $3)",
        *(act.tenant_id, called, min(number.SHORTEST_END, len(called))),
    )
    return number.whose(said, [(row["number"], row["person_id"]) for row in rows])


async def remember(act: Act, person_id: UUID, said: str) -> None:
    """That this number is theirs, from now on."""
    called = number.digits(said)
    if called:
        await db.execute(
            "INSERT INTO phone_number (tenant_id, id, number, person_id) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (tenant_id, number, person_id) DO NOTHING",
            *(act.tenant_id, ids.new(), called, person_id),
        )
