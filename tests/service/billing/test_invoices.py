"""A client's invoices, from draft to paid: what is final stands, and nothing is billed twice."""

from __future__ import annotations

import asyncio
from contextvars import Context
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from billing.invoicing import (
    booking,
    credit_note,
    crediting,
    drafting,
    extras,
    finalising,
    invoices,
    windows,
)
from billing.invoicing.credit_note import CreditNote
from billing.invoicing.crediting import Part
from billing.invoicing.invoices import Invoice
from billing.metered import cut
from billing.payments import payment
from tests import world
from tests.service.billing import ground
from tests.world import Client, World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound, StaleVersion

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


async def _drafted(billed: World, client: Client, month: date) -> Invoice:
    made: Invoice = await verb.perform(
        drafting.draft, billed.finance.principal, month, tenant=client.id
    )
    return made


async def _issued(billed: World, client: Client, month: date) -> Invoice:
    draft = await _drafted(billed, client, month)
    made: Invoice = await verb.perform(
        finalising.finalise,
        billed.finance.principal,
        month,
        draft.inputs_hash,
        tenant=client.id,
    )
    return made


async def test_an_invoice_is_issued_as_it_was_reviewed(billed: World) -> None:
    acme = billed.acme
    await ground.minutes(acme, 90, datetime(2026, 10, 7, 12, tzinfo=UTC))
    draft = await _drafted(billed, acme, OCTOBER)
    assert (draft.state, draft.number, draft.net) == ("draft", None, Decimal("1092.50"))
    made = await _issued(billed, acme, OCTOBER)
    assert made.number == f"{acme.key}-2026-0001"
    assert (made.issued_on, made.due_on) == (date(2026, 12, 3), date(2027, 1, 2))
    assert (made.net, made.tax, made.gross) == (
        Decimal("1092.50"),
        Decimal("251.28"),
        Decimal("1343.78"),
    )
    assert made.lines == draft.lines
    assert [(each.code, each.base, each.tax) for each in made.taxes] == [("S", made.net, made.tax)]


async def test_what_came_since_the_review_stops_the_issue(billed: World) -> None:
    acme = billed.acme
    draft = await _drafted(billed, acme, OCTOBER)
    await ground.minutes(acme, 60, datetime(2026, 10, 30, 12, tzinfo=UTC))
    words = (OCTOBER, draft.inputs_hash)
    with pytest.raises(StaleVersion):
        await verb.perform(finalising.finalise, billed.finance.principal, *words, tenant=acme.id)
    assert (await _drafted(billed, acme, OCTOBER)).number is None
    assert await ground.numbers(acme) == []


async def test_a_month_that_is_not_over_cannot_be_issued(billed: World) -> None:
    december = date(2026, 12, 1)
    draft = await _drafted(billed, billed.acme, december)
    words = (december, draft.inputs_hash)
    with pytest.raises(finalising.NotOver):
        await verb.perform(
            finalising.finalise, billed.finance.principal, *words, tenant=billed.acme.id
        )
    assert await ground.numbers(billed.acme) == []


async def test_what_is_final_cannot_be_drafted_or_changed(billed: World) -> None:
    acme = billed.acme
    made = await _issued(billed, acme, OCTOBER)
    with pytest.raises(drafting.AlreadyFinal):
        await _drafted(billed, acme, OCTOBER)
    attacks = (
        "UPDATE invoice SET net = 0 WHERE tenant_id = $1 AND id = $2",
        "DELETE FROM invoice WHERE tenant_id = $1 AND id = $2",
        "UPDATE invoice_line SET net = 0 WHERE tenant_id = $1 AND invoice_id = $2",
        "DELETE FROM invoice_tax WHERE tenant_id = $1 AND invoice_id = $2",
        "INSERT INTO invoice_tax VALUES ($1, $2, 'Z', 0, 0, 0, '', '')",
    )
    for attack in attacks:
        with pytest.raises(asyncpg.RestrictViolationError):
            async with db.open(Work(acme.id)):
                await db.execute(attack, acme.id, made.id)
    async with db.open(Work(acme.id)):
        assert await invoices.one(acme.id, made.id) == made


