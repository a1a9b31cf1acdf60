"""What is to know before going to a client's site: whom to ask for, when, and how to get in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

LONGEST: Final = {"contact": 200, "phone": 60, "hours": 500, "directions": 2000}


@dataclass(frozen=True, slots=True)
class Details:
    contact: str = ""
    phone: str = ""
    hours: str = ""
    directions: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    id: UUID
    name: str
    time_zone: str
    address: str | None
    details: Details


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> list[Site]:
    """By name."""
    rows = await db.rows(
        "SELECT i.id, i.name, i.time_zone, i.address, coalesce(d.contact, '') AS contact, "
        "coalesce(d.phone, '') AS phone, coalesce(d.hours, '') AS hours, "
        "coalesce(d.directions, '') AS directions FROM site i LEFT JOIN site_details d "
        "ON d.tenant_id = i.tenant_id AND d.site_id = i.id WHERE i.tenant_id = $1 "
        "ORDER BY i.name, i.id LIMIT 500",
        tenant,
    )
    return [
        Site(
            *(row["id"], row["name"], row["time_zone"], row["address"]),
            Details(**{name: row[name] for name in LONGEST}),
        )
        for row in rows
    ]


@write("ticket.work", STAFF)
async def describe(act: Act, site_id: UUID, said: Details) -> None:
    """Raises Malformed, NotFound."""
    for name, most in LONGEST.items():
        if len(getattr(said, name)) > most:
            raise Malformed(f"{name}: at most {most} characters.", field=name)
    here = "SELECT EXISTS (SELECT FROM site WHERE tenant_id = $1 AND id = $2)"
    if not await db.value(here, act.tenant_id, site_id):
        raise NotFound
    await db.execute(
        "INSERT INTO site_details (tenant_id, site_id, contact, phone, hours, directions) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, site_id) DO UPDATE SET "
        "contact = excluded.contact, phone = excluded.phone, hours = excluded.hours, "
        "directions = excluded.directions",
        *(act.tenant_id, site_id, *(getattr(said, name) for name in LONGEST)),
    )
