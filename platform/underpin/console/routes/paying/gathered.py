"""What the pages of how a client pays need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.invoicing import extras, operation
from billing.invoicing.extras import Waiting
from billing.invoicing.invoices import Invoice
from billing.parties import buyer
from billing.parties.buyer import BuyerFrom
from billing.payments import collecting
from billing.payments.collecting import Collecting
from billing.payments.disputed import disputes
from billing.payments.disputed.disputes import Dispute
from billing.receivables import balance, payback, payment_terms
from billing.receivables.balance import Balance, Move
from billing.receivables.payback import Payback
from billing.receivables.payment_terms import Terms
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Agreed:
    """`terms` is None where nothing was agreed beyond the plan's days. `disputes` are the open ones
    and the newest, up to fifty."""

    company: Company
    buyers: Sequence[BuyerFrom]
    terms: Terms | None
    collecting: Collecting
    disputes: Sequence[Dispute]
    now: datetime


@read("invoice.read", STAFF)
async def agreed(act: Act, slug: str) -> Agreed:
    """Raises NotFound for a client the asker is not assigned to."""
    whose = await accounts.named(act, slug)
    return Agreed(
        whose,
        await buyer.buyers(act, whose.id),
        await payment_terms.stated(act, whose.id),
        await collecting.of_client(act, whose.id),
        await disputes.listed(act, whose.id) if act.principal.may("payment_event.read") else (),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Balances:
    """`paybacks` stand with the first page of moves alone: the newest hundred."""

    company: Company
    balances: Sequence[Balance]
    moves: Sequence[Move]
    paybacks: Sequence[Payback]
    now: datetime


@read("invoice.read", STAFF)
async def balances(act: Act, slug: str, before: UUID | None = None) -> Balances:
    """Raises NotFound for a client the asker is not assigned to."""
    whose = await accounts.named(act, slug)
    return Balances(
        whose,
        await balance.of_tenant(act, whose.id),
        await balance.moves(act, whose.id, before),
        await payback.of_tenant(act, whose.id) if before is None else (),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Apart:
    """`today` is the client's."""

    company: Company
    waiting: Sequence[Waiting]
    drafts: Sequence[Invoice]
    today: date
    now: datetime


@read("invoice.draft", STAFF)
async def apart(act: Act, slug: str) -> Apart:
    """Raises NotFound for a client the asker is not assigned to."""
    whose = await accounts.named(act, slug)
    return Apart(
        whose,
        await extras.of_tenant(act, whose.id),
        await operation.drafts(act, whose.id),
        act.now.astimezone(ZoneInfo(whose.time_zone)).date(),
        act.now,
    )