async def test_late_usage_comes_on_the_next_invoice(billed: World) -> None:
    acme = billed.acme
    await ground.minutes(acme, 60, datetime(2026, 10, 7, 12, tzinfo=UTC))
    first = await _issued(billed, acme, OCTOBER)
    await ground.minutes(acme, 30, datetime(2026, 10, 31, 22, tzinfo=UTC))
    await ground.minutes(acme, 120, datetime(2026, 11, 2, 12, tzinfo=UTC))
    second = await _issued(billed, acme, NOVEMBER)
    assert second.number == f"{acme.key}-2026-0002"
    assert [(line.period_start, line.net) for line in second.lines] == [
        (OCTOBER, Decimal("47.50")),
        (NOVEMBER, Decimal("950.00")),
        (NOVEMBER, Decimal("190.00")),
    ]
    assert first.net + second.net == Decimal("950.00") * 2 + Decimal(95) * Decimal("3.5")


async def test_a_draft_repeated_over_the_same_cut_is_the_same(billed: World) -> None:
    acme = billed.acme
    await ground.minutes(acme, 75, datetime(2026, 10, 7, 12, tzinfo=UTC))
    once, again = [await _drafted(billed, acme, OCTOBER) for _ in range(2)]
    assert again.cut > once.cut
    assert (again.lines, again.taxes, again.inputs_hash) == (
        once.lines,
        once.taxes,
        once.inputs_hash,
    )


async def test_an_entry_being_stored_is_waited_for_and_falls_into_the_cut(billed: World) -> None:
    """Closing the cut is not ahead of what is under way, whose time is older than its commit."""
    acme = billed.acme
    stored, go_on = asyncio.Event(), asyncio.Event()

    async def store() -> None:
        async with db.open(Work(acme.id)):
            await cut.current(acme.id)
            stored.set()
            await go_on.wait()
            await db.execute(
                "INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, "
                "dimensions, happened_at, stored_at, cut) VALUES ($1, $2, 'test', 'slow', "
                "'staff_minutes', 60, '{}', $3, $3, $4)",
                *(acme.id, ids.new(), datetime(2026, 10, 5, tzinfo=UTC)),
                await cut.current(acme.id),
            )

    storing = asyncio.create_task(store())
    await stored.wait()
    drafting_it = asyncio.create_task(_drafted(billed, acme, OCTOBER))
    _, waiting = await asyncio.wait({drafting_it}, timeout=0.3)
    assert waiting, "the draft waits for the entry"
    go_on.set()
    await storing
    assert (await drafting_it).net == Decimal("1045.00")


async def test_an_extra_line_stands_on_one_invoice(billed: World) -> None:
    acme = billed.acme
    words = ("A label printer", Decimal(2), Decimal("199.90"))
    line = await verb.perform(
        extras.add,
        billed.finance.principal,
        *words,
        currency="EUR",
        on_day=date(2026, 10, 20),
        tenant=acme.id,
    )
    first = await _issued(billed, acme, OCTOBER)
    second = await _issued(billed, acme, NOVEMBER)
    assert [each.net for each in first.lines] == [Decimal("950.00"), Decimal("399.80")]
    assert [each.net for each in second.lines] == [Decimal("950.00")]
    with pytest.raises(NotFound):
        await verb.perform(extras.remove, billed.finance.principal, line, tenant=acme.id)


