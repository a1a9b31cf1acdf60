"""Who sells and who buys is pinned on a document on the day it is issued."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import asyncpg
import msgspec
import pytest

from billing.amounts.exchange import NoRate
from billing.invoicing import debit_note
from billing.invoicing.crediting import Part
from billing.papers import pinning
from billing.papers.letterhead import Letterhead, NoParties
from billing.parties import buyer, exchange_rates, seller
from tests import world
from tests.service.billing import ground as billing_ground
from tests.service.billing.owed import done
from tests.service.billing.papers import ground
from tests.service.billing.test_debit_note import confirmed
from tests.world import Client, World
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member, Provider, Work
from underpin.kernel.errors import Forbidden, NotFound
from underpin.kernel.web.caller import Caller


async def pinned(client: Client) -> dict[str, Letterhead]:
    """By the kind of document."""
    async with db.open(Work(client.id)):
        rows = await db.rows("SELECT kind, body FROM letterhead WHERE tenant_id = $1", client.id)
    return {row["kind"]: msgspec.json.decode(row["body"], type=Letterhead) for row in rows}


async def test_a_document_keeps_who_bought_whatever_the_company_is_called_later(
    selling: World,
) -> None:
    acme = selling.acme
    await billing_ground.minutes(acme, 90, datetime(2026, 10, 7, 12, tzinfo=UTC))
    made = await ground.issued(selling, acme)
    words = (date(2026, 1, 1), ground.renamed(ground.BUYER, "Acme SE"))
    await verb.perform(buyer.set_buyer, selling.finance.principal, *words, tenant=acme.id)
    (found,) = (await pinned(acme)).values()
    assert (found.seller, found.buyer, found.locale) == (ground.SELLER, ground.BUYER, "en")
    assert found.local_tax is None
    (minutes,) = found.behind
    assert (minutes.meter, minutes.ordinal) == ("staff_minutes", made.lines[-1].ordinal)
    assert minutes.start == datetime(2026, 9, 30, 22, tzinfo=UTC)
    note = await ground.credited(selling, acme, made, Part(1, Decimal("100.00")))
    of_note = (await pinned(acme))["credit_note"]
    assert of_note.buyer.legal_name == "Acme SE"
    (tax,) = of_note.taxes
    assert (tax.base, tax.tax) == (note.net, note.tax) == (Decimal(100), Decimal(23))


async def test_what_is_pinned_is_never_changed(selling: World) -> None:
    await ground.issued(selling, selling.acme)
    for attack in ("UPDATE letterhead SET body = '{}'", "DELETE FROM letterhead"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.open(Work(selling.acme.id)):
                await db.execute(attack)


async def test_an_invoice_of_before_is_pinned_once_its_parties_are_known(selling: World) -> None:
    bolt, finance = selling.bolt, selling.finance.principal
    made = await ground.issued(selling, bolt)
    assert await pinned(bolt) == {}
    with pytest.raises(NoParties, match="Nobody buys"):
        await verb.perform(pinning.pin_invoice, finance, made.number, tenant=bolt.id)
    assert await pinned(bolt) == {}
    await ground.buys(selling, bolt)
    await verb.perform(pinning.pin_invoice, finance, made.number, tenant=bolt.id)
    assert (await pinned(bolt))["invoice"].buyer == ground.BUYER
    with pytest.raises(pinning.AlreadyPinned):
        await verb.perform(pinning.pin_invoice, finance, made.number, tenant=bolt.id)


async def test_a_penalty_of_before_is_pinned_once_its_parties_are_known(selling: World) -> None:
    bolt, finance = selling.bolt, selling.finance.principal
    await ground.issued(selling, bolt)
    made = await done(selling.finance, bolt, debit_note.propose, await confirmed(bolt))
    await ground.buys(selling, bolt)
    with pytest.raises(NotFound):
        await verb.perform(pinning.pin_debit_note, finance, made.id, tenant=bolt.id)
    async with db.open(Provider()):
        await db.execute("DELETE FROM seller")
    await done(selling.admin, bolt, debit_note.issue, made.id)
    assert "debit_note" not in await pinned(bolt)
    await verb.perform(seller.set_seller, finance, ground.LONG_AGO, ground.SELLER)
    await verb.perform(pinning.pin_debit_note, finance, made.id, tenant=bolt.id)
    assert (await pinned(bolt))["debit_note"].buyer == ground.BUYER


async def test_notes_sum_to_the_invoices_tax_rate_by_rate(selling: World) -> None:
    acme = selling.acme
    await billing_ground.minutes(acme, 31, datetime(2026, 10, 7, 12, tzinfo=UTC))
    made = await ground.issued(selling, acme)
    taken = [Part(1, Decimal("0.07")), Part(1, Decimal("333.33"))]
    notes = [await ground.credited(selling, acme, made, part) for part in taken]
    notes.append(await ground.credited(selling, acme, made))
    async with db.open(Work(acme.id)):
        rows = await db.rows(
            "SELECT id, body FROM letterhead WHERE tenant_id = $1 AND kind = 'credit_note'", acme.id
        )
    found = {row["id"]: msgspec.json.decode(row["body"], type=Letterhead) for row in rows}
    for note in notes:
        assert sum(each.tax for each in found[note.id].taxes) == note.tax
        assert sum(each.base for each in found[note.id].taxes) == note.net
    assert sum(note.tax for note in notes) == made.tax


async def test_a_foreign_currencys_tax_is_declared_at_a_stated_rate(billed: World) -> None:
    caro, finance = billed.caro, billed.finance.principal
    zloty = msgspec.structs.replace(ground.SELLER, tax_currency="PLN")
    async with ground.selling(billed, zloty):
        await ground.buys(billed, caro)
        made = await ground.issued(billed, caro)
        assert await pinned(caro) == {}
        with pytest.raises(NoRate):
            await verb.perform(pinning.pin_invoice, finance, made.number, tenant=caro.id)
        try:
            words = ("EUR", "PLN", date(2026, 12, 2), Decimal("4.2512"))
            await verb.perform(exchange_rates.state, finance, *words, published_by="NBP")
            await verb.perform(pinning.pin_invoice, finance, made.number, tenant=caro.id)
        finally:
            async with db.open(Provider()):
                await db.execute("DELETE FROM exchange_rate WHERE base = 'EUR' AND quote = 'PLN'")
    local = (await pinned(caro))["invoice"].local_tax
    assert local is not None
    assert (local.currency, local.tax) == ("PLN", Decimal("928.89"))
    assert made.tax == Decimal("218.50")


async def test_only_finance_says_who_sells_and_who_buys(selling: World) -> None:
    refused = (selling.agent, selling.manager, selling.acme.admin, selling.acme.finance)
    for person in refused:
        with pytest.raises(Forbidden):
            await verb.perform(seller.set_seller, person.principal, ground.LONG_AGO, ground.SELLER)
        with pytest.raises((Forbidden, NotFound)):
            await verb.perform(
                buyer.set_buyer,
                person.principal,
                ground.LONG_AGO,
                ground.renamed(ground.BUYER, "X"),
                tenant=selling.acme.id,
            )
    (stands,) = await verb.perform(buyer.buyers, selling.acme.finance.principal, selling.acme.id)
    assert stands.details == ground.BUYER


async def test_a_client_reads_its_own_details_and_nobody_elses(selling: World) -> None:
    theirs = selling.acme.finance.principal
    with pytest.raises(NotFound):
        await verb.perform(buyer.buyers, theirs, selling.bolt.id)
    await ground.issued(selling, selling.acme)
    for person, count in ((selling.acme.finance, 1), (selling.acme.requester, 0)):
        async with db.open(Member(selling.acme.id, person.id)):
            for table in ("letterhead", "buyer"):
                assert await db.value(f"SELECT count(*) FROM {table}") == count, table
    async with db.open(Member(selling.bolt.id, selling.bolt.finance.id)):
        assert await db.value("SELECT count(*) FROM letterhead") == 0


async def test_over_the_api(selling: World, site: Caller) -> None:
    acme, day = selling.acme, "2026-11-01"
    async with world.browser(site, selling.finance) as desk:
        body = msgspec.to_builtins(ground.renamed(ground.BUYER, "Acme SE"))
        put = await desk.put(f"/api/v1/clients/{acme.key}/buyer/{day}", json=body)
        assert (put.status_code, put.json()["details"]["legal_name"]) == (200, "Acme SE")
        wrong = await desk.put(
            f"/api/v1/clients/{acme.key}/buyer/{day}", json={**body, "vat": "DE1"}
        )
        assert wrong.status_code == 422
        assert (await desk.get("/api/v1/seller")).json()[0]["details"]["iban"][:2] == "PL"
    async with world.browser(site, acme.finance) as portal:
        found = (await portal.get(f"/api/v1/clients/{acme.key}/buyer")).json()
        assert [each["starts_on"] for each in found] == [day, "2001-01-01"]
        assert (await portal.get("/api/v1/seller")).status_code == 404
