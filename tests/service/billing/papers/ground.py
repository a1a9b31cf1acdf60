"""A provider and clients that documents can name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import msgspec

from billing.invoicing import credit_note, drafting, finalising
from billing.invoicing.credit_note import CreditNote
from billing.invoicing.crediting import Part
from billing.invoicing.invoices import Invoice
from billing.parties import buyer, seller
from billing.parties.party import Buyer, Seller
from tests.world import Client, World
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider

OCTOBER = date(2026, 10, 1)
LONG_AGO = date(2001, 1, 1)
SELLER = Seller(
    legal_name="Northwind Services Sp. z o.o.",
    street="ul. Łąkowa 7/9",
    postal_code="90-554",
    city="Łódź",
    country="PL",
    vat_id="PL7252289331",
    registration="0000123456",
    email="billing@northwind.example",
    phone="+48 42 555 01 01",
    tax_currency="EUR",
    iban="PL61109010140000071219812874",
    bic="WBKPPLPP",
    bank="Bank Przykładowy S.A.",
    footer="District Court in Łódź, share capital PLN 50,000",
)
BUYER = Buyer(
    legal_name="Acme Logistics GmbH",
    street="Hafenstraße 12",
    postal_code="20457",
    city="Hamburg",
    country="DE",
    vat_id="DE136695976",
    email="ap@acme.example",
    reference="KST-4711",
    purchase_order="PO-2026-088",
)


@asynccontextmanager
async def selling(people: World, details: Seller = SELLER) -> AsyncIterator[None]:
    """The provider is known while this is open; nobody else's tests meet it."""
    await verb.perform(seller.set_seller, people.finance.principal, LONG_AGO, details)
    try:
        yield
    finally:
        async with db.open(Provider()):
            await db.execute("DELETE FROM seller")


async def buys(people: World, client: Client, details: Buyer = BUYER) -> None:
    words = (LONG_AGO, details)
    await verb.perform(buyer.set_buyer, people.finance.principal, *words, tenant=client.id)


async def issued(people: World, client: Client, month: date = OCTOBER) -> Invoice:
    finance, about = people.finance.principal, {"tenant": client.id}
    draft = await verb.perform(drafting.draft, finance, month, **about)
    made: Invoice = await verb.perform(
        finalising.finalise, finance, month, draft.inputs_hash, **about
    )
    return made


async def credited(
    people: World, client: Client, invoice: Invoice, *parts: Part, reason: str = "Two days down"
) -> CreditNote:
    about = {"tenant": client.id}
    proposed = await verb.perform(
        credit_note.propose, people.finance.principal, invoice.number, reason, parts, **about
    )
    made: CreditNote = await verb.perform(
        credit_note.issue, people.admin.principal, invoice.number, proposed.id, **about
    )
    return made


def renamed(details: Buyer, name: str) -> Buyer:
    return msgspec.structs.replace(details, legal_name=name)
