"""The shared world stands: everybody is signed in and sees what their assignment says."""

from __future__ import annotations

from tests.conftest import Database
from tests.world import build


async def test_two_worlds_are_strangers(scopes: Database) -> None:
    one, other = await build(), await build()
    assert {c.key for c in one.clients}.isdisjoint({c.key for c in other.clients})
    assert set(one.agent.principal.tenants) == {one.acme.key, one.bolt.key}
    assert set(one.stranger.principal.tenants) == {one.caro.key}
    assert set(one.admin.principal.tenants) == {c.key for c in one.clients}
    assert one.bolt.requester.principal.tenant_ids == (one.bolt.id,)
    assert one.l3.principal.tier == 3
    assert one.acme.admin.principal.may("person.write")
