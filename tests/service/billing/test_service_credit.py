"""A month's misses become money: frozen, confirmed, proposed, issued, settled; each by another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from billing.invoicing import credit_note, drafting, finalising, invoices, service_credit
from billing.invoicing.credit_note import CreditNote
from billing.invoicing.invoices import Invoice
from contracts.compliance.entitlements import entitlement
from tests.service.billing import ground
from tests.world import Client, World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work

OCTOBER = date(2026, 10, 1)


async def _due(client: Client, percent: str, **more: Any) -> UUID:
    """October is frozen and so much of a basis is confirmed to be owed."""
    found, period = ids.new(), await ground.frozen(client, 2026, 10)
    version = await ground.signed(client)
    said = {"basis": "service_fee", "nature": "price_reduction", "state": "confirmed"} | more
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO entitlement (tenant_id, id, period_id, version_id, percent, basis, "
            "nature, detail, state, due_at, decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, "
            "$6, $7, $8, $9, $10, $11, $10)",
            *(client.id, found, period, version, percent),
            *(said["basis"], said["nature"]),
            said.get("detail", '{"months": ["2026-10"], "open_caps": []}'),
            *(said["state"], ground.TODAY, client.admin.id),
        )
    return found


async def _issued(house: World, client: Client) -> Invoice:
    about = {"tenant": client.id}
    draft = await verb.perform(drafting.draft, house.finance.principal, OCTOBER, **about)
    words = (OCTOBER, draft.inputs_hash)
    made: Invoice = await verb.perform(
        finalising.finalise, house.finance.principal, *words, **about
    )
    return made


async def _proposed(house: World, client: Client, due: UUID) -> CreditNote:
    made: CreditNote = await verb.perform(
        service_credit.propose, house.finance.principal, due, tenant=client.id
    )
    return made


async def _state(client: Client, due: UUID) -> tuple[str, str | None]:
    async with db.open(Work(client.id)):
        row = await db.row(
            "SELECT state, settled_with FROM entitlement WHERE tenant_id = $1 AND id = $2",
            *(client.id, due),
        )
    assert row is not None
    return row["state"], row["settled_with"]


async def test_per_cent_of_the_fee_come_off_its_line_at_its_tax(billed: World) -> None:
    acme = billed.acme
    await ground.minutes(acme, 60, ground.TODAY.replace(month=10))
    invoice, due = await _issued(billed, acme), await _due(acme, "25/2")
    note = await _proposed(billed, acme, due)
    assert (note.net, note.tax) == (Decimal("118.75"), Decimal("27.31"))
    assert await _state(acme, due) == ("confirmed", None)
    words = (invoice.number, note.id)
    done = await verb.perform(credit_note.issue, billed.admin.principal, *words, tenant=acme.id)
    assert await _state(acme, due) == ("settled", done.number)
    async with db.open(Work(acme.id)):
        assert (await invoices.one(acme.id, invoice.id)).credited == Decimal("146.06")
    async with db.open(Work(acme.id)):
        rows = await db.rows("SELECT ordinal FROM credit_note_line WHERE tenant_id = $1", acme.id)
    assert [row["ordinal"] for row in rows] == [1]


async def test_of_the_net_invoice_every_line_bears_its_part(billed: World) -> None:
    acme = billed.acme
    await ground.minutes(acme, 60, ground.TODAY.replace(month=10))
    await _issued(billed, acme)
    note = await _proposed(billed, acme, await _due(acme, "10", basis="net_invoice"))
    assert note.net == Decimal("104.50")
    async with db.open(Work(acme.id)):
        rows = await db.rows(
            "SELECT net FROM credit_note_line WHERE tenant_id = $1 ORDER BY ordinal", acme.id
        )
    assert [row["net"] for row in rows] == [Decimal("95.00"), Decimal("9.50")]


async def test_days_charges_stop_at_their_cap(billed: World) -> None:
    """Three days' charges, at most five per cent of the fee."""
    acme = billed.acme
    await _issued(billed, acme)
    capped = (
        '{"months": ["2026-10"], "open_caps": '
        '[{"percent": "5", "basis": "service_fee", "period": null}]}'
    )
    due = await _due(acme, "300", basis="day_charge", detail=capped)
    assert (await _proposed(billed, acme, due)).net == Decimal("47.50")


async def test_one_credit_is_one_note(billed: World) -> None:
    acme = billed.acme
    invoice, due = await _issued(billed, acme), await _due(acme, "10")
    note = await _proposed(billed, acme, due)
    with pytest.raises(credit_note.Proposed):
        await _proposed(billed, acme, due)
    words = (invoice.number, note.id, "Reckon it again")
    await verb.perform(credit_note.refuse, billed.admin.principal, *words, tenant=acme.id)
    assert (await _proposed(billed, acme, due)).state == "proposed"


async def test_what_cannot_be_a_note_is_refused_and_stays_as_it_was(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    early = await _due(bolt, "10")
    with pytest.raises(service_credit.NotInvoiced):
        await _proposed(billed, bolt, early)
    await _issued(billed, acme)
    penalty = await _due(acme, "10", nature="penalty")
    with pytest.raises(service_credit.Penalty):
        await _proposed(billed, acme, penalty)
    assert await _state(bolt, early) == await _state(acme, penalty) == ("confirmed", None)


async def test_only_what_was_confirmed_is_paid(billed: World) -> None:
    acme = billed.acme
    await _issued(billed, acme)
    due = await _due(acme, "10", state="provisional")
    with pytest.raises(entitlement.WrongState):
        await _proposed(billed, acme, due)
    assert await _state(acme, due) == ("provisional", None)
