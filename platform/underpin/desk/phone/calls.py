"""Calls that wait to be written down, people's numbers, and the lines that tell us of calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from underpin.desk.hooks import proof, secret
from underpin.desk.hooks.secret import Issued
from underpin.desk.phone import call, number, ringing
from underpin.desk.phone.call import COLUMNS, Call
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 50
MOST_NUMBERS: Final = 20


class NameTaken(Conflict):
    code = "name-taken"
    title = "This client has a line of that name: choose another"


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone system, or one number of it, that tells us of a client's calls."""

    id: UUID
    name: str
    proof: str
    paused_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A line, and its first secret, shown this once."""

    line: Line
    secret: Issued = field(repr=False)


LINE: Final = ", ".join(Line.__slots__)


@read("ticket.work", STAFF)
async def waiting(act: Act, tenant: int, before: UUID | None = None) -> list[Call]:
    """Calls that nobody has written down, and missed ones, the newest first, fifty at a time."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM phone_call WHERE tenant_id = $1 AND state IN ('draft', 'missed') "
        "AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        *(tenant, before, PAGE),
    )
    return [Call(**row) for row in rows]


@write("ticket.work", STAFF)
async def drop(act: Act, call_id: UUID) -> None:
    """It needs no ticket. Raises NotFound, WrittenDown."""
    held = await call.held(act, call_id)
    await db.execute(
        "UPDATE phone_call SET state = 'dropped', version = version + 1 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, held.id),
    )


@read("person.read", STAFF)
async def numbers(act: Act, tenant: int, person_id: UUID) -> list[str]:
    """A person's numbers; none for a person that is not this client's."""
    rows = await db.rows(
        "SELECT number FROM phone_number WHERE tenant_id = $1 AND person_id = $2 ORDER BY number",
        *(tenant, person_id),
    )
    return [row["number"] for row in rows]


@write("ticket.work", STAFF)
async def set_numbers(act: Act, person_id: UUID, said: Sequence[str]) -> list[str]:
    """All of a person's numbers anew. Raises NotFound, Malformed."""
    found = sorted({number.digits(each) for each in said})
    if "" in found or len(found) > MOST_NUMBERS:
        raise Malformed(
            f"numbers: at most {MOST_NUMBERS}, with their country (+48 22 123 45 67).",
            field="numbers",
        )
    known = "SELECT true FROM person WHERE tenant_id = $1 AND id = $2"
    if not await db.value(known, act.tenant_id, person_id):
        raise NotFound
    await db.execute(
        "DELETE FROM phone_number WHERE tenant_id = $1 AND person_id = $2",
        *(act.tenant_id, person_id),
    )
    for each in found:
        await call.remember(act, person_id, each)
    return found


@write("intake.write", STAFF)
async def open_line(act: Act, name: str, by: str = proof.NONE, *, signing_key: str = "") -> Opened:
    """`by` is how its messages are proven. Raises Malformed, NameTaken."""
    if not 1 <= len(name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    if by not in proof.PROOFS:
        raise Malformed(f"proof: one of {', '.join(proof.PROOFS)}.", field="proof")
    try:
        async with db.savepoint():
            row = await db.row(
                "INSERT INTO phone_line (tenant_id, id, name, proof, created_at) "
                f"VALUES ($1, $2, $3, $4, $5) RETURNING {LINE}",
                *(act.tenant_id, ids.new(), name.strip(), by, act.now),
            )
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    made = Line(**(row or {}))
    issued = await secret.issue(act, ringing.PURPOSE_NAME, made.id, signing_key=signing_key)
    return Opened(made, issued)


@read("intake.read", STAFF)
async def lines(act: Act, tenant: int) -> list[Line]:
    """By name; they are few."""
    rows = await db.rows(
        f"SELECT {LINE} FROM phone_line WHERE tenant_id = $1 ORDER BY name", tenant
    )
    return [Line(**row) for row in rows]


@write("intake.write", STAFF)
async def pause(act: Act, line_id: UUID, *, paused: bool) -> Line:
    """A paused line's address is as if it were not. Raises NotFound."""
    row = await db.row(
        f"UPDATE phone_line SET paused_at = $3 WHERE tenant_id = $1 AND id = $2 RETURNING {LINE}",
        *(act.tenant_id, line_id, act.now if paused else None),
    )
    if row is None:
        raise NotFound
    return Line(**row)


@write("intake.write", STAFF)
async def rotate(
    act: Act, line_id: UUID, overlap: timedelta = secret.OVERLAP, *, signing_key: str = ""
) -> Issued:
    """Raises NotFound, Malformed."""
    found = await db.value(
        "SELECT true FROM phone_line WHERE tenant_id = $1 AND id = $2", act.tenant_id, line_id
    )
    if not found:
        raise NotFound
    purpose = ringing.PURPOSE_NAME
    return await secret.rotate(act, purpose, line_id, overlap, signing_key=signing_key)
