"""What a client owes: due, reminded of, questioned, given up; and what agents are shown of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.invoicing import credit_note, crediting, drafting, invoices
from billing.receivables import (
    ageing,
    payment_terms,
    question,
    receivable,
    reminding,
    write_off,
)
from billing.receivables.payment_terms import Terms
from billing.receivables.reminder_plan import Level
from tenants import standing
from tests.service.billing import owed
from tests.service.billing.owed import GROSS, NOVEMBER, done, issued, overdue_since, stands
from tests.world import World
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound

OWN = (Level(3), Level(14, {"EUR": Decimal("5.00")}))
MORNING = datetime(2027, 1, 3, 7, 1, tzinfo=UTC)  # past eight in Berlin, the day after it was due


def january(day: int) -> datetime:
    return MORNING.replace(day=day)


async def test_an_invoice_becomes_overdue_on_the_clients_morning_and_agents_see_it(
    billed: World,
) -> None:
    acme = billed.acme
    invoice = await issued(billed, acme)
    assert (await stands(acme.finance, acme, invoice)).state == "open"
    await owed.pay(billed, acme, invoice, "168.50")
    assert (await stands(acme.finance, acme, invoice)).state == "partly_paid"
    await owed.passes(acme, MORNING.replace(day=2))
    assert await overdue_since(billed, acme) is None
    await owed.passes(acme, MORNING)
    assert await overdue_since(billed, acme) == date(2027, 1, 3)
    listed = await verb.perform(standing.overdue, billed.agent.principal)
    assert [each.tenant_id for each in listed] == [acme.id]
    assert (await stands(acme.finance, acme, invoice)).state == "overdue"
    await owed.pay(billed, acme, invoice, "1000.00")
    assert await overdue_since(billed, acme) is None
    assert (await stands(acme.finance, acme, invoice)).state == "paid"


async def test_terms_agreed_with_a_client_make_the_due_day(billed: World) -> None:
    acme = billed.acme
    await done(billed.finance, acme, payment_terms.agree, Terms(14, end_of_month=True))
    assert (await issued(billed, acme)).due_on == date(2026, 12, 31)
    assert (await issued(billed, billed.bolt)).due_on == date(2027, 1, 2)
    with pytest.raises(Forbidden):
        await done(acme.finance, acme, payment_terms.agree, Terms())


async def test_reminders_go_to_the_finance_people_each_level_once(billed: World) -> None:
    acme = billed.acme
    await done(billed.finance, acme, payment_terms.agree, Terms(reminders=OWN))
    invoice = await issued(billed, acme)
    async with db.open(Work(acme.id)):
        await db.execute(
            "UPDATE person SET locale = 'pl' WHERE tenant_id = $1 AND id = $2",
            *(acme.id, acme.finance.id),
        )
    for day in (3, 4, 5, 6, 15, 16, 17, 30):
        await owed.passes(acme, january(day))
    sent = await done(acme.finance, acme, reminding.of_invoice, acme.id, invoice.number)
    assert [(each.level, each.amount, each.mailed) for each in sent] == [
        (1, GROSS, 1),
        (2, GROSS, 1),
    ]
    assert [each.sent_at.day for each in sent] == [5, 16]
    first, second = await owed.mails(acme)
    assert first.subject == f"Przypomnienie: faktura {invoice.number}"
    assert [each.address for each in first.to] == [acme.finance.email]
    assert f"/invoices/{invoice.number}\n" in first.text
    assert "5,00 €" not in first.text.replace("\u00a0", " ")
    assert "5,00 €" in second.text.replace("\u00a0", " ")
    january_ = await done(billed.finance, acme, drafting.draft, date(2027, 1, 1))
    fee = january_.lines[-1]
    assert (fee.net, fee.tax_code) == (Decimal("5.00"), "E")


async def test_reminders_agreed_later_reach_what_is_open(billed: World) -> None:
    acme = billed.acme
    await issued(billed, acme)
    await owed.passes(acme, january(9))
    assert await owed.mails(acme) == []
    await done(billed.finance, acme, payment_terms.agree, Terms(reminders=OWN))
    await owed.passes(acme, january(10))
    assert len(await owed.mails(acme)) == 1
    await done(billed.finance, acme, payment_terms.agree, Terms(reminders=()))
    await owed.passes(acme, january(31))
    assert len(await owed.mails(acme)) == 1


async def test_who_has_paid_is_not_reminded(billed: World) -> None:
    acme = billed.acme
    await done(billed.finance, acme, payment_terms.agree, Terms(reminders=OWN))
    invoice = await issued(billed, acme)
    await owed.pay(billed, acme, invoice, "1168.50")
    await owed.passes(acme, january(30))
    assert await owed.mails(acme) == []


async def test_a_questioned_line_leaves_dunning_until_it_is_explained(billed: World) -> None:
    acme = billed.acme
    await done(billed.finance, acme, payment_terms.agree, Terms(reminders=OWN))
    invoice = await issued(billed, acme)
    asked = await done(acme.finance, acme, question.ask, invoice.number, 1, "We left in September")
    with pytest.raises(question.AskedAlready):
        await done(acme.admin, acme, question.ask, invoice.number, 1, "And I say so too")
    stood = await stands(acme.finance, acme, invoice)
    assert (stood.state, stood.open, stood.dunned) == ("questioned", GROSS, 0)
    await owed.passes(acme, january(10))
    assert await owed.mails(acme) == [] and await overdue_since(billed, acme) is None
    words = (invoice.number, asked.id, "The contract runs until May")
    await done(billed.finance, acme, question.explain, *words)
    assert (await stands(acme.finance, acme, invoice)).state == "overdue"
    await owed.passes(acme, january(11))
    assert len(await owed.mails(acme)) == 1
    seen = await done(acme.admin, acme, question.of_invoice, acme.id, invoice.number)
    assert [(each.words, each.answer) for each in seen] == [("We left in September", words[2])]
    with pytest.raises(question.Answered):
        await done(billed.finance, acme, question.explain, *words)


async def test_an_accepted_question_becomes_a_note_that_another_issues(billed: World) -> None:
    acme = billed.acme
    invoice = await issued(billed, acme)
    asked = await done(acme.finance, acme, question.ask, invoice.number, 1, "Half was agreed")
    words = (invoice.number, asked.id, "You are right", Decimal("475.00"))
    accepted = await done(billed.finance, acme, question.accept, *words)
    assert (await stands(acme.finance, acme, invoice)).dunned == 0
    with pytest.raises(credit_note.OwnProposal):
        await done(billed.finance, acme, credit_note.issue, invoice.number, accepted.credit_note_id)
    await done(billed.admin, acme, credit_note.issue, invoice.number, accepted.credit_note_id)
    stood = await stands(acme.finance, acme, invoice)
    assert (stood.open, stood.dunned) == (Decimal("584.25"), Decimal("584.25"))


async def test_who_may_question_and_about_what(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    invoice = await issued(billed, acme)
    for nobody in (acme.requester, acme.approver):
        with pytest.raises(Forbidden):
            await done(nobody, acme, question.ask, invoice.number, 1, "Why?")
    for words in ((invoice.number, 9, "Why?"), ("NOBODY-2026-0001", 1, "Why?")):
        with pytest.raises(NotFound):
            await done(acme.finance, acme, question.ask, *words)
    with pytest.raises(NotFound):
        await done(bolt.finance, bolt, question.ask, invoice.number, 1, "Why?")
    with pytest.raises(Malformed):
        await done(acme.finance, acme, question.ask, invoice.number, 1, " ")
    assert await done(acme.finance, acme, question.of_invoice, acme.id, invoice.number) == []


async def test_writing_off_takes_two_and_corrects_the_tax(billed: World) -> None:
    acme = billed.acme
    invoice = await issued(billed, acme)
    await owed.pay(billed, acme, invoice, "1000.00")
    made = await done(billed.finance, acme, write_off.propose, invoice.number, "Insolvent")
    with pytest.raises(write_off.OwnProposal):
        await done(billed.finance, acme, write_off.approve, made.id)
    with pytest.raises(write_off.Proposed):
        await done(billed.admin, acme, write_off.propose, invoice.number, "Insolvent")
    assert (await stands(acme.finance, acme, invoice)).open == Decimal("168.50")
    done_with = await done(billed.admin, acme, write_off.approve, made.id)
    stood = await stands(acme.finance, acme, invoice)
    assert (stood.state, stood.open) == ("written_off", 0)
    (note,) = await done(acme.finance, acme, credit_note.of_invoice, acme.id, invoice.number)
    assert note.id == done_with.credit_note_id
    assert (note.net, note.tax, note.reason) == (Decimal("136.99"), Decimal("31.51"), "Insolvent")
    with pytest.raises(write_off.Decided):
        await done(billed.admin, acme, write_off.refuse, made.id)


async def test_what_was_paid_meanwhile_is_not_written_off(billed: World) -> None:
    acme = billed.acme
    invoice = await issued(billed, acme)
    made = await done(billed.finance, acme, write_off.propose, invoice.number, "Insolvent")
    await owed.pay(billed, acme, invoice, "1000.00")
    with pytest.raises(write_off.Moved):
        await done(billed.admin, acme, write_off.approve, made.id)
    await owed.pay(billed, acme, invoice, "168.50")
    with pytest.raises(write_off.NothingOpen):
        await done(billed.finance, acme, write_off.propose, invoice.number, "Insolvent")
    assert (await stands(acme.finance, acme, invoice)).credited == 0


async def test_ageing_is_exact_per_client_and_over_all(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    first, second = await issued(billed, acme), await issued(billed, acme, NOVEMBER)
    other = await issued(billed, bolt)
    await owed.pay(billed, acme, first, "168.50")
    await owed.pay(billed, bolt, other, "1200.00")
    await done(acme.finance, acme, question.ask, second.number, 1, "What is this?")
    await owed.passes(acme, datetime(2027, 2, 3, 12, tzinfo=UTC))
    (aged,) = await done(acme.finance, acme, ageing.of_tenant, acme.id)
    assert (aged.current, aged.days_1_30, aged.days_31_60) == (0, 0, Decimal("2168.50"))
    assert (aged.total, aged.questioned) == (Decimal("2168.50"), GROSS)
    found = await verb.perform(ageing.over_all, billed.finance.principal)
    assert [(each.client, each.total, each.owed_to_client) for each in found] == [
        (acme.key, Decimal("2168.50"), 0),
        (bolt.key, 0, Decimal("31.50")),
        (None, Decimal("2168.50"), Decimal("31.50")),
    ]
    with pytest.raises(NotFound):
        await done(bolt.finance, bolt, ageing.of_tenant, acme.id)


async def test_the_row_of_what_is_open_is_what_the_documents_come_to(billed: World) -> None:
    acme = billed.acme
    invoice = await issued(billed, acme)
    await owed.pay(billed, acme, invoice, "500.00")
    part = (crediting.Part(1, Decimal("50.00")),)
    words = (invoice.number, "A favour", part)
    note = await done(billed.finance, acme, credit_note.propose, *words)
    await done(billed.admin, acme, credit_note.issue, invoice.number, note.id)
    (row,) = await done(acme.finance, acme, receivable.of_tenant, acme.id)
    async with db.open(Work(acme.id)):
        whole = await invoices.one(acme.id, invoice.id)
    assert (row.credited, row.paid) == (whole.credited, whole.paid)
    assert row.open == whole.gross - whole.credited - whole.paid == Decimal("607.00")
