"""What the form for a client's ticket offers, read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.signed import contract
from contracts.signed.contract import Contract
from tenants import company
from tenants.company import Company
from tenants.people import Person
from underpin.console.routes.kinds.reading import Asked
from underpin.desk.fields import definitions
from underpin.desk.problems import similar
from underpin.desk.search.hits import Hit
from underpin.desk.sorting import categories
from underpin.desk.tickets import for_client
from underpin.desk.writing import staging
from underpin.desk.writing.staging import Staged
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class OfClient:
    contracts: Sequence[Contract]
    asked: Asked
    people: Sequence[Person]
    alike: Sequence[Hit]
    staged: Sequence[Staged]


@read("ticket.raise", STAFF)
async def clients(act: Act) -> Sequence[Company]:
    found: Sequence[Company] = await company.companies(act)
    return found


@read("ticket.raise", STAFF)
async def of_client(act: Act, tenant: int, words: str, who: str) -> OfClient:
    """`words`: of what is taken down so far; `who`: of whoever asks."""
    asked = Asked(await categories.of_client(act, tenant), await definitions.of_client(act, tenant))
    return OfClient(
        await contract.of_tenant(act, tenant),
        asked,
        await for_client.people_like(act, tenant, who),
        await similar.of_words(act, tenant, words),
        await staging.own(act, tenant),
    )
