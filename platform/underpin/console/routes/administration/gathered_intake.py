"""What the page of a client's connections shows, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.signed import contract
from contracts.signed.contract import Service
from tenants import people
from tenants.people import Person
from underpin.desk.alerts import sources
from underpin.desk.alerts.source import Source
from underpin.desk.channels import channels, webhooks
from underpin.desk.channels.channel import Channel
from underpin.desk.channels.webhooks import Webhook
from underpin.desk.hooks import keeping
from underpin.desk.hooks.keeping import Shown
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Connections:
    channels: Sequence[Channel]
    webhooks: Sequence[Webhook]
    sources: Sequence[Source]
    aside: Sequence[Shown]
    services: Sequence[Service]
    people: Sequence[Person]


NOTHING = Connections((), (), (), (), (), ())


@read("intake.read", STAFF)
async def connections(act: Act, tenant: int | None) -> Connections:
    """Nothing where no client was chosen."""
    if tenant is None:
        return NOTHING
    return Connections(
        await channels.listed(act, tenant),
        await webhooks.listed(act, tenant),
        await sources.listed(act, tenant),
        await keeping.listed(act, tenant, "set_aside"),
        [each for made in await contract.of_tenant(act, tenant) for each in made.services],
        [each for each in await people.members(act, tenant) if each.state != "erased"],
    )
