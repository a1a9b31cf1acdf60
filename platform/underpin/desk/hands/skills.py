"""What staff are able to do: a skill is held while a training in it stands that has not expired;
what a client's service needs is asked of whoever takes its tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import asyncpg

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read, write


@dataclass(frozen=True, slots=True)
class Skill:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Training:
    """A record of one; `expires_on` is its last good day, None: for good."""

    id: UUID
    staff_id: UUID
    staff: str
    skill_id: UUID
    skill: str
    title: str
    completed_on: date
    expires_on: date | None
    issuer: str = ""
    certificate: str = ""


@provide("rota.write")
async def name(act: Act, wanted: str) -> Skill:
    """A skill that people may have; the same name is the same skill. Raises Malformed."""
    if not 1 <= len(wanted.strip()) <= 80:
        raise Malformed("name: 1 to 80 characters.", field="name")
    row = await db.row(
        "INSERT INTO skill (id, name) VALUES ($1, $2) "
        "ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id, name",
        *(ids.new(), wanted.strip()),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Skill(**row)


@read("ticket.read", STAFF)
async def all_of_them(act: Act) -> list[Skill]:
    """By name."""
    return [Skill(**row) for row in await db.rows("SELECT id, name FROM skill ORDER BY name")]


@dataclass(frozen=True, slots=True)
class Colleague:
    id: UUID
    name: str
    email: str


@read("rota.read", STAFF)
async def colleagues(act: Act) -> list[Colleague]:
    """Whose trainings are recorded: all who work here, by name."""
    rows = await db.rows(
        "SELECT id, name, email FROM staff WHERE state = 'active' ORDER BY name, email LIMIT 2000"
    )
    return [Colleague(**row) for row in rows]


TRAIN: Final = """
INSERT INTO training (id, staff_id, skill_id, title, completed_on, expires_on, recorded_by,
                      recorded_at, issuer, certificate)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


@provide("rota.write")
async def train(  # noqa: PLR0917 - the words of the record
    act: Act,
    staff_id: UUID,
    skill_id: UUID,
    title: str,
    completed_on: date,
    expires_on: date | None = None,
    *,
    issuer: str = "",
    certificate: str = "",
) -> UUID:
    """Record a training, and the certificate it ended with. Records stay: a later one renews the
    skill. Raises Malformed, NotFound."""
    made = ids.new()
    words = (made, staff_id, skill_id, title.strip(), completed_on, expires_on)
    try:
        async with db.savepoint():
            proof = (issuer.strip(), certificate.strip())
            await db.execute(TRAIN, *words, act.person_id, act.now, *proof)
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    except asyncpg.CheckViolationError as wrong:
        raise Malformed(
            "title, issuer, completed_on, expires_on: look at these.", field="title"
        ) from wrong
    return made


TRAININGS: Final = """
SELECT t.id, t.staff_id, s.name AS staff, t.skill_id, k.name AS skill, t.title, t.completed_on,
       t.expires_on, t.issuer, t.certificate
FROM training t JOIN staff s ON s.id = t.staff_id JOIN skill k ON k.id = t.skill_id
WHERE ($1::uuid IS NULL OR t.staff_id = $1) AND ($2::date IS NULL OR t.expires_on < $2)
ORDER BY t.expires_on NULLS LAST, s.name, t.id LIMIT 1000
"""


@read("rota.read", STAFF)
async def trainings(
    act: Act, staff_id: UUID | None = None, expiring_before: date | None = None
) -> list[Training]:
    """What expires first comes first."""
    rows = await db.rows(TRAININGS, staff_id, expiring_before)
    return [Training(**row) for row in rows]


# Over a parameter for who it is and one for the day.
HELD: Final = (
    "SELECT h.skill_id FROM training h WHERE h.staff_id = {staff} "
    "AND (h.expires_on IS NULL OR h.expires_on >= {day})"
)


@write("rota.write", STAFF)
async def ask_for(act: Act, service_id: UUID, skill_ids: Sequence[UUID]) -> None:
    """All that a client's service needs, instead of what it needed. Raises Malformed, NotFound."""
    theirs = await db.value(
        "SELECT true FROM service WHERE tenant_id = $1 AND id = $2", act.tenant_id, service_id
    )
    if not theirs:
        raise NotFound
    known = await db.value("SELECT count(*) FROM skill WHERE id = ANY ($1::uuid[])", skill_ids)
    if known != len(set(skill_ids)):
        raise Malformed("skill_ids: one of them is no skill.", field="skill_ids")
    await db.execute(
        "DELETE FROM service_skill WHERE tenant_id = $1 AND service_id = $2",
        *(act.tenant_id, service_id),
    )
    await db.execute(
        "INSERT INTO service_skill (tenant_id, service_id, skill_id) "
        "SELECT $1, $2, u.id FROM unnest($3::uuid[]) AS u(id)",
        *(act.tenant_id, service_id, sorted(set(skill_ids))),
    )


@read("ticket.read", STAFF)
async def asked_for(act: Act, tenant: int) -> dict[UUID, list[UUID]]:
    """What each service of a client needs: service -> skills."""
    rows = await db.rows(
        "SELECT service_id, array_agg(skill_id ORDER BY skill_id) AS skills FROM service_skill "
        "WHERE tenant_id = $1 GROUP BY service_id",
        tenant,
    )
    return {row["service_id"]: list(row["skills"]) for row in rows}
