"""A round through all clients reaches each, whatever becomes of the others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.service.kernel import ground
from underpin.kernel import db, ids, rounds
from underpin.kernel.act import Act

pytestmark = pytest.mark.usefixtures("scopes")
LATER = datetime(2027, 5, 1, tzinfo=UTC)


async def test_a_client_that_fails_keeps_no_other_from_its_turn_and_is_left_as_it_was() -> None:
    first, failing, last = [await ground.tenant() for _ in range(3)]
    absent = await ground.tenant(simulated_now=LATER)

    async def settle(act: Act) -> int:
        if act.tenant_id not in (first, failing, last, absent):
            return 0
        named = (act.tenant_id, ids.new(), act.verb)
        await db.execute("INSERT INTO site VALUES ($1, $2, $3, 'UTC')", *named)
        if act.tenant_id == failing:
            raise RuntimeError("there is no room")
        return 10

    assert await rounds.each("settling", settle, rounds.PRESENT) == 20
    settled = {each: await ground.value(each, "SELECT name FROM site") for each in (first, last)}
    assert settled == {first: "settling", last: "settling"}
    assert await ground.value(failing, "SELECT count(*) FROM site") == 0
    assert await ground.value(absent, "SELECT count(*) FROM site") == 0, "it lives in another time"
    assert await rounds.one("settling", settle, absent, "round") == 10
