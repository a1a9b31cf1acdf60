"""Whom a client's page calls, the first first: who is on duty and works for that client; then who
leads there; then the provider's admins, so that a page always finds somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.on_call import duty, rotas
from underpin.desk.on_call.rotas import Kept
from underpin.kernel import db

HERE: Final = """
SELECT s.id, EXISTS (SELECT FROM assignment a WHERE a.staff_id = s.id AND a.tenant_id = $1) AS ours,
       ARRAY(SELECT r.role FROM staff_role r WHERE r.staff_id = s.id) AS roles
FROM staff s WHERE s.state = 'active' ORDER BY s.id
"""


async def of(tenant: int, tier: int | None, moment: datetime) -> tuple[UUID, ...]:
    """`tier`: of teams that work in it, or in every; None: of any team."""
    kept = await rotas.between(moment, moment + timedelta(microseconds=1))
    people = await db.rows(HERE, tenant)
    ours = {row["id"] for row in people if row["ours"]}
    called = [each for each in on_duty(kept, tier, moment) if each in ours]
    leads = [row["id"] for row in people if row["ours"] and "service_lead" in row["roles"]]
    admins = [row["id"] for row in people if "provider_admin" in row["roles"]]
    return tuple(dict.fromkeys((*called, *(leads or admins))))


def on_duty(kept: Iterable[Kept], tier: int | None, moment: datetime) -> list[UUID]:
    """The first of each team, then the second of each, and so on."""
    lines = [
        duty.at(each.rota, moment)
        for each in kept
        if tier is None or each.tier is None or each.tier == tier
    ]
    longest = max(map(len, lines), default=0)
    return [line[place] for place in range(longest) for line in lines if place < len(line)]
