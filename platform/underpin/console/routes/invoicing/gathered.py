"""What the pages of runs show, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.invoicing.bulk import invoice_run
from billing.invoicing.bulk.client_run import Outcome
from billing.invoicing.bulk.invoice_run import InvoiceRun, OfClient
from tenants import company
from tenants.company import Company
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Runs:
    runs: Sequence[InvoiceRun]
    now: datetime


@read("invoice.run", STAFF)
async def runs(act: Act, before: UUID | None = None) -> Runs:
    return Runs(await invoice_run.listed(act, before), act.now)


@dataclass(frozen=True, slots=True)
class Run:
    run: InvoiceRun
    outcomes: Sequence[OfClient]
    companies: Sequence[Company]
    now: datetime


@read("invoice.run", STAFF)
async def run(act: Act, run_id: UUID, outcome: Outcome | None = None, after: str = "") -> Run:
    """Raises NotFound."""
    return Run(
        await invoice_run.shown(act, run_id),
        await invoice_run.of_clients(act, run_id, outcome, after),
        await company.companies(act),
        act.now,
    )
