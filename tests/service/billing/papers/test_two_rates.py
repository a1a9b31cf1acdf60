"""One invoice at several rates: each rate taxed once on the sum of its lines, up to the files."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import facturx
import httpx
import pypdf
import pytest
import pytest_asyncio
from lxml import etree

from billing.amounts import check, tax
from billing.invoicing import drafting, extras
from billing.invoicing.invoices import Invoice
from billing.parties import tax_rates
from billing.pricing.price_list import NewTerm
from billing.terms import client_terms
from tests import fonts, world
from tests.service.billing import ground as billing_ground
from tests.service.billing.owed import done
from tests.service.billing.papers import ground
from tests.service.billing.test_terms import fee, hours, listed
from tests.world import Client, World
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden
from underpin.kernel.web.caller import Caller

pytestmark = fonts.needed

BOOKS = "books of two rates"
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
PRICES = (
    fee("0.50"),
    {**fee("0.50"), "key": "addon", "name": "Add-on"},
    hours("95"),
    {**fee("10.05"), "key": "manuals", "name": "Manuals", "tax_class": BOOKS},
    {**fee("40"), "key": "training", "name": "Training", "tax_class": "exempt"},
)


@pytest_asyncio.fixture(loop_scope="session")
async def books(selling: World) -> AsyncIterator[World]:
    """Books are taxed at 8 % from 2011, and at 5 % from November 2026 on."""
    for day, percent in ((date(2011, 1, 1), "8"), (NOVEMBER, "5")):
        words = (BOOKS, day, Decimal(percent))
        await verb.perform(tax_rates.set_rate, selling.finance.principal, *words)
    yield selling
    async with db.open(Provider()):
        await db.execute("DELETE FROM tax_rate WHERE tax_class = $1", BOOKS)


async def on_books(house: World, client: Client, **said: Any) -> None:
    """The client's only plan has lines of three classes."""
    plan = await listed(house, *PRICES)
    async with db.open(Work(client.id)):
        await db.execute("DELETE FROM subscription WHERE tenant_id = $1", client.id)
    await done(house.manager, client, client_terms.begin, plan.id, SEPTEMBER, NewTerm(**said))


def taxed(invoice: Invoice) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    return [(each.code, each.percent, each.base, each.tax) for each in invoice.taxes]


def rated(*said: str) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    return [
        (code, Decimal(percent), Decimal(base), Decimal(of))
        for code, percent, base, of in (each.split() for each in said)
    ]


async def test_each_rate_is_taxed_once_on_the_sum_of_its_lines(books: World) -> None:
    acme = books.acme
    await on_books(books, acme)
    await billing_ground.minutes(acme, 60, datetime(2026, 10, 7, 12, tzinfo=UTC))
    october: Invoice = await done(books.finance, acme, drafting.draft, OCTOBER)
    assert taxed(october) == rated("E 0 40 0", "S 8 10.05 0.80", "S 23 96 22.08"), "not 22.09"
    assert (october.tax, october.gross) == (Decimal("22.88"), Decimal("168.93"))
    november: Invoice = await done(books.finance, acme, drafting.draft, NOVEMBER)
    assert rated("S 5 10.05 0.50")[0] in taxed(november), "the rate of its day"


async def test_the_files_of_two_rates_are_valid_and_add_up(books: World, site: Caller) -> None:
    acme = books.acme
    await on_books(books, acme)
    made = await ground.issued(books, acme)
    base = f"/api/v1/clients/{acme.key}/invoices/by-number/{made.number}"
    async with world.browser(site, acme.finance) as page:
        cii, ubl, pdf = [await page.get(f"{base}/{form}") for form in ("cii", "ubl", "pdf")]
    subtotal = "TaxSubtotal']/*[local-name()='TaxAmount"
    for answer, amount in ((cii, "CalculatedAmount"), (ubl, subtotal)):
        assert answer.status_code == 200
        assert facturx.xml_check_xsd(answer.content)
        found = etree.fromstring(answer.content).xpath(f"//*[local-name()='{amount}']/text()")
        assert sorted(map(Decimal, found)) == [Decimal(0), Decimal("0.23"), Decimal("0.80")]
    assert b"invoice.tax" not in cii.content, "the exemption is said in words"
    printed = _words(pdf)
    for word in ("23%", "8%", "Manuals", "Training"):
        assert word in printed


async def test_a_class_without_a_rate_is_named_and_billed_once_it_has_one(books: World) -> None:
    acme, finance = books.acme, books.finance.principal
    await on_books(books, acme)
    said = {"currency": "EUR", "on_day": OCTOBER, "tax_class": "spirits of two rates"}
    await done(books.finance, acme, extras.add, "Wine", Decimal(1), Decimal(100), **said)
    with pytest.raises(tax.NoRate, match="spirits of two rates"):
        await done(books.finance, acme, drafting.draft, OCTOBER)
    words = ("spirits of two rates", OCTOBER, Decimal(27))
    with pytest.raises(Forbidden):
        await verb.perform(tax_rates.set_rate, books.agent.principal, *words)
    with pytest.raises(check.Invalid):
        await verb.perform(tax_rates.set_rate, finance, "exempt", OCTOBER, Decimal(1))
    try:
        await verb.perform(tax_rates.set_rate, finance, *words)
        made: Invoice = await done(books.finance, acme, drafting.draft, OCTOBER)
    finally:
        async with db.open(Provider()):
            await db.execute("DELETE FROM tax_rate WHERE tax_class = $1", words[0])
    assert rated("S 27 100 27")[0] in taxed(made)


async def test_a_reverse_charge_beside_what_is_exempt(books: World, site: Caller) -> None:
    acme = books.acme
    await on_books(books, acme, treatment=tax.Treatment.REVERSE_CHARGE)
    made = await ground.issued(books, acme)
    assert taxed(made) == rated("AE 0 11.05 0", "E 0 40 0"), "of whatever class at home"
    async with world.browser(site, acme.finance) as page:
        base = f"/api/v1/clients/{acme.key}/invoices/by-number/{made.number}"
        for form in ("cii", "ubl"):
            answer = await page.get(f"{base}/{form}")
            assert facturx.xml_check_xsd(answer.content)
            assert b"VATEX-EU-AE" in answer.content


async def test_a_clients_own_rate_stands_beside_the_others_until_it_ends(books: World) -> None:
    acme = books.acme
    await on_books(books, acme, percent=Decimal(19))
    plan = await listed(books, *PRICES[3:], fee("100"))
    await done(books.manager, acme, client_terms.change, plan.id, NOVEMBER)
    for day, wanted in ((OCTOBER, "S 19 1 0.19"), (NOVEMBER, "S 19 100 19")):
        made = await done(books.finance, acme, drafting.draft, day)
        assert rated(wanted)[0] in taxed(made)
    last = date(2026, 12, 1)
    await done(books.manager, acme, client_terms.end, last)
    abroad = NewTerm(treatment=tax.Treatment.EXPORT)
    await done(books.manager, acme, client_terms.begin, plan.id, last, abroad)
    november: Invoice = await done(books.finance, acme, drafting.draft, NOVEMBER)
    assert rated("S 19 100 19")[0] in taxed(november), "what begins later changes nothing before"
    december: Invoice = await done(books.finance, acme, drafting.draft, last)
    assert taxed(december) == rated("E 0 40 0", "G 0 110.05 0")


def _words(pdf: httpx.Response) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf.content)).pages
    return "".join(page.extract_text() for page in pages).replace(" ", "").replace("\n", "")
