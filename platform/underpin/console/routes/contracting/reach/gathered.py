"""A version with the tickets behind the counts of its preview, read in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from contracts.agreements import activation, activation_preview, agreement
from contracts.agreements.activation import BehindProgress
from contracts.agreements.activation_preview import Reach, TicketReached, TicketsReached
from contracts.agreements.versions import Version
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.console.routes.contracting.behind import gathered as behind_gathered
from underpin.console.routes.contracting.signed import of_client
from underpin.desk.tickets import naming
from underpin.desk.tickets.naming import Named
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE = 50
Names = Mapping[tuple[int, UUID], Named]


@dataclass(frozen=True, slots=True)
class Asked:
    """`effect` None: every ticket with a clock that changes; `after` the last one of the page
    before."""

    effect: str | None = None
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Of a client's version, or with `company` None of an OLA's or UC's. `names` of the tickets
    that the asker may see."""

    agreement: str
    version: Version
    reach: Reach
    page: TicketsReached
    names: Names
    company: Company | None = None
    progress: BehindProgress | None = None


@read("contract.read", STAFF)
async def of_client_version(act: Act, slug: str, version_id: UUID, asked: Asked) -> Preview:
    """Raises NotFound, Malformed."""
    client = await accounts.named(act, slug)
    version = await agreement.one(act, client.id, version_id)
    names = await of_client.names(act, client.id)
    words = (client.id, version_id)
    page = await activation_preview.tickets_of_version(
        act, *words, effect=asked.effect, after=asked.after, limit=PAGE
    )
    return Preview(
        agreement=names.get(version.agreement_id, ""),
        version=version,
        reach=await activation_preview.of_version(act, *words),
        page=page,
        names=await _named(act, page.tickets),
        company=client,
    )


@read("contract.read", STAFF)
async def of_version_behind(act: Act, version_id: UUID, asked: Asked) -> Preview:
    """In the client companies that the asker is assigned to. Raises NotFound, Malformed."""
    about, version = await behind_gathered.found(act, version_id)
    page = await activation_preview.tickets_of_behind(
        act, version_id, effect=asked.effect, after=asked.after, limit=PAGE
    )
    return Preview(
        agreement=about.name,
        version=version,
        reach=await activation_preview.of_behind(act, version_id),
        page=page,
        names=await _named(act, page.tickets),
        progress=await _progress(act, version_id),
    )


async def _progress(act: Act, version_id: UUID) -> BehindProgress | None:
    """None where nobody asked what is under way to follow."""
    try:
        found: BehindProgress = await activation.of_behind(act, version_id)
    except NotFound:
        return None
    return found


async def _named(act: Act, tickets: Iterable[TicketReached]) -> Names:
    """Of who may read tickets."""
    if not act.principal.may("ticket.read"):
        return {}
    by_client: dict[int, list[UUID]] = {}
    for each in tickets:
        by_client.setdefault(each.tenant_id, []).append(each.ticket_id)
    return {
        (tenant, ticket): name
        for tenant, ids in by_client.items()
        for ticket, name in (await naming.of(act, tenant, ids)).items()
    }
