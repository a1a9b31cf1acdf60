"""Calls that leave by a gateway, outside any transaction. One that fails is set aside, and the
person is called by the next of their ways at once: a page waits for no repetition (PRACTICE 24)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.channels import calling
from underpin.desk.connectors import entering
from underpin.desk.connectors.connector import Secret
from underpin.desk.on_call.gateways import gateway
from underpin.desk.on_call.gateways.gateway import COLUMNS, Gateway, Words
from underpin.kernel import db, installation, outgoing, rate_limit
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Problem, TooMany
from underpin.kernel.outbound import HttpCall, Outbound
from underpin.kernel.outgoing import NeverTaken, Outgoing, Send
from underpin.kernel.principal import worker

OUT: Final = "page"
SEALED: Final = "page-call"
HOUR_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Leaving:
    """A call: `call_id` is its identity, `page_id` the first page it is about. `others` are the
    ways that are left, the next first: carrier and address."""

    call_id: UUID
    page_id: UUID
    staff_id: UUID
    name: str
    carrier: str
    words: Words
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    found: Gateway
    secret: Secret
    now: datetime


async def queue(act: Act, call: Leaving) -> None:
    """At once: a page waits no ten seconds. What it says is sealed: it holds a link."""
    identity = f"{call.call_id}:{call.carrier}"
    sealed = installation.ring().encrypt(
        SEALED, msgspec.json.encode(call), associated=identity.encode()
    )
    payload: dict[str, Any] = {"sealed": sealed.hex(), "carrier": call.carrier}
    await outgoing.queue(act, OUT, identity, call.page_id, payload, hold=timedelta(0))


def opened(leaving: Outgoing) -> Leaving:
    plain = installation.ring().decrypt(
        SEALED, bytes.fromhex(leaving.payload["sealed"]), associated=leaving.identity.encode()
    )
    return msgspec.json.decode(plain, type=Leaving)


FallBack = Callable[[Act, Leaving], Awaitable[None]]


def sender(outbound: Outbound, fall_back: FallBack) -> Send:
    """`fall_back` calls the person by the next of their ways."""

    async def send(leaving: Outgoing) -> None:
        if leaving.simulated and not installation.settings().demo:
            return
        call = opened(leaving)
        try:
            await _called(outbound, leaving, call)
        except (Problem, NeverTaken, TimeoutError) as problem:
            async with db.open(Work(leaving.tenant_id)):
                tenant = leaving.tenant_id
                act = Act(worker(tenant), tenant, await db.now(), "send", OUT)
                await fall_back(act, call)
            raise NeverTaken(f"{call.carrier}: {problem}; called another way.") from problem

    return send


async def _called(outbound: Outbound, leaving: Outgoing, call: Leaving) -> None:
    async with db.open(Work(leaving.tenant_id)):
        known = await of(call.carrier)
    if known is None:
        raise NeverTaken("There is no such gateway now.")
    await post(outbound, known, call.words, leaving.identity)


async def of(carrier: str) -> Known | None:
    """In an open transaction; None where there is none, or it is paused."""
    row = await db.row(
        f"SELECT {COLUMNS}, secret FROM page_gateway WHERE carrier = $1 AND paused_at IS NULL",
        carrier,
    )
    if row is None:
        return None
    secret = gateway.unseal(carrier, bytes(row["secret"]))
    return Known(gateway.of(row), secret, await db.now())


async def post(outbound: Outbound, known: Known, words: Words, identity: str) -> None:
    """Raises TooMany beyond what an hour may cost, NeverTaken, OutboundFailed, AddressRefused."""
    found = known.found
    try:
        await rate_limit.count("page", found.carrier, limit=found.an_hour, seconds=HOUR_SECONDS)
    except TooMany as problem:
        raise NeverTaken("More calls than an hour may have.") from problem
    place = (found.carrier, found.version)
    entered = await entering.headers(outbound, found.auth, known.secret, place)
    kind, body = gateway.body(found, words, identity)
    answer = await outbound.call(HttpCall(identity, "POST", found.url, (kind, *entered), body))
    if answer.status == 401:
        entering.forget(place)
    calling.taken(answer)
