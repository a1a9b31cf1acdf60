"""Whether a far side can be spoken to: tried now, outside any transaction, and kept."""

from __future__ import annotations

from uuid import UUID

from tenants import audit
from underpin.desk.connectors import connector, speaking
from underpin.desk.connectors.connector import COLUMNS, Connector
from underpin.desk.connectors.speaking import Known
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import NotFound, Problem
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.outgoing import NeverTaken, TryLater
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer

NAME = "desk.connectors.greeting.greet"


@outer("connector.write", STAFF)
async def greet(principal: Principal, connector_id: UUID) -> Connector:
    """The connector with what came of it in `tested`. Raises NotFound."""
    async with db.open(Provider()):
        if await connector.by_id(connector_id) is None:
            raise NotFound
        try:
            who = await speaking.known(connector_id)
        except NeverTaken as problem:
            raise NotFound(str(problem)) from problem
    said = await _tried(who)
    async with db.open(Provider()):
        act = Act(principal, None, await db.now(), "page", NAME)
        row = await db.row(
            f"UPDATE connector SET tested = $2, tested_at = $3 WHERE id = $1 RETURNING {COLUMNS}",
            *(connector_id, said, act.now),
        )
        await audit.note(act, NAME, {"connector_id": connector_id}, str(connector_id))
    if row is None:
        raise NotFound
    return connector.of(row)


async def _tried(who: Known) -> str:
    """`ok`, with who we are there where it says so, or what went wrong."""
    rule = AddressRule(allow_private=installation.settings().allow_private_addresses)
    async with Outbound(rule) as outbound:
        try:
            name = await who.connector.adapter.greet(speaking.side(outbound, who))
        except (Problem, NeverTaken, TryLater) as problem:
            return str(problem)[:300]
    return f"ok: {name}" if name else "ok"
