"""Limits, faults and silence at every call of a push: in the end one invoice with the right total,
and nobody else's is held up. At the simulator alone: trouble cannot be ordered at Stripe."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import stripe

from billing.payments.pushing import deciding, push, reading, running
from billing.payments.pushing.calls import Early
from tests.conftest import Database
from tests.service.billing.stripe import ground, seam
from tests.service.billing.stripe.seam import Place
from tests.world import Client, World
from underpin.demo.stripe_simulator.simulator import Simulator
from underpin.demo.stripe_simulator.trouble import Kind, Trouble, Which
from underpin.kernel import db, outgoing, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed
from underpin.kernel.outgoing import NeverTaken

# Twice, because the SDK itself asks once more.
TWICE = 2
CALLS = 7


@pytest_asyncio.fixture(loop_scope="session")
async def simulated(scopes: Database) -> AsyncIterator[Place]:
    async with seam.opened(seam.SIMULATOR) as found:
        yield found


def _simulator(place: Place) -> Simulator:
    assert place.simulator is not None
    return place.simulator


async def _until_done(client: Client) -> int:
    """The worker comes back for as long as it takes; returns how often it failed."""
    for failed in range(5):
        try:
            await ground.go_on(client)
        except stripe.StripeError:
            continue
        return failed
    raise AssertionError("it never ended")


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        *(("limit", False), ("conflict", False), ("fault", False), ("fault", True)),
        *(("silence", False), ("silence", True)),
    ],
)
async def test_trouble_at_any_call_makes_one_invoice(
    house: World, simulated: Place, kind: Kind, after: bool
) -> None:
    client, troubles = house.acme, _simulator(simulated).troubles
    await ground.collected(house, client, simulated)
    for place in range(CALLS):
        await ground.forget(client)
        made = await ground.issue(client)
        await ground.begin(made)
        troubles.ordered = [Trouble(kind, TWICE, after, _from(place))]
        failed = await _until_done(client)
        assert troubles.ordered[0].times < TWICE, "it struck"
        assert failed or (kind, after) == ("silence", True), "the SDK alone did not get over it"
        found = await ground.at_stripe(client, simulated)
        (only,) = [each for each in found.invoices if each.number == made.number]
        assert (only.total, only.status, only.lines.total_count) == (134378, "open", 3)
    state = _simulator(simulated).state
    customers = [each for each in state.all("customer") if each["name"] == client.name]
    assert len(customers) == CALLS


def _from(place: int) -> Which:
    """The request in that place, and what is asked again of it."""
    left = [place]

    def which(method: str, path: str) -> bool:
        left[0] -= 1
        return left[0] < 0

    return which


async def test_one_clients_trouble_stops_nobody_else(
    house: World, simulated: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(outgoing.CHANNELS, push.CHANNEL, running.send)
    troubles = _simulator(simulated).troubles
    mine, theirs = house.acme, house.bolt
    for client in (mine, theirs):
        await ground.collected(house, client, simulated)
        await ground.forget(client)
    made, other = await ground.issue(mine), await ground.issue(theirs)
    await ground.begin(made)
    await ground.begin(other)
    troubles.ordered = [Trouble("fault")]
    assert await outgoing.drain(mine.id) == 0
    assert await outgoing.drain(theirs.id) == 1
    (waits,) = await _of(house, mine, made.number)
    (done,) = await _of(house, theirs, other.number)
    assert (waits.state, waits.attempts, done.state) == ("waiting", 1, "done")
    assert "An error on our side" in waits.trouble


async def test_a_refusal_is_set_aside_until_staff_have_it_tried_again(
    house: World, simulated: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(outgoing.CHANNELS, push.CHANNEL, running.send)
    client, simulator = house.acme, _simulator(simulated)
    await ground.collected(house, client, simulated)
    await ground.forget(client)
    made = await ground.issue(client)
    await ground.begin(made)
    customer = simulator.state.new("customer", name="Somebody", metadata={}, balance=0)
    taken = simulator.perform(
        "POST", "/v1/invoices", {"customer": customer["id"], "number": made.number}
    )
    assert await outgoing.drain(client.id) == 0
    (aside,) = await _of(house, client, made.number)
    assert aside.state == "aside"
    assert "in use already" in aside.trouble
    waiting = await verb.perform(reading.aside, house.finance.principal)
    assert (client.key, aside.id) in [(each.client, each.id) for each in waiting]
    simulator.perform("DELETE", f"/v1/invoices/{taken['id']}", {})
    finance = house.finance.principal
    await verb.perform(deciding.retry, finance, aside.id, tenant=client.id)
    assert await outgoing.drain(client.id) == 1
    (done,) = await _of(house, client, made.number)
    assert (done.state, done.trouble, done.found) == ("done", "", done.goal)
    with pytest.raises(deciding.NotAside):
        await verb.perform(deciding.retry, finance, aside.id, tenant=client.id)


async def test_a_balance_at_stripe_is_no_total_of_ours(house: World, simulated: Place) -> None:
    """Credit that somebody gave the customer in Stripe's own pages lowers what is collected."""
    client = house.acme
    await ground.collected(house, client, simulated)
    await ground.forget(client)
    customer = await ground.customer_of(house, client)
    _simulator(simulated).state.one("customer", customer)["balance"] = -5000
    made = await ground.issue(client)
    await ground.begin(made)
    with pytest.raises(NeverTaken):
        await ground.go_on(client)
    (aside,) = [each for each in await ground.pushes(client) if each["kind"] == "invoice"]
    assert (aside["state"], aside["goal"], aside["found"]) == ("aside", 134378, 129378)
    (only,) = (await ground.at_stripe(client, simulated)).invoices
    assert only.status == "void", "nobody pays it"
    async with db.open(Work(client.id)):
        assert not await db.value(
            "SELECT count(*) FROM payment_page WHERE tenant_id = $1", client.id
        )


