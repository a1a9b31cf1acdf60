"""Clients at a glance."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from contracts.signed.contract import Contract
from underpin.console import views
from underpin.console.routes.accounts import Glance
from underpin.kernel.principal import Principal

HEADLINE = "resolution"


def row(found: Glance, asker: Principal) -> views.ClientRow:
    what = "contract" if asker.may("contract.read") else "invoices"
    counts, contract = found.counts, found.contract
    total = next((each for each in found.month.totals if each.metric == HEADLINE), None)
    share = total.percent if total else None
    promised = total.commitment if total else None
    return views.ClientRow(
        key=found.company.key,
        slug=found.company.slug,
        name=found.company.name,
        manager=found.manager,
        template=contract.name if contract else "",
        open=counts.live if counts else 0,
        breached=counts.breached if counts else 0,
        risk=counts.at_risk if counts else 0,
        share=None if share is None else share / 100,
        commitment=None if promised is None else Fraction(promised) / 100,
        renews=renews(contract),
        out_of_contract=not found.in_force,
        path=f"/clients/{found.company.slug}/{what}",
    )


def renews(contract: Contract | None) -> date | None:
    """The first day after its term, where it goes on by itself."""
    if contract is None or contract.ends_on is None or contract.renewal != "automatic":
        return None
    return contract.ends_on + timedelta(days=1)
