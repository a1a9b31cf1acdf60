"""What the pages of credits show, read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.margins import recovered
from billing.margins.recovered import Recovered
from billing.receivables import to_decide as money
from billing.receivables.to_decide import Proposed
from contracts.compliance import to_decide
from contracts.compliance.to_decide import Claim, DueCredit
from tenants import company
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Waiting:
    """`company` is None where it is of all; what the asker may not read is empty."""

    company: Company | None
    companies: Sequence[Company]
    credits: Sequence[DueCredit]
    proposed: Sequence[Proposed]
    claims: Sequence[Claim]
    recovered: Mapping[UUID, Recovered]
    now: datetime


@read("entitlement.read", STAFF)
async def waiting(act: Act, slug: str | None = None) -> Waiting:
    """Raises NotFound for a client the asker is not assigned to."""
    whose = None if slug is None else await accounts.named(act, slug)
    tenant = whose.id if whose else None
    may = act.principal.may
    claims = await to_decide.claims(act, tenant) if may("recovery.read") else ()
    return Waiting(
        whose,
        await company.companies(act),
        await to_decide.entitlements(act, tenant),
        await money.proposed(act, tenant) if may("invoice.read") else (),
        claims,
        await recovered.of_claims([each.recovery.id for each in claims]) if claims else {},
        act.now,
    )
