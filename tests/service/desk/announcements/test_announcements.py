"""What clients are told: shown while it lasts, mailed once to who wants it, written into the
contract where it is maintenance, and never told to another client."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import AsyncMock

import pytest

from contracts.compliance.outages import maintenance
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import Client, Human, World, build
from underpin.desk.announcements import (
    announcing,
    broadcasting,
    reading,
    stopping,
    subscribing,
)
from underpin.desk.announcements.announcement import Announcement
from underpin.desk.announcements.announcing import New
from underpin.desk.announcements.wording import Words
from underpin.kernel import db, ids, outgoing, rounds, verb
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXTS = {"en": Words("Mail is slow", "We *look*."), "pl": Words("Poczta działa wolno", "Patrzymy.")}
NOTICE = New(kind="disruption", severity="warning", language="en", texts=TEXTS)


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


async def at(client: Client, moment: datetime) -> None:
    await ground.pass_time(client, moment)


async def announce(world: World, new: New, client: Client | None = None) -> Announcement:
    about = (client or world.acme).id
    made = await verb.perform(announcing.announce, world.lead.principal, new, tenant=about)
    assert isinstance(made, Announcement)
    return made


async def shown(who: Human, tenant: int) -> set[Any]:
    found = await verb.perform(reading.current, who.principal, tenant, tenant=tenant)
    return {each.id for each in found}


def works(world: World, start: datetime, **more: Any) -> New:
    return New(
        kind="maintenance",
        severity="info",
        language="en",
        texts=TEXTS,
        service_id=ground.service(world.acme),  # type: ignore[arg-type]
        starts_at=start,
        ends_at=start + 4 * HOUR,
        **more,
    )


async def mails(client: Client, made: Announcement) -> list[db.Row]:
    async with db.open(Work(client.id)):
        return await db.rows(
            "SELECT identity, due_at - transaction_timestamp() AS waits, withdrawn_at "
            "FROM outgoing WHERE tenant_id = $1 AND subject_id = $2",
            *(client.id, made.id),
        )


async def test_it_is_shown_while_it_lasts_and_stands_in_the_history_after(world: World) -> None:
    acme, anna = world.acme, world.acme.requester
    await at(acme, MONDAY)
    later = replace(NOTICE, published_from=MONDAY + HOUR, published_to=MONDAY + 3 * HOUR)
    made = await announce(world, later)
    assert made.id not in await shown(anna, acme.id)
    with pytest.raises(NotFound):
        await verb.perform(reading.one, anna.principal, acme.id, made.id)
    async with db.open(Member(acme.id, anna.id)):
        assert not await db.value("SELECT true FROM announcement WHERE id = $1", made.id)
    await at(acme, MONDAY + HOUR)
    assert made.id in await shown(anna, acme.id)
    assert made.read_in("pl").title == "Poczta działa wolno"
    assert made.read_in("ar").title == "Mail is slow"
    await at(acme, MONDAY + 3 * HOUR)
    assert made.id not in await shown(anna, acme.id)
    history = await verb.perform(reading.history, anna.principal, acme.id)
    assert made.id in {each.id for each in history}


async def test_who_subscribed_is_mailed_once_and_not_within_ten_seconds(world: World) -> None:
    acme, ben = world.acme, world.acme.colleague.principal
    await at(acme, MONDAY + DAY)
    assert await verb.perform(subscribing.subscribe, ben) is True
    assert await verb.perform(subscribing.subscribe, ben) is True
    began = time.monotonic()
    made = await announce(world, NOTICE)
    await at(acme, MONDAY + DAY + HOUR)
    (letter,) = await ground.mails_of(acme, acme.colleague.email)
    token = stopping.token(acme.id, acme.colleague.id)
    assert stopping.page(token) in letter.text and stopping.page(token) in (letter.html or "")
    (mail,) = await mails(acme, made)
    since = timedelta(seconds=time.monotonic() - began)
    assert outgoing.HOLD - since <= mail["waits"] <= outgoing.HOLD
    amended = await verb.perform(
        announcing.amend,
        world.lead.principal,
        *(made.id, "critical", TEXTS, None),
        tenant=acme.id,
        version=1,
    )
    assert (amended.severity, amended.version) == ("critical", 2)
    with pytest.raises(StaleVersion):
        await verb.perform(
            announcing.amend,
            world.lead.principal,
            *(made.id, "info", TEXTS, None),
            tenant=acme.id,
            version=1,
        )
    await verb.perform(announcing.withdraw, world.lead.principal, made.id, tenant=acme.id)
    (mail,) = await mails(acme, made)
    assert mail["withdrawn_at"] is not None
    assert made.id not in await shown(world.acme.requester, acme.id)
    await verb.perform(subscribing.unsubscribe, ben)
    quiet = await announce(world, NOTICE)
    await at(acme, MONDAY + DAY + 2 * HOUR)
    assert await mails(acme, quiet) == []


async def test_announced_maintenance_stands_in_the_contract_with_the_notice_it_gave(
    world: World,
) -> None:
    acme, lead = world.acme, world.lead.principal
    await at(acme, MONDAY + 2 * DAY)
    made = await announce(world, works(world, MONDAY + 5 * DAY))
    service = ground.service(acme)
    kept = await verb.perform(
        maintenance.of_service, acme.requester.principal, acme.id, service, None, 1
    )
    assert kept[0].id == made.maintenance_id
    assert (kept[0].announced_at, kept[0].starts_at) == (MONDAY + 2 * DAY, MONDAY + 5 * DAY)
    assert made.published_to == MONDAY + 5 * DAY + 4 * HOUR
    await verb.perform(announcing.withdraw, lead, made.id, tenant=acme.id)
    kept = await verb.perform(
        maintenance.of_service, acme.requester.principal, acme.id, service, None, 1
    )
    assert kept[0].withdrawn_at is not None
    with pytest.raises(announcing.Withdrawn):
        await verb.perform(announcing.withdraw, lead, made.id, tenant=acme.id)


async def test_maintenance_that_nobody_could_have_read_in_time_is_refused_whole(
    world: World,
) -> None:
    acme = world.acme
    await at(acme, MONDAY + 3 * DAY)

    async def count() -> tuple[int, int]:
        async with db.open(Work(acme.id)):
            return (
                await db.value("SELECT count(*) FROM announcement WHERE tenant_id = $1", acme.id),
                await db.value("SELECT count(*) FROM maintenance WHERE tenant_id = $1", acme.id),
            )

    before = await count()
    for wrong, field in (
        (works(world, MONDAY + 2 * DAY), "starts_at"),
        (works(world, MONDAY + 5 * DAY, published_from=MONDAY + 4 * DAY), "published_from"),
        (replace(works(world, MONDAY + 5 * DAY), ends_at=None), "starts_at"),
        (replace(works(world, MONDAY + 5 * DAY), service_id=None), "service_id"),
        (replace(NOTICE, texts={"pl": TEXTS["pl"]}), "texts"),
        (replace(NOTICE, published_to=MONDAY), "published_to"),
    ):
        with pytest.raises(Malformed) as said:
            await announce(world, wrong)
        assert said.value.field == field
    with pytest.raises(NotFound):
        await announce(world, replace(works(world, MONDAY + 5 * DAY), service_id=ids.new()))
    with pytest.raises(Forbidden):
        await verb.perform(announcing.announce, world.agent.principal, NOTICE, tenant=acme.id)
    assert await count() == before


async def test_several_clients_are_told_each_its_own_and_nobody_twice(world: World) -> None:
    acme, bolt, lead = world.acme, world.bolt, world.lead.principal
    await at(acme, MONDAY + 4 * DAY)
    made = await verb.begin(broadcasting.broadcast, lead, NOTICE, [acme.key, bolt.key.lower()])
    again = await verb.begin(
        broadcasting.broadcast, lead, NOTICE, [acme.key, bolt.key, world.caro.key], made.id
    )
    assert (made.told, len(again.told)) == ([acme.key, bolt.key], 3)
    for client in (acme, bolt):
        found = await verb.perform(reading.history, client.requester.principal, client.id)
        assert [each.id for each in found if each.broadcast_id == made.id] == [
            ids.derive(made.id, client.id)
        ]
    with pytest.raises(NotFound):
        await verb.perform(
            reading.one, bolt.requester.principal, bolt.id, ids.derive(made.id, acme.id)
        )
    with pytest.raises(NotFound):
        await verb.perform(reading.current, bolt.requester.principal, acme.id)
    for_some = replace(NOTICE, service_name=await _service_name(acme))
    some = await verb.begin(broadcasting.broadcast, lead, for_some, [acme.key, bolt.key])
    assert (some.told, some.without) == ([acme.key], [bolt.key])
    with pytest.raises(NotFound):
        await verb.begin(broadcasting.broadcast, world.manager.principal, NOTICE, [bolt.key])


async def test_all_clients_are_all_for_who_leads_and_the_same_is_taken_back_everywhere(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lead who does not work for Caro tells it all the same; nobody else's clients are told."""
    lead, caro = world.lead.principal, world.caro
    ours = [each.id for each in (world.acme, world.bolt, caro)]
    monkeypatch.setattr(rounds, "clients", AsyncMock(return_value=ours))
    elsewhere = replace(lead, tenants={world.acme.key: world.acme.id})
    assert await verb.begin(broadcasting.reached, world.manager.principal) == 1
    assert await verb.begin(broadcasting.reached, elsewhere) == 3
    only = replace(NOTICE, service_name=await _service_name(world.acme))
    made = await verb.begin(broadcasting.broadcast, elsewhere, only, None)
    assert (made.told, made.without) == ([world.acme.key], [world.bolt.key, caro.key])
    again = await verb.begin(broadcasting.broadcast, elsewhere, NOTICE, None, ids.new())
    assert caro.key in again.told
    there = ids.derive(again.id, caro.id)
    said = {"en": Words("Office moved, twice", "Read on.")}
    with pytest.raises(NotFound):
        await verb.begin(broadcasting.amend, world.manager.principal, ids.new(), "info", said, None)
    changed = await verb.begin(broadcasting.amend, elsewhere, again.id, "warning", said, None)
    assert changed == 3
    found = await verb.perform(reading.one, caro.requester.principal, caro.id, there)
    assert (found.severity, found.texts["en"].title) == ("warning", "Office moved, twice")
    assert await verb.begin(broadcasting.withdraw, elsewhere, again.id) == 3
    with pytest.raises(NotFound):
        await verb.begin(broadcasting.withdraw, elsewhere, again.id)
    standing = await verb.perform(reading.current, caro.requester.principal, caro.id)
    assert there not in [each.id for each in standing]


async def _service_name(client: Client) -> str:
    async with db.open(Work(client.id)):
        found: str = await db.value(
            "SELECT name FROM service WHERE tenant_id = $1 AND id = $2",
            *(client.id, ground.service(client)),
        )
    return found
