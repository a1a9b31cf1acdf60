"""Contracts whose terms were agreed anew: a term's end, the last day for notice and a higher price
come up in the next weeks, and their account manager is reminded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.signed import amending
from contracts.signed.contract_terms import Changes
from underpin.demo import companies, log_contracts
from underpin.demo.demo_life import SOURCE
from underpin.kernel import verb


async def renew(tenants: Mapping[str, int], now: datetime) -> None:
    """Once."""
    marta = companies.MARTA.principal(dict(tenants))
    for key, changes in agreed_on(now.date()).items():
        contract = log_contracts.ids_of(SOURCE, tenants[key]).contract
        await verb.perform(
            amending.change_terms,
            marta,
            contract,
            changes,
            reason="Agreed at the yearly review.",
            tenant=tenants[key],
            source="demo",
        )


def agreed_on(today: date) -> Mapping[str, Changes]:
    """By the client's key."""
    return {
        "BOLT": Changes(uplift_percent=Decimal("3.0"), uplift_on=today + timedelta(days=24)),
        "CARO": Changes(ends_on=today + timedelta(days=44), notice_days=30),
        "DUNE": Changes(ends_on=today + timedelta(days=55), notice_days=45),
    }
