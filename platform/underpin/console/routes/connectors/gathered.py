"""What the pages of connectors show, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from underpin.desk.connectors import keeping, tracking
from underpin.desk.connectors.connector import Connector
from underpin.desk.connectors.keeping import Delivery
from underpin.desk.connectors.tracking import Issue, Tracker
from underpin.desk.on_call import wishes
from underpin.desk.on_call.gateways import keeping as gateways
from underpin.desk.on_call.gateways import numbers
from underpin.desk.on_call.gateways.numbers import Number
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Vendor:
    """`takes`: whether its cases go out by REST."""

    id: UUID
    name: str
    takes: bool


@dataclass(frozen=True, slots=True)
class All:
    connectors: Sequence[Connector]
    vendors: Sequence[Vendor]


@dataclass(frozen=True, slots=True)
class One:
    connector: Connector
    deliveries: Sequence[Delivery]
    vendors: Sequence[Vendor]


@dataclass(frozen=True, slots=True)
class Issues:
    subject: str
    issues: Sequence[Issue]
    trackers: Sequence[Tracker]


@dataclass(frozen=True, slots=True)
class Calling:
    numbers: Sequence[Number]
    carriers: Sequence[str]
    page_by: str


@read("connector.read", STAFF)
async def every(act: Act) -> All:
    return All(await keeping.listed(act), await _vendors())


@read("connector.read", STAFF)
async def one(act: Act, connector_id: UUID) -> One:
    """Raises NotFound."""
    found = await keeping.one(act, connector_id)
    return One(found, await keeping.deliveries(act, connector_id), await _vendors())


@read("case.work", STAFF)
async def issues(act: Act, tenant: int, number: int) -> Issues:
    """Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    found = await tracking.of_ticket(act, tenant, number)
    return Issues(ticket.subject, found, await tracking.trackers(act))


@read("rota.read", STAFF)
async def calling(act: Act) -> Calling:
    own = await wishes.mine(act)
    there = [each.carrier for each in await gateways.listed(act) if each.paused_at is None]
    return Calling(await numbers.mine(act), there, own.page_by)


async def _vendors() -> list[Vendor]:
    rows = await db.rows(
        "SELECT id, name, connector = 'webhook' AS takes FROM vendor ORDER BY name LIMIT 500"
    )
    return [Vendor(**row) for row in rows]