async def test_a_client_that_is_refused_holds_its_invoice_and_ends_no_worker(
    house: World, simulated: Place
) -> None:
    """A client's mirror that was given up in the database alone: no round goes on for ever."""
    client = house.acme
    await ground.collected(house, client, simulated)
    await ground.forget(client)
    await ground.customer_of(house, client)
    async with db.open(Work(client.id)):
        await db.execute("UPDATE collecting SET customer = NULL WHERE tenant_id = $1", client.id)
    begun = await ground.begin(await ground.issue(client))
    assert begun is not None
    with pytest.raises(Early):
        await running.run(client.id, begun)
    (waits,) = [each for each in await ground.pushes(client) if each["kind"] == "invoice"]
    assert waits["state"] == "waiting"


async def test_what_is_given_up_is_tried_no_more(
    house: World, simulated: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(outgoing.CHANNELS, push.CHANNEL, running.send)
    client, about = house.acme, {"tenant": house.acme.id}
    by = house.finance.principal
    await ground.collected(house, client, simulated)
    await ground.forget(client)
    made = await ground.issue(client, ["1.234"], tax="0", currency="KWD")
    begun = await ground.begin(made)
    assert begun is not None
    with pytest.raises(deciding.NothingToTry):
        await verb.perform(deciding.retry, by, begun, **about)
    with pytest.raises(Malformed):
        await verb.perform(deciding.drop, by, begun, " ", **about)
    assert [each.state for each in await _of(house, client, made.number)] == ["aside"]
    await verb.perform(deciding.drop, by, begun, "They pay by transfer.", **about)
    (dropped,) = await _of(house, client, made.number)
    assert (dropped.state, dropped.dropped_why) == ("dropped", "They pay by transfer.")
    assert begun not in [each.id for each in await verb.perform(reading.aside, by)]
    with pytest.raises(deciding.NotAside):
        await verb.perform(deciding.drop, by, begun, "again", **about)
    await running.run(client.id, begun)
    assert not (await ground.at_stripe(client, simulated)).invoices


async def _of(house: World, client: Client, number: str) -> list[reading.Pushed]:
    found: list[reading.Pushed] = await verb.perform(
        reading.of_invoice, house.finance.principal, client.id, number
    )
    return found
