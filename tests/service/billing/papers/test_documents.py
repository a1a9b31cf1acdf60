"""What was issued, as files: for the provider's people, and for those of the client who pay."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal

import facturx
import httpx
import pypdf
import pytest_asyncio
from lxml import etree

from billing.handing_over import printed
from billing.invoicing import debit_note, drafting
from billing.invoicing.crediting import Part
from billing.invoicing.invoices import Invoice
from billing.parties import buyer
from tenants.handing_over.told import Eyes
from tests import fonts, world
from tests.service.billing import ground as billing_ground
from tests.service.billing.owed import done
from tests.service.billing.papers import ground
from tests.service.billing.test_debit_note import confirmed
from tests.world import Human, World
from underpin.kernel import verb
from underpin.kernel.web.caller import Caller

pytestmark = fonts.needed


@pytest_asyncio.fixture(loop_scope="session")
async def october(selling: World) -> AsyncIterator[Invoice]:
    """ACME's invoice of October."""
    await billing_ground.minutes(selling.acme, 90, datetime(2026, 10, 7, 12, tzinfo=UTC))
    yield await ground.issued(selling, selling.acme)


async def get(site: Caller, person: Human, path: str) -> httpx.Response:
    async with world.browser(site, person) as page:
        return await page.get(f"/api/v1/clients/{path}")


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


async def test_an_invoice_is_the_same_file_whatever_happens_later(
    selling: World, october: Invoice, site: Caller
) -> None:
    acme = selling.acme
    path = f"{acme.key}/invoices/by-number/{october.number}/pdf"
    first = await get(site, acme.finance, path)
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/pdf"
    assert first.headers["content-disposition"].startswith(
        f'attachment; filename="{october.number}.pdf"'
    )
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["cache-control"] == "private, no-store"
    later = (ground.LONG_AGO, ground.renamed(ground.BUYER, "Acme SE"))
    await verb.perform(buyer.set_buyer, selling.finance.principal, *later, tenant=acme.id)
    await ground.credited(selling, acme, october, Part(1, Decimal("10.00")))
    for person in (acme.admin, selling.finance):
        assert (await get(site, person, path)).content == first.content
    found = words(first.content)
    assert "AcmeLogisticsGmbH" in found
    assert "EUR1,343.78" in found
    polish = await get(site, acme.finance, f"{path}?language=pl")
    assert "Faktura" in words(polish.content)
    assert (await get(site, acme.finance, f"{path}?language=de")).status_code in (400, 422)


async def test_a_credit_note_is_a_file_once_it_is_issued(
    selling: World, october: Invoice, site: Caller
) -> None:
    acme = selling.acme
    note = await ground.credited(selling, acme, october, Part(1, Decimal("50.00")))
    path = f"{acme.key}/invoices/by-number/{october.number}/credit-notes/{note.id}/pdf"
    answer = await get(site, acme.finance, path)
    assert answer.status_code == 200
    found = words(answer.content)
    assert f"Correctsinvoice{october.number}" in found
    assert "EUR61.50" in found
    assert "Twodaysdown" in found


async def test_whoever_takes_all_along_gets_every_paper(selling: World, october: Invoice) -> None:
    acme = selling.acme
    note = await ground.credited(selling, acme, october, Part(1, Decimal("50.00")))
    eyes, after, found = Eyes(acme.id, acme.admin.id, acme.admin.principal), None, []
    while True:
        part = await printed.part(eyes, after)
        found += part.files
        if (after := part.after) is None:
            break
    names = [each.name for each in found]
    for number in (october.number, note.number):
        assert names.count(f"papers/{number}.pdf") == names.count(f"papers/{number}.cii.xml") == 1
    assert all(each.content.startswith((b"%PDF", b"<?xml")) for each in found)


async def test_the_data_of_a_document_is_a_file_of_its_own(
    selling: World, october: Invoice, site: Caller
) -> None:
    acme = selling.acme
    note = await ground.credited(selling, acme, october, Part(1, Decimal("50.00")))
    base = f"{acme.key}/invoices/by-number/{october.number}"
    for path, root in (
        (f"{base}/cii", "CrossIndustryInvoice"),
        (f"{base}/ubl", "Invoice"),
        (f"{base}/credit-notes/{note.id}/cii", "CrossIndustryInvoice"),
        (f"{base}/credit-notes/{note.id}/ubl", "CreditNote"),
    ):
        answer = await get(site, acme.finance, path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith("application/xml")
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert facturx.xml_check_xsd(answer.content)
        assert etree.QName(etree.fromstring(answer.content)).localname == root
    pdf = await get(site, acme.finance, f"{base}/pdf")
    attached = facturx.get_facturx_xml_from_pdf(pdf.content)[1]
    assert attached == (await get(site, acme.finance, f"{base}/cii")).content


async def test_a_penalty_is_a_file_and_pays_the_next_invoice_on_its_face(
    selling: World, october: Invoice, site: Caller
) -> None:
    acme = selling.acme
    due = await confirmed(acme)
    made = await done(selling.finance, acme, debit_note.propose, due)
    path = f"{acme.key}/debit-notes/{made.id}/pdf"
    assert (await get(site, selling.finance, path)).status_code == 404
    note = await done(selling.admin, acme, debit_note.issue, made.id)
    answer = await get(site, acme.finance, path)
    assert answer.status_code == 200
    found = words(answer.content)
    assert f"Debitnote{note.number}" in found
    assert "OwedtoyouEUR95.00" in found
    assert "NotsubjecttoVAT" in found
    assert not pypdf.PdfReader(io.BytesIO(answer.content)).attachments
    for person, refused in ((acme.requester, 403), (selling.bolt.finance, 404)):
        assert (await get(site, person, path)).status_code == refused
    november = await ground.issued(selling, acme, date(2026, 11, 1))
    base = f"{acme.key}/invoices/by-number/{november.number}"
    printed = words((await get(site, acme.finance, f"{base}/pdf")).content)
    assert "Paidfromyourbalance-95.00" in printed
    assert "AmountdueEUR1,073.50" in printed
    data = etree.fromstring((await get(site, acme.finance, f"{base}/cii")).content)
    paid = data.xpath("//*[local-name() = 'TotalPrepaidAmount']/text()")
    assert paid == ["95.00"]


async def test_who_does_not_pay_reads_no_document(
    selling: World, october: Invoice, site: Caller
) -> None:
    path = f"{selling.acme.key}/invoices/by-number/{october.number}/{{}}"
    for person, refused in (
        (selling.acme.requester, 403),
        (selling.acme.it_partner, 403),
        (selling.agent, 403),
        (selling.bolt.finance, 404),
        (selling.stranger, 403),
    ):
        for what in ("pdf", "cii", "ubl"):
            answer = await get(site, person, path.format(what))
            assert answer.status_code == refused, person.name


async def test_a_draft_is_previewed_by_staff_alone(selling: World, site: Caller) -> None:
    acme = selling.acme
    await verb.perform(drafting.draft, selling.finance.principal, ground.OCTOBER, tenant=acme.id)
    path = f"{acme.key}/invoices/2026-10-01/draft/pdf"
    answer = await get(site, selling.finance, path)
    assert answer.status_code == 200
    assert "DRAFT" in words(answer.content)
    assert (await get(site, acme.finance, path)).status_code == 404


async def test_a_document_without_parties_says_what_to_do(billed: World, site: Caller) -> None:
    made = await ground.issued(billed, billed.acme)
    path = f"{billed.acme.key}/invoices/by-number/{made.number}/pdf"
    answer = await get(site, billed.finance, path)
    assert answer.status_code == 409
    assert "sets their details" in answer.json()["detail"]
