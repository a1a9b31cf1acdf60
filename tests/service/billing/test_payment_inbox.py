"""What Stripe tells us: kept before it is answered, once, and never believed unsigned."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio

from billing.payments.inbox import forgetting, inbox, storing, taking
from billing.payments.inbox.taking import Subject
from tests import served, world
from tests.conftest import Database
from tests.service.billing import inbox_ground as ground
from tests.world import World
from underpin.kernel import db, ids, metrics, verb
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Forbidden, NotFound
from underpin.kernel.web.caller import Caller

ABOUT = {"id": "prod_1", "object": "product"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def people(scopes: Database) -> World:
    return await world.build()


@pytest.fixture(scope="module")
def site(people: World) -> Caller:
    return served.site()


@pytest_asyncio.fixture(loop_scope="session")
async def stripe(site: Caller) -> AsyncIterator[httpx.AsyncClient]:
    async with ground.stripe(site) as client:
        yield client


async def _how_many() -> int:
    async with db.open(Provider()):
        found: int = await db.value("SELECT count(*) FROM provider_event")
    return found


async def test_an_event_is_kept_whole_before_it_is_answered(
    people: World, stripe: httpx.AsyncClient
) -> None:
    body = ground.event("product.created", ABOUT)
    assert await ground.send(stripe, body) == 200
    (row,) = await ground.kept(ground.name(body))
    assert (row["body"], row["state"], row["object_type"]) == (body, "stored", "product")


async def test_said_twice_it_is_kept_once(people: World, stripe: httpx.AsyncClient) -> None:
    body = ground.event("product.created", ABOUT)
    assert [await ground.send(stripe, body) for _ in range(3)] == [200, 200, 200]
    assert len(await ground.kept(ground.name(body))) == 1


async def test_either_secret_signs_and_no_other(people: World, stripe: httpx.AsyncClient) -> None:
    for secret in ground.SECRETS:
        assert await ground.send(stripe, ground.event("a.b", ABOUT), secret=secret) == 200
    before = await _how_many()
    assert await ground.send(stripe, ground.event("a.b", ABOUT), secret="whsec_other") == 400
    assert (await stripe.post("/webhooks/stripe", content=b"{}")).status_code == 400
    assert await _how_many() == before


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6)])
async def test_of_another_time_nothing_is_kept(
    people: World, stripe: httpx.AsyncClient, late: timedelta
) -> None:
    body = ground.event("product.created", ABOUT)
    assert await ground.send(stripe, body, late=late) == 400
    assert await ground.kept(ground.name(body)) == []


async def test_what_is_too_long_is_not_read(people: World, stripe: httpx.AsyncClient) -> None:
    before = await _how_many()
    assert await ground.send(stripe, b"x" * (storing.LONGEST + 1)) == 413
    assert await _how_many() == before


async def test_without_secrets_there_is_no_such_door(site: Caller) -> None:
    async with world.browser(site) as nobody:
        assert (await nobody.post("/webhooks/stripe", content=b"{}")).status_code == 404


async def test_what_nobody_understands_is_set_aside_whole(
    people: World, stripe: httpx.AsyncClient
) -> None:
    body = f'{{"object": {{"id": "{ids.new()}"}}}}'.encode()
    assert [await ground.send(stripe, body) for _ in range(2)] == [200, 200]
    found = await verb.perform(inbox.listed, people.finance.principal, "set_aside")
    whole = [await verb.perform(inbox.whole, people.finance.principal, each.id) for each in found]
    (aside,) = [each for each in whole if each.body == body.decode()]
    await inbox.count()
    assert (metrics.registry.get_sample_value("underpin_set_aside", {"lane": "payments"}) or 0) >= 1
    assert aside.told.reason == "It is neither an 'event' nor a 'v2.core.event'."


async def test_what_moves_nothing_of_ours_is_left_with_its_reason(
    people: World, stripe: httpx.AsyncClient
) -> None:
    bodies = [
        ground.event("product.created", ABOUT),
        ground.event("sandwich.eaten", {"id": "sw_1", "object": "sandwich"}),
    ]
    for body in bodies:
        assert await ground.send(stripe, body) == 200
    await ground.take()
    rows = [row for body in bodies for row in await ground.kept(ground.name(body))]
    assert [(row["state"], row["reason"]) for row in rows] == [
        ("ignored", "Nothing of ours follows a product."),
        ("ignored", "Nothing of ours follows a sandwich."),
    ]


async def test_what_keeps_failing_is_set_aside_stops_nobody_and_is_tried_again(
    people: World, stripe: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, looked = f"kind_{ids.new().hex}", list[str]()

    async def follow(subject: Subject) -> None:
        looked.append(subject.object_id)
        if subject.object_id == "poison" and len(looked) < 20:
            raise RuntimeError("down")

    monkeypatch.setitem(taking.FOLLOWED, kind, follow)
    poison, fine = (ground.event("x.y", {"id": i, "object": kind}) for i in ("poison", "fine"))
    assert [await ground.send(stripe, body) for body in (poison, fine)] == [200, 200]
    for _ in range(taking.ATTEMPTS):
        await ground.take()
        await _due_again(poison)
    (bad,), (good,) = [await ground.kept(ground.name(body)) for body in (poison, fine)]
    assert (bad["state"], bad["reason"]) == ("set_aside", "RuntimeError: down")
    assert (good["state"], looked.count("fine")) == ("applied", 1)
    with pytest.raises(Forbidden):
        await verb.perform(inbox.retry, people.agent.principal, bad["id"])
    looked += ["mended"] * 20
    await verb.perform(inbox.retry, people.finance.principal, bad["id"])
    await ground.take()
    (bad,) = await ground.kept(ground.name(poison))
    assert (bad["state"], bad["reason"]) == ("applied", None)
    with pytest.raises(inbox.NotAside):
        await verb.perform(inbox.retry, people.finance.principal, bad["id"])
    with pytest.raises(NotFound):
        await verb.perform(inbox.retry, people.finance.principal, ids.new())


async def _due_again(body: bytes) -> None:
    async with db.open(Provider()):
        await db.execute(
            "UPDATE provider_event SET due_at = transaction_timestamp() WHERE event_id = $1",
            ground.name(body),
        )


async def test_many_events_about_one_object_are_one_look_at_it(
    people: World, stripe: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, looked = f"kind_{ids.new().hex}", list[Subject]()

    async def follow(subject: Subject) -> None:
        looked.append(subject)

    monkeypatch.setitem(taking.FOLLOWED, kind, follow)
    about = {"id": "in_1", "object": kind}
    bodies = [ground.event(f"invoice.step_{step}", about) for step in range(5)]
    bodies.append(ground.event("invoice.elsewhere", about, account="acct_other"))
    for body in bodies:
        await ground.send(stripe, body)
    await ground.take()
    assert looked == [Subject("", kind, "in_1")]
    (elsewhere,) = await ground.kept(ground.name(bodies[-1]))
    assert (elsewhere["state"], elsewhere["reason"]) == (
        "ignored",
        "It is about a connected account, not ours.",
    )


async def test_finance_reads_the_inbox_and_an_agent_does_not(people: World, site: Caller) -> None:
    async with world.browser(site, people.finance) as finance:
        listed = await finance.get("/api/v1/payment-events?which=ignored")
        assert listed.status_code == 200
        for each in listed.json()[:1]:
            whole = await finance.get(f"/api/v1/payment-events/{each['id']}")
            assert whole.json()["told"] == each
    async with world.browser(site, people.agent) as agent:
        assert (await agent.get("/api/v1/payment-events")).status_code == 403
    async with world.browser(site, people.acme.finance) as member:
        assert (await member.get("/api/v1/payment-events")).status_code in (403, 404)


async def test_what_an_event_said_is_forgotten_after_a_month(
    people: World, stripe: httpx.AsyncClient, scopes: Database
) -> None:
    old, young, aside = (ground.event("product.created", ABOUT) for _ in range(3))
    for body in (old, young, aside):
        assert await ground.send(stripe, body) == 200
    await ground.take()
    for body, state, days in (
        (old, "ignored", 31),
        (young, "ignored", 29),
        (aside, "set_aside", 31),
    ):
        async with db.open(Provider()):
            await db.execute(
                "UPDATE provider_event SET state = $2, "
                "decided_at = transaction_timestamp() - $3::interval WHERE event_id = $1",
                *(ground.name(body), state, timedelta(days=days)),
            )
    await forgetting.round()
    kept = [row for body in (old, young, aside) for row in await ground.kept(ground.name(body))]
    assert [row["body"] for row in kept] == [None, young, aside]
