"""What the pages of one client's money need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.metered import meters, seats
from billing.metered.meters import Defined
from billing.metered.seats import SeatList
from billing.prepaid import blocks
from billing.prepaid.blocks import Drawn, Holding
from billing.terms import client_terms, plans
from billing.terms.client_terms import Terms
from billing.terms.plans import Version
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class OfTerms:
    """`today` is the client's."""

    company: Company
    terms: Terms
    versions: Sequence[Version]
    meters: Sequence[Defined]
    today: date
    now: datetime


@read("terms.read", STAFF)
async def terms(act: Act, slug: str) -> OfTerms:
    """Raises NotFound for a client the asker is not assigned to."""
    whose = await accounts.named(act, slug)
    return OfTerms(
        whose,
        await client_terms.of_client(act, whose.id),
        await plans.every(act),
        await meters.every(act),
        act.now.astimezone(ZoneInfo(whose.time_zone)).date(),
        act.now,
    )


@read("terms.write", STAFF)
async def proposing(act: Act, slug: str) -> OfTerms:
    """For whoever may propose another price. Raises NotFound."""
    found: OfTerms = await terms(act, slug)
    return found


@dataclass(frozen=True, slots=True)
class OfUsage:
    """Blocks and seats are empty for who may not read invoices."""

    company: Company
    terms: Terms
    blocks: Sequence[Holding]
    seats: Sequence[SeatList]
    today: date
    now: datetime


@read("terms.read", STAFF)
async def usage(act: Act, slug: str) -> OfUsage:
    """Raises NotFound for a client the asker is not assigned to."""
    whose = await accounts.named(act, slug)
    may = act.principal.may("invoice.read")
    return OfUsage(
        whose,
        await client_terms.of_client(act, whose.id),
        await blocks.of_tenant(act, whose.id) if may else (),
        await seats.of_client(act, whose.id) if may else (),
        act.now.astimezone(ZoneInfo(whose.time_zone)).date(),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class OfBlock:
    company: Company
    block: Holding
    draws: Sequence[Drawn]
    now: datetime


@read("invoice.read", STAFF)
async def block(act: Act, slug: str, block_id: UUID, before: UUID | None = None) -> OfBlock:
    """Raises NotFound."""
    whose = await accounts.named(act, slug)
    held: list[Holding] = await blocks.of_tenant(act, whose.id)
    found = next((each for each in held if each.id == block_id), None)
    if found is None:
        raise NotFound
    return OfBlock(whose, found, await blocks.draws_of(act, whose.id, block_id, before), act.now)
