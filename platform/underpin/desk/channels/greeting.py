"""Whether a channel can be spoken to: tried now, outside any transaction."""

from __future__ import annotations

from uuid import UUID

from tenants import audit
from underpin.desk.channels import channel, phrases
from underpin.desk.channels.adapter import Answer, Setup
from underpin.desk.channels.channel import Channel
from underpin.kernel import db, ids, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound, Problem
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.outgoing import NeverTaken, TryLater
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer

NAME = "desk.channels.greeting.greet"
CONVERSATION = "test"


@outer("intake.write", STAFF)
async def greet(principal: Principal, tenant: int, channel_id: UUID) -> str:
    """Empty where the far side answered as it should, else what it said. Raises NotFound for one
    that is gone or paused."""
    if tenant not in principal.tenant_ids:
        raise NotFound
    async with db.open(Work(tenant)):
        act = Act(principal, tenant, await db.now(), "page", NAME)
        found = await channel.setup(act, channel_id)
        if found is None:
            raise NotFound
        await audit.note(act, NAME, {"channel_id": channel_id}, str(channel_id))
        locale = await db.value("SELECT locale FROM tenant WHERE id = $1", tenant)
    words = phrases.of(locale).greeting
    return await _tried(*found, Answer(str(ids.new()), CONVERSATION, words, act.now))


async def _tried(of: Channel, setup: Setup, said: Answer) -> str:
    rule = AddressRule(allow_private=installation.settings().allow_private_addresses)
    async with Outbound(rule) as outbound:
        try:
            await of.adapter.greet(setup, said, outbound.call)
        except (Problem, NeverTaken, TryLater) as problem:
            return str(problem)[:300] or type(problem).__name__
    return ""
