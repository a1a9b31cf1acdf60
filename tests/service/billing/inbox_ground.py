"""How the stories of the inbox are told: events signed and sent as Stripe does, and what became of
them."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec

from billing.payments.inbox import signature, taking
from tests import world
from underpin.kernel import db, ids, installation
from underpin.kernel.database.scope import Provider
from underpin.kernel.web.caller import Caller

SECRETS = ("whsec_new_for_tests", "whsec_old_for_tests")


@contextmanager
def settings(**words: Any) -> Iterator[None]:
    """The tests' own settings, with these."""
    installation.use(dataclasses.replace(world.SETTINGS, **words))
    try:
        yield
    finally:
        installation.use(world.SETTINGS)


@asynccontextmanager
async def stripe(site: Caller) -> AsyncIterator[httpx.AsyncClient]:
    """As Stripe calls: no cookie, no Origin."""
    with settings(stripe_webhook_secrets=SECRETS):
        transport = httpx.ASGITransport(app=site)
        base = world.SETTINGS.desk_origin
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            yield client


async def send(
    client: httpx.AsyncClient,
    body: bytes,
    *,
    secret: str = SECRETS[0],
    late: timedelta = timedelta(0),
) -> int:
    """What it is answered."""
    header = signature.sign(secret, body, datetime.now(UTC) - late)
    answer = await client.post(
        "/webhooks/stripe", content=body, headers={"Stripe-Signature": header}
    )
    return answer.status_code


def event(kind: str, about: dict[str, Any], **words: Any) -> bytes:
    """Under an id that no other test uses."""
    said = {
        "id": f"evt_{ids.new().hex}",
        "object": "event",
        "type": kind,
        "data": {"object": about},
    }
    return msgspec.json.encode(said | words)


def name(body: bytes) -> str:
    found: str = msgspec.json.decode(body)["id"]
    return found


async def kept(event_id: str) -> list[db.Row]:
    async with db.open(Provider()):
        return await db.rows(
            "SELECT * FROM provider_event WHERE event_id = $1 ORDER BY type, object_id", event_id
        )


async def take() -> None:
    """Until nothing is due: what other stories left is taken as well."""
    while await _due():
        await taking.round()


async def _due() -> bool:
    async with db.open(Provider()):
        found: bool = await db.value(
            "SELECT EXISTS (SELECT FROM provider_event WHERE state = 'stored' "
            "AND due_at <= transaction_timestamp())"
        )
    return found
