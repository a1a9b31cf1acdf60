"""Which agreement wins is chosen and shown by one order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contracts.agreements.agreed import Content
from contracts.signed import choosing, setting_up
from contracts.signed.choosing import Considered
from contracts.subject import Pinned
from tests.conftest import Database
from tests.service.contracts import party, world
from tests.service.contracts.party import Party
from tests.service.contracts.world import known, target
from underpin.kernel import ids
from underpin.kernel.errors import Forbidden, Malformed, NotFound

tenants = world.TENANTS
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
async def acme(scopes: Database) -> Party:
    return await party.of(next(tenants))


async def shown(acme: Party, kind: str, service: str | None, at: datetime) -> list[Considered]:
    service_id = known(acme.tenant, service) if service else None
    words = (acme.tenant, kind, service_id, at)
    found: list[Considered] = await acme.ask(acme.anna, choosing.candidates, *words)
    return found


async def chosen(acme: Party, kind: str, service: str | None, at: datetime) -> Pinned:
    service_id = known(acme.tenant, service) if service else None
    async with world.acting(acme.tenant) as act:
        return await choosing.choose(act, service_id, kind, at)


def agreed(tenant: int, name: str, service: str | None, metric: str = "resolution") -> Any:
    base = world.client(tenant).agreements[0]
    content = Content(known(tenant, "cv", "office"), (target(metric, "P3", 8),))
    return replace(
        base,
        agreement_id=known(tenant, name),
        version_id=known(tenant, name, "v"),
        name=name,
        content=content,
        service_id=known(tenant, service) if service else None,
    )


async def sign(acme: Party, name: str, starts: date, ends: date | None, *agreements: Any) -> None:
    given = setting_up.Client(
        known(acme.tenant, name), name, starts, (), (), agreements, ends_on=ends
    )
    async with world.acting(acme.tenant) as act:
        await setting_up.ready_made(act, given)


async def test_the_services_own_wins_and_the_rest_say_why_they_lost(acme: Party) -> None:
    await sign(acme, "Summer", date(2026, 6, 1), date(2026, 8, 31))
    await sign(acme, "Old", date(2019, 1, 1), date(2025, 12, 31), agreed(acme.tenant, "Old", None))
    async with world.acting(acme.tenant) as act:
        own = agreed(acme.tenant, "Network SLA", "network")
        await setting_up.ready_made(act, world.client(acme.tenant, agreements=(own,)))
    said = [(each.agreement, each.reason) for each in await shown(acme, "incident", "network", NOW)]
    assert said == [
        ("Network SLA", "won"),
        ("Gold", "less_specific"),
        ("Old", "ended"),
        (None, "not_begun"),
    ]
    said = [
        (each.agreement, each.reason) for each in await shown(acme, "incident", "printing", NOW)
    ]
    assert said[:2] == [("Gold", "won"), ("Network SLA", "other_service")]


async def test_choosing_and_showing_agree_whatever_was_signed(acme: Party) -> None:
    chance = random.Random(20261122)
    for number in range(6):
        starts = date(2026, 1, 1) + timedelta(days=chance.randrange(120))
        ends = starts + timedelta(days=chance.randrange(20, 200)) if chance.random() < 0.6 else None
        names = [f"SLA {number}.{place}" for place in range(chance.randrange(3))]
        metric = chance.choice(["resolution", "first_response"])
        own = [agreed(acme.tenant, name, None, metric) for name in names]
        await sign(acme, f"Contract {number}", starts, ends, *own)
    for _ in range(25):
        at = datetime(2025, 12, 20, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 300))
        kind = chance.choice(["incident", "problem"])
        service = chance.choice([None, "network", "printing"])
        listed, pinned = await shown(acme, kind, service, at), await chosen(acme, kind, service, at)
        first = listed[0]
        assert first.reason == "won"
        assert (pinned.contract_id, pinned.agreement_version_id) == (
            first.contract_id,
            first.version_id,
        )


async def test_a_client_admin_reads_it_for_their_company_and_nobody_else_does(acme: Party) -> None:
    words = (acme.tenant, "incident")
    assert [each.reason for each in await acme.ask(acme.admin, choosing.candidates, *words)] == [
        "won"
    ]
    with pytest.raises(NotFound):
        await acme.ask(acme.admin, choosing.candidates, acme.tenant + 1, "incident")
    with pytest.raises(Forbidden):
        await acme.ask(acme.requester, choosing.candidates, *words)


async def test_what_cannot_be_asked_is_refused(acme: Party) -> None:
    with pytest.raises(Malformed):
        await acme.ask(acme.anna, choosing.candidates, acme.tenant, "riddle")
    with pytest.raises(NotFound):
        await acme.ask(acme.anna, choosing.candidates, acme.tenant, "incident", ids.new())
