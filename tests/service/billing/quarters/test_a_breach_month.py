"""January to March: a third of January's answers are late, and so is a vendor. The client gets its
credit, decided by somebody who is not judged on the margin, and the vendor pays its own miss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from billing.invoicing import credit_note, drafting, finalising, invoices, service_credit
from billing.invoicing.invoices import Invoice
from billing.pricing.price_list import NewTerm
from billing.terms import client_terms, plans
from billing.terms.plans import Content
from contracts.compliance.entitlements import entitlement
from contracts.compliance.recoveries import recovery
from tests.conftest import Database
from tests.service.billing.test_terms import fee
from tests.service.contracts import months, test_entitlement, test_recovery
from tests.service.contracts.months import Client
from tests.service.contracts.world import berlin
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import STAFF, Principal

MONEY = frozenset(
    {
        *("plan.write", "plan.publish", "plan.read", "terms.write", "terms.read"),
        *("invoice.read", "invoice.draft", "invoice.finalise"),
        *("credit.propose", "credit.approve"),
    }
)


def treasurer(of: Principal) -> Principal:
    return replace(of, capabilities=of.capabilities | MONEY)


async def on_a_plan(client: Client, finance: Principal, other: Principal) -> None:
    words = (f"Care {ids.new()}", "EUR", Content([fee("1000")]))
    draft = await verb.perform(plans.begin, finance, *words)
    await verb.perform(plans.publish, other, draft.plan_id, 1)
    said = NewTerm(percent=Decimal(19))
    words_of_term = (draft.id, date(2026, 1, 1), said)
    await verb.perform(client_terms.begin, finance, *words_of_term, tenant=client.tenant)


async def issued(client: Client, finance: Principal, month: date) -> Invoice:
    about: dict[str, Any] = {"tenant": client.tenant}
    draft = await verb.perform(drafting.draft, finance, month, **about)
    words = (month, draft.inputs_hash)
    made: Invoice = await verb.perform(finalising.finalise, finance, *words, **about)
    return made


async def test_the_client_is_credited_and_the_vendor_pays(scopes: Database) -> None:
    client = await test_recovery.opened(promised=test_entitlement.SCHEDULE)
    finance, admin = treasurer(client.lead), treasurer(await months.staff(client.tenant, "admin"))
    assert finance.audience is STAFF
    await on_a_plan(client, finance, admin)

    await months.january(client)
    await test_recovery.handed_out(client, "2026-01-13T09:00", "2026-01-15T09:00")
    await client.at(berlin("2026-02-02T09:00"))
    january = await issued(client, finance, date(2026, 1, 1))
    assert (january.net, january.gross) == (Decimal("1000.00"), Decimal("1190.00"))

    (claim,) = await test_recovery.owed(client)
    assert (claim.state, claim.percent, claim.missed) == ("due", "20", 1)
    await client.ask(client.lead, recovery.file, claim.id, "CLAIM-1")

    await client.at(months.DAY_AFTER)
    (due,) = await test_entitlement.due(client)
    assert (due.percent, due.basis, due.state) == ("5", "service_fee", "provisional")
    await client.ask(admin, entitlement.confirm, due.id)
    about = {"tenant": client.tenant}
    note = await verb.perform(service_credit.propose, finance, due.id, **about)
    assert (note.net, note.tax, note.gross) == (Decimal(50), Decimal("9.50"), Decimal("59.50"))
    await verb.perform(credit_note.issue, admin, january.number, note.id, **about)
    (settled,) = await test_entitlement.due(client)
    assert settled.state == "settled"

    await client.at(berlin("2026-03-02T09:00"))
    february = await issued(client, finance, date(2026, 2, 1))
    assert [line.net for line in february.lines] == [Decimal("1000.00")], (
        "a credit is no correction"
    )
    granted = await client.ask(client.lead, recovery.grant, claim.id, "Their note 17.")
    assert granted.state == "granted"

    await client.at(berlin("2026-04-02T09:00"))
    march = await issued(client, finance, date(2026, 3, 1))
    async with db.open(Work(client.tenant)):
        first = await invoices.one(client.tenant, january.id)
    assert first.credited == Decimal("59.50")
    assert january.gross + february.gross + march.gross - first.credited == Decimal("3510.50")
