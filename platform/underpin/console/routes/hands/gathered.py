"""What the page of a client's ways of assignment needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts.signed import contract
from contracts.signed.contract import Service
from tenants import teams
from tenants.teams import Team
from underpin.desk.hands import skills, ways
from underpin.desk.hands.skills import Skill
from underpin.desk.hands.ways import Ways
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Colleague
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Hands:
    ways: Ways
    services: Sequence[Service]
    colleagues: Sequence[Colleague]
    teams: Sequence[Team]
    skills: Sequence[Skill]
    asked: Mapping[UUID, Sequence[UUID]]


@read("rota.read", STAFF)
async def of_client(act: Act, tenant: int) -> Hands:
    """A service that several contracts bring stands once."""
    signed = await contract.of_tenant(act, tenant)
    services = {each.id: each for made in signed for each in made.services}
    return Hands(
        await ways.of_client(act, tenant),
        list(services.values()),
        await reading.colleagues(act, tenant),
        await teams.all_of_them(act),
        await skills.all_of_them(act),
        await skills.asked_for(act, tenant),
    )
