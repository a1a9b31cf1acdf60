"""A seat is on the list that the client confirmed, on the day it states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from billing.metered import seats
from tests.world import World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound

DAY = date(2026, 12, 1)
STANDS = """
SELECT quantity FROM usage_event u WHERE tenant_id = $1 AND meter = 'seats' AND reverses IS NULL
  AND NOT EXISTS (SELECT FROM usage_event r WHERE r.tenant_id = $1 AND r.source = u.source
                  AND r.reverses = u.event_id)
ORDER BY happened_at, id
"""


async def counted(tenant: int) -> list[Decimal]:
    async with db.open(Work(tenant)):
        return [row["quantity"] for row in await db.rows(STANDS, tenant)]


async def test_the_clients_admin_confirms_who_has_a_seat_and_that_is_counted(
    billed: World,
) -> None:
    acme, bolt = billed.acme, billed.bolt
    admin, everybody = acme.admin.principal, [acme.admin.id, acme.finance.id, acme.requester.id]
    await verb.perform(seats.confirm, admin, DAY, everybody)
    await verb.perform(seats.confirm, admin, DAY, [*everybody[:2], everybody[0]])
    await verb.perform(seats.confirm, admin, date(2026, 12, 20), everybody)
    assert await counted(acme.id) == [2, 3], "the last list for a day counts"
    for day, people in (
        (date(2026, 11, 30), everybody),
        (DAY, [bolt.admin.id]),
        (DAY, [ids.new()]),
    ):
        with pytest.raises(Malformed):
            await verb.perform(seats.confirm, admin, day, people)
    with pytest.raises(Forbidden):
        await verb.perform(seats.confirm, acme.requester.principal, DAY, everybody)
    assert await counted(acme.id) == [2, 3]
    found = await verb.perform(seats.of_client, billed.manager.principal, acme.id)
    assert [(each.from_day.day, each.number, len(each.people)) for each in found] == [
        (20, 1, 3),
        (1, 2, 2),
    ]
    with pytest.raises(NotFound):
        await verb.perform(seats.of_client, acme.finance.principal, bolt.id)
