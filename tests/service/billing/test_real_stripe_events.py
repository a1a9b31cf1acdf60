"""Events as Stripe really sent them, of older and newer API versions: each is accepted or set aside
with its reason, in any order, twice, with one effect, and none stops one that pays an invoice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import msgspec
import pytest
import pytest_asyncio

from billing.payments.inbox import envelope
from tests.conftest import Database
from tests.service.billing import inbox_ground
from tests.service.billing import stripe_ground as ground
from tests.service.billing.stripe_ground import Card, Stripe
from tests.world import World
from underpin.kernel import db
from underpin.kernel.database.scope import Provider

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "stripe"
FILES = sorted((FOLDER / "events").glob("*.json"))
pytestmark = pytest.mark.skipif(
    not FILES, reason="the real events (../shared/data/stripe) are not on this machine"
)
Identity = tuple[str, str, str, str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stripe(scopes: Database) -> AsyncIterator[Stripe]:
    async with ground.stripe() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def paid(scopes: Database, stripe: Stripe) -> World:
    """ACME's saved card paid an invoice at Stripe; we have not heard of it."""
    made = await ground.ground.build()
    await ground.by_card(stripe, made.acme, Card())
    await ground.issue(made, made.acme)
    await stripe.work(made.acme, looking=False)
    return made


def _bodies() -> list[bytes]:
    """Each file as it is; and, told of by an event of today, each resource there is a sample of."""
    resources = FOLDER / "fixtures3.json"
    files = [file.read_bytes() for file in FILES]
    if not resources.is_file():
        return files
    samples = msgspec.json.decode(resources.read_bytes())["resources"]
    return files + [_told(name, it) for name, it in samples.items() if isinstance(it, dict)]


def _told(name: str, about: dict[str, object]) -> bytes:
    words = {"id": f"evt_of_{name}", "object": "event", "type": f"{name}.updated"}
    return msgspec.json.encode(words | {"data": {"object": about}})


def _identity(body: bytes) -> Identity:
    try:
        said = envelope.read(body)
    except envelope.Strange:
        return (envelope.nameless(body), "", "", "")
    return (said.event_id, said.account, said.type, said.object_id)


async def _outcomes(told: set[Identity]) -> dict[Identity, tuple[str, str | None]]:
    async with db.open(Provider()):
        rows = await db.rows(
            "SELECT event_id, account, type, object_id, state, reason, body FROM provider_event "
            "WHERE event_id = ANY ($1::text[])",
            list({event_id for event_id, *_ in told}),
        )
    assert all(row["body"] for row in rows), "each is kept whole"
    return {
        (row["event_id"], row["account"], row["type"], row["object_id"]): (
            row["state"],
            row["reason"],
        )
        for row in rows
    }


async def _forget(database: Database, told: set[Identity]) -> None:
    """As if none had ever come."""
    connection = await asyncpg.connect(database.owner)
    await connection.execute(
        "DELETE FROM provider_event WHERE event_id = ANY ($1::text[])",
        [event_id for event_id, *_ in told],
    )
    await connection.close()


async def test_every_event_is_accepted_or_set_aside_with_its_reason_and_one_effect(
    scopes: Database, stripe: Stripe, paid: World
) -> None:
    theirs, ours = _bodies(), [msgspec.json.encode(each) for each in stripe.simulator.events]
    told, found = {_identity(body) for body in theirs + ours}, []
    for seed in range(4):
        await _forget(scopes, told)
        shuffled = (theirs + ours) * 2
        random.Random(seed).shuffle(shuffled)
        for body in shuffled:
            await ground.accept(body)
        await inbox_ground.take()
        found.append(await _outcomes(told))
        assert len(await ground.payments(paid.acme)) == 1
    assert all(each == found[0] for each in found)
    assert found[0].keys() == told
    counted = Counter((state, bool(reason)) for state, reason in found[0].values())
    assert set(counted) == {("applied", False), ("ignored", True), ("set_aside", True)}
    assert sum(counted.values()) == len(told)
    strangers = {_identity(body) for body in theirs}
    assert {found[0][each][0] for each in strangers} == {"ignored", "set_aside"}
