"""Money on the bank account finds its client: by reference, by a known payer, or by a person."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from billing.invoicing import drafting, finalising, invoices
from billing.invoicing.invoices import Invoice
from billing.payments.matching import (
    allocation,
    bank_entry,
    in_background,
    matching,
    progress,
)
from billing.payments.matching.bank_entry import BankEntry
from billing.payments.matching.matching import Imported
from billing.payments.matching.progress import Progress
from billing.payments.matching.rule import Part
from billing.payments.statement import account, storing
from billing.payments.statement.csv_mapping import CsvMapping
from billing.payments.statement.entry import BrokenStatement
from billing.receivables import balance, payback
from tests.world import Client, Human, World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Conflict, Forbidden, NotFound

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
MAPPING = CsvMapping(
    booked_on="day", amount="amount", payer="name", iban="iban", text=("text",), end_to_end="e2e",
    currency="ccy",
)  # fmt: skip
ACMES = "DE89370400440532013000"
GROSS = Decimal("1168.50")


async def issued(billed: World, client: Client, month: date = OCTOBER) -> Invoice:
    by = billed.finance.principal
    draft = await verb.perform(drafting.draft, by, month, tenant=client.id)
    words = (month, draft.inputs_hash)
    made: Invoice = await verb.perform(finalising.finalise, by, *words, tenant=client.id)
    assert made.gross == GROSS
    return made


async def opened(billed: World) -> UUID:
    words = (f"Main {ids.new()}", "", "EUR", MAPPING)
    made = await verb.perform(account.open_account, billed.finance.principal, *words)
    found: UUID = made.id
    return found


async def came_in(billed: World, where: UUID, *rows: str, by: Human | None = None) -> Imported:
    """Each row: amount, name, IBAN, text."""
    lines = "".join(f"2026-12-01,{row}\n" for row in rows)
    file = f"day,amount,name,iban,text,e2e,ccy\n{lines}".encode()
    found: Imported = await verb.begin(
        matching.take_in, (by or billed.finance).principal, where, "csv", file
    )
    return found


async def entries(where: UUID) -> list[BankEntry]:
    async with db.open(Provider()):
        rows = await db.rows(
            f"SELECT {bank_entry.COLUMNS} FROM bank_entry WHERE account_id = $1 ORDER BY id", where
        )
    return [bank_entry.read_row(row) for row in rows]


async def paid(client: Client, invoice: Invoice) -> Decimal:
    async with db.open(Work(client.id)):
        return (await invoices.one(client.id, invoice.id)).paid


async def held(client: Client) -> Decimal:
    async with db.open(Work(client.id)):
        found = await db.value("SELECT amount FROM client_balance WHERE tenant_id = $1", client.id)
    return found or Decimal(0)


async def test_a_reference_finds_its_invoice_and_a_repeated_file_changes_nothing(
    billed: World,
) -> None:
    acme, where = billed.acme, await opened(billed)
    invoice = await issued(billed, acme)
    row = f"1168.50,Acme Ltd,{ACMES},{invoice.payment_reference},,EUR"
    first = await came_in(billed, where, row)
    assert first.statement.added == 1 and await paid(acme, invoice) == GROSS
    again = await came_in(billed, where, row, "3.00,Bank,,interest,,EUR")
    assert (again.statement.entries, again.statement.added) == (2, 1)
    assert await paid(acme, invoice) == GROSS
    assert [each.state for each in await entries(where)] == ["settled", "open"]


async def test_a_payer_once_known_is_known_by_exact_amount(billed: World) -> None:
    acme, where = billed.acme, await opened(billed)
    october, november = await issued(billed, acme), await issued(billed, acme, NOVEMBER)
    await came_in(billed, where, f"1168.50,Acme,{ACMES},{october.payment_reference},,EUR")
    await came_in(billed, where, f"1168.50,Acme,{ACMES},for November,,EUR")
    assert await paid(acme, november) == GROSS
    await came_in(billed, where, "1168.50,Nobody,GB33BUKB20201555555555,hello,,EUR")
    assert (await entries(where))[-1].why == "names no invoice, and the payer is not known"


async def test_where_two_invoices_fit_a_person_decides(billed: World) -> None:
    acme, where = billed.acme, await opened(billed)
    september = await issued(billed, acme, date(2026, 9, 1))
    october, november = await issued(billed, acme), await issued(billed, acme, NOVEMBER)
    await came_in(billed, where, f"1168.50,Acme,{ACMES},{september.number},,EUR")
    await came_in(billed, where, f"1168.50,Acme,{ACMES},thanks,,EUR")
    entry = (await entries(where))[-1]
    assert (entry.state, entry.why) == ("open", "fits several ways")
    assert await paid(acme, october) == await paid(acme, november) == 0
    await _assign(billed, acme, entry, Part(november.number, GROSS))
    assert (await paid(acme, october), await paid(acme, november)) == (0, GROSS)


async def test_one_transfer_for_several_invoices_and_too_much_of_it(billed: World) -> None:
    acme, where = billed.acme, await opened(billed)
    october, november = await issued(billed, acme), await issued(billed, acme, NOVEMBER)
    both = f"{october.number} and {november.number}"
    await came_in(billed, where, f"2000.00,Acme,{ACMES},{both},,EUR")
    assert (await entries(where))[0].why == "is less than the invoices it names"
    await came_in(billed, where, f"2400.00,Acme,{ACMES},{both} again,,EUR")
    assert (await paid(acme, october), await paid(acme, november)) == (GROSS, GROSS)
    assert await held(acme) == Decimal("63.00")


async def test_part_of_an_invoice_stays_open_and_another_currency_is_no_guess(
    billed: World,
) -> None:
    acme, where = billed.acme, await opened(billed)
    invoice = await issued(billed, acme)
    await came_in(billed, where, f"1000.00,Acme,{ACMES},{invoice.number},,EUR")
    await came_in(billed, where, f"168.50,Acme,{ACMES},{invoice.number},,USD")
    assert await paid(acme, invoice) == Decimal("1000.00")
    assert (await entries(where))[-1].why == "names an invoice in another currency"
    entry, part = (await entries(where))[-1], Part(invoice.number, Decimal("168.50"))
    with pytest.raises(Conflict, match="in EUR, the transfer in USD"):
        await _assign(billed, acme, entry, part)


async def test_the_balance_pays_the_next_invoice_and_what_was_used_is_not_taken_back(
    billed: World,
) -> None:
    acme, where = billed.acme, await opened(billed)
    october = await issued(billed, acme)
    await came_in(billed, where, f"1200.00,Acme,{ACMES},{october.number},,EUR")
    november = await issued(billed, acme, NOVEMBER)
    assert (await paid(acme, november), await held(acme)) == (Decimal("31.50"), 0)
    parts = await _parts(billed, acme, (await entries(where))[0])
    (rest,) = [part for part in parts if part.invoice is None]
    with pytest.raises(balance.NotEnough):
        await _undo(billed, acme, rest.id)
    assert (await entries(where))[0].state == "settled" and await held(acme) == 0
    (used,) = await _payments(acme, november)
    words = (november.number, used, date(2026, 12, 2))
    await verb.perform(balance.put_back, billed.finance.principal, *words, tenant=acme.id)
    await _undo(billed, acme, rest.id)
    assert (await entries(where))[0].left == Decimal("31.50")
    assert (await paid(acme, november), await held(acme)) == (0, 0)


async def test_a_person_splits_over_two_clients_and_no_cent_more(billed: World) -> None:
    acme, bolt, where = billed.acme, billed.bolt, await opened(billed)
    one, other = await issued(billed, acme), await issued(billed, bolt)
    await came_in(billed, where, f"1500.00,Holding,,{one.number} {other.number},,EUR")
    (entry,) = await entries(where)
    assert entry.why == "names invoices of several clients"
    await _assign(billed, acme, entry, Part(one.number, Decimal("1000.00")))
    with pytest.raises(allocation.TooMuch):
        await _assign(billed, bolt, entry, Part(other.number, Decimal("500.01")))
    await _assign(billed, bolt, entry, Part(other.number, Decimal("500.00")))
    (entry,) = await entries(where)
    assert (entry.state, entry.left) == ("settled", 0)
    assert await paid(bolt, other) == Decimal("500.00")
    with pytest.raises(bank_entry.WrongState):
        await _assign(billed, acme, entry, Part(one.number, Decimal("0.01")))


async def test_two_at_once_never_assign_more_than_came_in_nor_pay_more_than_is_open(
    billed: World,
) -> None:
    acme, bolt, where = billed.acme, billed.bolt, await opened(billed)
    one, other = await issued(billed, acme), await issued(billed, bolt)
    await came_in(
        billed, where, "1168.50,Holding,,unclear,,EUR", "1168.50,Holding,,also unclear,,EUR"
    )
    first, second = await entries(where)
    tries = [
        _assign(billed, acme, first, Part(one.number, GROSS)),
        _assign(billed, bolt, first, Part(other.number, GROSS)),
        _assign(billed, acme, second, Part(one.number, GROSS)),
        _assign(billed, bolt, second, Part(other.number, GROSS)),
        _assign(billed, acme, second, Part(None, Decimal("0.01"))),
    ]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert all(each is None or isinstance(each, Conflict) for each in done), done
    for client, invoice in ((acme, one), (bolt, other)):
        assert await paid(client, invoice) in (0, GROSS)
    booked = await paid(acme, one) + await paid(bolt, other) + await held(acme)
    assert booked == sum(each.allocated for each in await entries(where))
    assert all(each.allocated <= each.amount for each in await entries(where))


async def test_two_imports_at_once_add_each_entry_once(billed: World) -> None:
    acme, where = billed.acme, await opened(billed)
    invoice = await issued(billed, acme)
    row = f"1168.50,Acme,{ACMES},{invoice.number},,EUR"
    both = await asyncio.gather(*(came_in(billed, where, row) for _ in range(2)))
    assert sorted(each.statement.added for each in both) == [0, 1]
    assert await paid(acme, invoice) == GROSS and await held(acme) == 0


async def test_more_than_is_open_is_refused_and_nothing_booked(billed: World) -> None:
    acme, where = billed.acme, await opened(billed)
    invoice = await issued(billed, acme)
    await came_in(billed, where, "2000.00,Somebody,,unclear,,EUR")
    (entry,) = await entries(where)
    parts = (Part(None, Decimal("10.00")), Part(invoice.number, Decimal("1168.51")))
    with pytest.raises(allocation.TooMuch):
        await _assign(billed, acme, entry, *parts)
    assert (await paid(acme, invoice), await held(acme)) == (0, 0)
    assert (await entries(where))[0].allocated == 0


async def test_the_bank_takes_a_transfer_back(billed: World) -> None:
    acme, where = billed.acme, await opened(billed)
    invoice = await issued(billed, acme)
    head = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
    entry = (
        '<Ntry><Amt Ccy="EUR">1168.50</Amt><CdtDbtInd>{}</CdtDbtInd>{}<Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><Dt>2026-12-01</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>E-1</EndToEndId>"
        f"</Refs><RmtInf><Ustrd>{invoice.payment_reference}</Ustrd></RmtInf></TxDtls></NtryDtls>"
        "</Ntry>"
    )
    tail = "</Stmt></BkToCstmrStmt></Document>"
    by = billed.finance.principal
    first = f"{head}{entry.format('CRDT', '')}{tail}".encode()
    await verb.begin(matching.take_in, by, where, "camt.053", first)
    assert await paid(acme, invoice) == GROSS
    back = entry.format("DBIT", "<RvslInd>true</RvslInd>")
    both = f"{head}{entry.format('CRDT', '')}{back}{tail}".encode()
    done = await verb.begin(matching.take_in, by, where, "camt.053", both)
    assert done.statement.added == 1
    assert await paid(acme, invoice) == 0
    assert [each.state for each in await entries(where)] == ["reversed", "settled"]


async def test_what_is_not_ours_is_set_aside_and_a_refund_needs_two(billed: World) -> None:
    where = await opened(billed)
    await came_in(billed, where, "3.00,Bank,,interest,,EUR", "9.00,Stray,,wrong account,,EUR")
    interest, stray = await entries(where)
    by = billed.finance.principal
    await verb.perform(bank_entry.not_ours, by, interest.id)
    await verb.perform(bank_entry.reopen, by, interest.id)
    await verb.perform(bank_entry.refund_due, by, stray.id)
    with pytest.raises(bank_entry.OwnRefund):
        await verb.perform(bank_entry.refunded, by, stray.id)
    await verb.perform(bank_entry.refunded, billed.admin.principal, stray.id)
    with pytest.raises(bank_entry.WrongState):
        await verb.perform(bank_entry.reopen, by, stray.id)
    assert [each.state for each in await entries(where)] == ["open", "refunded"]


async def test_a_broken_file_imports_nothing(billed: World) -> None:
    where = await opened(billed)
    with pytest.raises(BrokenStatement, match="line 3, amount"):
        await came_in(billed, where, "3.00,Bank,,x,,EUR", "3;00,Bank,,x,,EUR")
    assert await entries(where) == []
    file = b"day,amount,name,iban,text,e2e,ccy\n2026-12-01,3.00,Bank,,x,,EUR\n"
    seen = await verb.perform(storing.preview, billed.finance.principal, where, "csv", file)
    assert (seen.entries, seen.came_in) == (1, Decimal("3.00")) and await entries(where) == []


async def test_the_balance_is_paid_back_by_two(billed: World) -> None:
    acme, where = billed.acme, await opened(billed)
    invoice = await issued(billed, acme)
    await came_in(billed, where, f"1268.50,Acme,{ACMES},{invoice.number},,EUR")
    by, words = billed.finance.principal, ("EUR", Decimal("100.00"), "They asked for it")
    with pytest.raises(balance.NotEnough):
        await verb.perform(payback.propose, by, "EUR", Decimal("100.01"), "x", tenant=acme.id)
    made, twice = [
        await verb.perform(payback.propose, by, *words, tenant=acme.id) for _ in range(2)
    ]
    with pytest.raises(payback.OwnProposal):
        await verb.perform(payback.approve, by, made.id, tenant=acme.id)
    assert await held(acme) == Decimal("100.00")
    await verb.perform(payback.approve, billed.admin.principal, made.id, tenant=acme.id)
    with pytest.raises(balance.NotEnough):
        await verb.perform(payback.approve, billed.admin.principal, twice.id, tenant=acme.id)
    assert await held(acme) == 0
    seen = await verb.perform(balance.moves, acme.finance.principal, acme.id)
    assert [(each.kind, each.amount) for each in seen] == [
        ("paid_back", Decimal("-100.00")),
        ("overpaid", Decimal("100.00")),
    ]


async def test_who_may_not_sees_nothing_and_changes_nothing(billed: World) -> None:
    acme, where = billed.acme, await opened(billed)
    invoice = await issued(billed, billed.bolt)
    await came_in(billed, where, f"10.00,X,,{invoice.number} unknown,,USD")
    (entry,) = await entries(where)
    for nobody in (billed.agent, billed.manager, acme.finance, acme.admin):
        with pytest.raises(Forbidden):
            await verb.perform(bank_entry.listed, nobody.principal)
        with pytest.raises(Forbidden):
            await verb.perform(
                allocation.assign, nobody.principal, entry.id, (), tenant=billed.bolt.id
            )
    with pytest.raises(NotFound):
        await verb.perform(balance.of_tenant, acme.finance.principal, billed.bolt.id)
    assert (await entries(where))[0] == entry


async def _assign(billed: World, client: Client, entry: BankEntry, *parts: Part) -> None:
    await verb.perform(
        allocation.assign, billed.finance.principal, entry.id, parts, tenant=client.id
    )


async def _parts(billed: World, client: Client, entry: BankEntry) -> list[allocation.Allocation]:
    found: list[allocation.Allocation] = await verb.perform(
        allocation.of_entry, billed.finance.principal, client.id, entry.id, tenant=client.id
    )
    return found


async def _undo(billed: World, client: Client, allocation_id: UUID) -> None:
    await verb.perform(allocation.undo, billed.finance.principal, allocation_id, tenant=client.id)


async def _payments(client: Client, invoice: Invoice) -> list[UUID]:
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT id FROM payment WHERE tenant_id = $1 AND invoice_id = $2",
            *(client.id, invoice.id),
        )
    return [row["id"] for row in rows]


async def test_a_big_statement_is_matched_by_the_worker_and_says_how_far_it_is(
    billed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "BIG", 3)
    monkeypatch.setattr(in_background, "OPEN", in_background.OPEN.replace("LIMIT 25", "LIMIT 3"))
    monkeypatch.setattr(in_background, "BATCH", 3)
    acme, where = billed.acme, await opened(billed)
    invoice = await issued(billed, acme)
    rows = [f"{n + 1}.00,Somebody {n},,No. {n},e{n},EUR" for n in range(3)]
    made = await came_in(billed, where, *rows, f"1168.50,Acme,{ACMES},{invoice.number},e9,EUR")
    assert (made.statement.added, made.outcome) == (4, None), "nothing in the request"
    assert await paid(acme, invoice) == 0

    async def far() -> Progress:
        words = (progress.of_statement, billed.finance.principal, made.statement.id)
        found: Progress = await verb.perform(*words)
        return found

    assert (await in_background.work(), (await far()).seen) == (3, 3)
    assert (await far()).finished_at is None
    assert made.statement.id in {
        each.statement_id for each in await verb.perform(progress.going, billed.finance.principal)
    }
    assert await in_background.work() == 1
    done = await far()
    assert (done.matched, done.remaining, done.finished_at is None) == (1, 3, False)
    assert await paid(acme, invoice) == GROSS
    assert await in_background.work() == 0, "and nothing twice"
    assert all(each.why for each in (await entries(where))[:3]), "why they wait is said"
    with pytest.raises(Forbidden):
        await verb.perform(progress.of_statement, billed.agent.principal, made.statement.id)
