"""A penalty is a document of its own outside the tax, and the client's money once it is issued."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest

from billing.invoicing import debit_note, invoices, service_credit
from billing.receivables import balance
from contracts.compliance.entitlements import entitlement
from tests.service.billing import ground
from tests.service.billing.owed import NOVEMBER, done, issued
from tests.world import Client, World
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound
from underpin.kernel.principal import worker


async def confirmed(client: Client, nature: str = "penalty", state: str = "confirmed") -> UUID:
    """Ten per cent of October's fee of 950.00."""
    found, period = ids.new(), await ground.frozen(client, 2026, 10)
    version = await ground.signed(client)
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO entitlement (tenant_id, id, period_id, version_id, percent, basis, "
            "nature, detail, state, due_at, decided_by, decided_at) "
            "VALUES ($1, $2, $3, $4, '10', 'service_fee', $5, $6, $7, $8, $9, $8)",
            *(client.id, found, period, version, nature),
            *('{"months": ["2026-10"], "open_caps": []}', state, ground.TODAY, client.admin.id),
        )
    return found


async def settled(client: Client, due: UUID) -> tuple[str, str | None]:
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, ground.TODAY, "test", "test")
        found = await entitlement.entitlement_rows.one(act, due)
    return found.state, found.settled_with


async def test_a_penalty_is_issued_settles_its_credit_and_pays_the_next_invoice(
    billed: World,
) -> None:
    acme = billed.acme
    october, due = await issued(billed, acme), await confirmed(acme)
    made = await done(billed.finance, acme, debit_note.propose, due)
    assert (made.state, made.amount, made.currency) == ("proposed", Decimal("95.00"), "EUR")
    assert await done(acme.finance, acme, debit_note.of_tenant, acme.id) == []
    note = await done(billed.admin, acme, debit_note.issue, made.id)
    assert note.number == f"{acme.key}-2026-D0001"
    assert await settled(acme, due) == ("settled", note.number)
    assert await done(acme.finance, acme, debit_note.of_tenant, acme.id) == [note]
    november = await issued(billed, acme, NOVEMBER)
    async with db.open(Work(acme.id)):
        first = await invoices.one(acme.id, october.id)
        second = await invoices.one(acme.id, november.id)
        in_margin = await debit_note.issued_for(acme.id, date(2026, 10, 1), NOVEMBER)
    assert (first.credited, first.tax) == (0, october.tax), "no price was reduced, no tax corrected"
    assert (second.paid, second.gross) == (Decimal("95.00"), Decimal("1168.50"))
    assert [each.amount for each in in_margin] == [Decimal("95.00")]
    assert [each.amount for each in await done(acme.admin, acme, balance.of_tenant, acme.id)] == [0]


async def test_two_decide_and_neither_is_judged_on_the_margin(billed: World) -> None:
    acme = billed.acme
    await issued(billed, acme)
    due = await confirmed(acme)
    made = await done(billed.finance, acme, debit_note.propose, due)
    with pytest.raises(debit_note.OwnProposal):
        await done(billed.finance, acme, debit_note.issue, made.id)
    async with db.open(Work(acme.id)):
        await db.execute(
            "INSERT INTO account (tenant_id, manager_id, since) VALUES ($1, $2, $3)",
            *(acme.id, billed.admin.id, ground.TODAY),
        )
    with pytest.raises(entitlement.JudgedOnIt):
        await done(billed.admin, acme, debit_note.issue, made.id)
    for nobody in (billed.agent, acme.finance):
        with pytest.raises(Forbidden):
            await done(nobody, acme, debit_note.issue, made.id)
    assert await settled(acme, due) == ("confirmed", None)
    assert await done(acme.finance, acme, balance.of_tenant, acme.id) == []


async def test_one_penalty_is_one_note_and_a_refused_one_may_be_proposed_again(
    billed: World,
) -> None:
    acme = billed.acme
    await issued(billed, acme)
    due = await confirmed(acme)
    made = await done(billed.finance, acme, debit_note.propose, due)
    with pytest.raises(debit_note.Proposed):
        await done(billed.finance, acme, debit_note.propose, due)
    await done(billed.admin, acme, debit_note.refuse, made.id, "Reckon it again")
    again = await done(billed.finance, acme, debit_note.propose, due)
    await done(billed.admin, acme, debit_note.issue, again.id)
    with pytest.raises(debit_note.Decided):
        await done(billed.admin, acme, debit_note.refuse, again.id, "Too late")
    with pytest.raises(asyncpg.RestrictViolationError):
        async with db.open(Work(acme.id)):
            await db.execute(
                "UPDATE debit_note SET amount = 1 WHERE tenant_id = $1 AND id = $2",
                *(acme.id, again.id),
            )


async def test_what_is_no_confirmed_penalty_of_this_client_is_refused(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    await issued(billed, acme)
    with pytest.raises(debit_note.NoPenalty):
        await done(
            billed.finance, acme, debit_note.propose, await confirmed(acme, "price_reduction")
        )
    early = await confirmed(bolt)
    with pytest.raises(service_credit.NotInvoiced):
        await done(billed.finance, bolt, debit_note.propose, early)
    with pytest.raises(NotFound):
        await done(billed.finance, acme, debit_note.propose, early)
    await issued(billed, billed.caro)
    provisional = await confirmed(billed.caro, state="provisional")
    with pytest.raises(entitlement.WrongState):
        await done(billed.finance, billed.caro, debit_note.propose, provisional)
    for client in (acme, bolt, billed.caro):
        assert await done(billed.finance, client, debit_note.of_tenant, client.id) == []
