"""Who comes into an installation in which nobody is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from tenants import first_admin
from tenants.people import AddressTaken
from tests.world import World
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Malformed
from underpin.kernel.secret_token import read


class Undone(Exception):
    """Takes back what a story did to everybody's installation."""


@asynccontextmanager
async def deserted() -> AsyncIterator[Act]:
    """An installation that nobody administers, while it lasts."""
    with suppress(Undone):
        async with db.open(Provider()):
            await db.execute("UPDATE staff SET state = 'deactivated' WHERE state = 'active'")
            yield Act(first_admin.OPERATOR, None, await db.now(), "api", first_admin.OURS)
            raise Undone


async def test_the_first_administrator_is_invited_until_they_came(world: World) -> None:
    async with deserted() as act:
        first = await first_admin.invite(act, "Noor Haddad", "Noor@First.example")
        again = await first_admin.invite(act, "Noor Haddad", "noor@first.example")
        assert first != again
        assert read(again, "link") is not None
        people = await db.rows(
            "SELECT s.name, s.state, r.role FROM staff s JOIN staff_role r ON r.staff_id = s.id "
            "WHERE s.email = 'noor@first.example'"
        )
        (noor,) = [tuple(each.values()) for each in people]
        assert noor == ("Noor Haddad", "invited", "provider_admin")
        await db.execute("UPDATE staff SET state = 'active' WHERE email = 'noor@first.example'")
        with pytest.raises(first_admin.Administered):
            await first_admin.invite(act, "Noor Haddad", "noor@first.example")


async def test_an_address_must_be_one_and_free(world: World) -> None:
    async with deserted() as act:
        with pytest.raises(Malformed):
            await first_admin.invite(act, "Noor", "nobody")
        with pytest.raises(AddressTaken):
            await first_admin.invite(act, "Ada", world.agent.email)


async def test_nobody_comes_in_where_somebody_administers(world: World) -> None:
    with pytest.raises(first_admin.Administered):
        await first_admin.invited("Eve", "eve@elsewhere.example")