async def test_a_line_removed_while_the_invoice_is_made_is_on_none(
    billed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, finance = billed.acme, billed.finance.principal
    of = {"currency": "EUR", "on_day": date(2026, 10, 21)}
    words = ("Ordered by mistake", Decimal(1), Decimal(80))
    line = await verb.perform(extras.add, finance, *words, tenant=acme.id, **of)
    drafted = await _drafted(billed, acme, OCTOBER)
    read = extras.waiting

    async def and_gone(*asked: Any) -> Any:
        found = await read(*asked)
        removed = verb.perform(extras.remove, finance, line, tenant=acme.id)
        await asyncio.create_task(removed, context=Context())  # somebody else, meanwhile
        return found

    monkeypatch.setattr(extras, "waiting", and_gone)
    with pytest.raises(StaleVersion):
        await verb.perform(
            finalising.finalise, finance, OCTOBER, drafted.inputs_hash, tenant=acme.id
        )
    monkeypatch.undo()
    issued = await _issued(billed, acme, OCTOBER)
    assert (issued.number, issued.net) == (f"{acme.key}-2026-0001", Decimal("950.00"))


async def test_a_credit_note_needs_a_second_person_and_leaves_no_cent(billed: World) -> None:
    acme = billed.acme
    await ground.minutes(acme, 65, datetime(2026, 10, 7, 12, tzinfo=UTC))
    invoice = await _issued(billed, acme, OCTOBER)
    part = await _proposed(billed, invoice, (Part(2, Decimal("33.33")),))
    with pytest.raises(credit_note.OwnProposal):
        await _decide(billed.finance, invoice, part)
    assert await _credited(billed, invoice) == Decimal(0)
    issued = await _decide(billed.admin, invoice, part)
    assert issued.number == f"{acme.key}-2026-C0001"
    rest = await _decide(billed.admin, invoice, await _proposed(billed, invoice))
    assert await _credited(billed, invoice) == invoice.gross
    assert issued.tax + rest.tax == invoice.tax
    with pytest.raises(crediting.check.Invalid):
        await _proposed(billed, invoice)
    with pytest.raises(credit_note.Decided):
        await _decide(billed.admin, invoice, rest)


async def test_no_more_is_credited_than_was_billed(billed: World) -> None:
    invoice = await _issued(billed, billed.acme, OCTOBER)
    one, other = [await _proposed(billed, invoice, (Part(1, Decimal("500.00")),)) for _ in range(2)]
    await _decide(billed.admin, invoice, one)
    with pytest.raises(crediting.TooMuch):
        await _decide(billed.admin, invoice, other)
    assert await _credited(billed, invoice) == Decimal("615.00")
    with pytest.raises(crediting.TooMuch):
        await _proposed(billed, invoice, (Part(1, Decimal("450.01")),))


async def test_a_correction_is_rated_anew_and_a_favour_is_not(billed: World) -> None:
    acme = billed.acme
    october = await _issued(billed, acme, OCTOBER)
    favour = await _proposed(billed, october, (Part(1, Decimal("100.00")),))
    await _decide(billed.admin, october, favour)
    wrong = await _proposed(billed, october, (Part(1, Decimal("50.00")),), correction=True)
    await _decide(billed.admin, october, wrong)
    november = await _issued(billed, acme, NOVEMBER)
    assert [(line.period_start, line.net) for line in november.lines] == [
        (OCTOBER, Decimal("50.00")),
        (NOVEMBER, Decimal("950.00")),
    ]
    async with db.open(Work(acme.id)):
        account = await drafting.price_list.account_of(acme.id)
        assert account is not None
        stands = await booking.standing(acme.id, account.subscription.id, [OCTOBER], "EUR")
    assert sum(each.net.amount for each in stands) == Decimal("950.00")


async def test_payments_settle_an_invoice(billed: World) -> None:
    acme = billed.acme
    invoice = await _issued(billed, acme, OCTOBER)
    for amount, on in ((Decimal("1000.00"), 10), (Decimal("168.50"), 20)):
        words = (invoice.number, amount, date(2026, 12, on))
        await verb.perform(payment.record, billed.finance.principal, *words, tenant=acme.id)
        (listed,) = await _listed(billed.finance, acme)
        if on == 10:
            assert listed.open == Decimal("168.50")
            assert listed.overdue(date(2027, 1, 3)) and not listed.overdue(date(2027, 1, 2))
    assert listed.open == 0 and not listed.overdue(date(2027, 1, 3))


async def test_a_client_reads_what_was_issued_to_it_and_nothing_else(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    issued = await _issued(billed, acme, OCTOBER)
    await _drafted(billed, acme, NOVEMBER)
    await _issued(billed, bolt, OCTOBER)
    proposed = await _proposed(billed, issued, (Part(1, Decimal("10.00")),))
    assert [each.number for each in await _listed(acme.finance, acme)] == [issued.number]
    for member in (acme.finance, acme.admin):
        words = (acme.id, issued.number)
        seen = await verb.perform(invoices.by_number, member.principal, *words)
        assert (seen.lines, seen.taxes) == (issued.lines, issued.taxes)
        assert await verb.perform(credit_note.of_invoice, member.principal, *words) == []
    with pytest.raises(Forbidden):
        await _listed(acme.requester, acme)
    for stranger in (bolt.finance, bolt.admin):
        with pytest.raises(NotFound):
            await verb.perform(invoices.by_number, stranger.principal, acme.id, issued.number)
    await _decide(billed.admin, issued, proposed)
    words = (acme.id, issued.number)
    (note,) = await verb.perform(credit_note.of_invoice, acme.finance.principal, *words)
    assert note.net == Decimal("10.00")


async def test_numbers_have_no_gap_whoever_issues_at_once(billed: World) -> None:
    """Each client's series is its own, and what fails takes no number."""
    acme = billed.acme
    months = [date(2026, 9, 1), OCTOBER, NOVEMBER]
    drafts = [await _drafted(billed, acme, month) for month in months]
    words = [
        (month, "something else" if n == 1 else draft.inputs_hash)
        for n, (month, draft) in enumerate(zip(months, drafts, strict=True))
    ]
    done = await asyncio.gather(
        *(
            verb.perform(finalising.finalise, billed.finance.principal, *each, tenant=acme.id)
            for each in words
        ),
        return_exceptions=True,
    )
    assert [isinstance(each, Invoice) for each in done] == [True, False, True]
    assert await ground.numbers(acme) == [f"{acme.key}-2026-0001", f"{acme.key}-2026-0002"]
    await _issued(billed, billed.bolt, OCTOBER)
    assert await ground.numbers(billed.bolt) == [f"{billed.bolt.key}-2026-0001"]


def test_a_window_ends_where_its_month_does() -> None:
    assert windows.last_day(windows.month(date(2028, 2, 3))) == date(2028, 2, 29)


async def _proposed(
    billed: World, invoice: Invoice, parts: tuple[Part, ...] = (), *, correction: bool = False
) -> CreditNote:
    made: CreditNote = await verb.perform(
        credit_note.propose,
        billed.finance.principal,
        invoice.number,
        "Billed by mistake",
        parts,
        is_correction=correction,
        tenant=billed.acme.id,
    )
    assert made.state == "proposed"
    return made


async def _decide(by: world.Human, invoice: Invoice, note: CreditNote) -> CreditNote:
    tenant = by.principal.tenants[str(invoice.number).split("-")[0]]
    made: CreditNote = await verb.perform(
        credit_note.issue, by.principal, invoice.number, note.id, tenant=tenant
    )
    return made


async def _credited(billed: World, invoice: Invoice) -> Decimal:
    async with db.open(Work(billed.acme.id)):
        return (await invoices.one(billed.acme.id, invoice.id)).credited


async def _listed(by: world.Human, client: Client) -> list[invoices.Summary]:
    found: list[invoices.Summary] = await verb.perform(
        invoices.of_tenant, by.principal, client.id, tenant=client.id
    )
    return found
