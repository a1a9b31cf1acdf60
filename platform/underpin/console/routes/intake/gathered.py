"""What the pages of a client's intake need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts.signed import contract
from contracts.signed.contract import Service
from tenants import people
from tenants.people import Person
from underpin.desk.channels import account, channels
from underpin.desk.channels.account import Account
from underpin.desk.channels.channel import Channel
from underpin.desk.channels.channels import Detail
from underpin.desk.mail.names import addresses
from underpin.desk.mail.names.addresses import Refused
from underpin.desk.phone import calls
from underpin.desk.phone.calls import Line
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Colleague
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Intake:
    """`refused` None where who asks may not see it."""

    lines: Sequence[Line]
    accounts: Sequence[Account]
    channels: Sequence[Channel]
    people: Sequence[Person]
    colleagues: Sequence[Colleague]
    refused: Sequence[Refused] | None


@read("intake.read", STAFF)
async def of_client(act: Act, tenant: int) -> Intake:
    return Intake(
        await calls.lines(act, tenant),
        await account.listed(act, tenant),
        await channels.listed(act, tenant),
        [each for each in await people.members(act, tenant) if each.state != "erased"],
        await reading.colleagues(act, tenant),
        await addresses.refused(act, tenant) if act.principal.may("mail.configure") else None,
    )


@dataclass(frozen=True, slots=True)
class OneChannel:
    detail: Detail
    services: Sequence[Service]


@read("intake.read", STAFF)
async def channel(act: Act, tenant: int, channel_id: UUID) -> OneChannel:
    """Raises NotFound."""
    return OneChannel(
        await channels.detail(act, tenant, channel_id),
        [each for made in await contract.of_tenant(act, tenant) for each in made.services],
    )
