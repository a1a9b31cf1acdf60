"""Chargeable work waits for a yes, and no technician's entry is ever lost; contract changes land
with the account manager."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.service.desk.approvals.panel import EUR, HOUR, Board, Story
from underpin.desk.approvals import deciding
from underpin.desk.approvals.approvers import TooFewApprovers
from underpin.desk.approvals.deciding import Said
from underpin.desk.chargeable import estimate, terms, worked
from underpin.desk.chargeable.estimate import Offer
from underpin.desk.chargeable.held_back import AwaitsEstimate
from underpin.desk.chargeable.terms import Terms
from underpin.desk.contract_changes import answering, contract_change, drafting
from underpin.desk.contract_changes.contract_change import NotNow, Quote, Wish
from underpin.desk.tickets import talking, time_entry
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound

YES = Said("approved")
OFFER = Offer(EUR, "Two hours on the firewall.", 120, Decimal(90), question="May we?")


async def logged(story: Story, number: int, minutes: int) -> Any:
    return await story.ask(story.agent, time_entry.log, number, minutes, coverage="chargeable")


async def work(story: Story, number: int) -> Any:
    return await story.ask(story.lead, worked.of_ticket, story.acme.id, number)


@pytest.fixture
async def rated(story: Story) -> Story:
    admin = story.board.people.admin.principal
    await story.ask(admin, terms.agree, Terms(Decimal(90), EUR))
    return story


async def test_chargeable_time_waits_for_the_estimate_and_carries_the_order_number(
    rated: Story,
) -> None:
    story, number = rated, await rated.raised()
    entry = await logged(story, number, 90)
    events = await story.count("event")
    with pytest.raises(AwaitsEstimate, match="90 minutes more"):
        await story.ask(story.lead, time_entry.post, entry)
    assert await story.count("event") == events
    (kept,) = (await work(story, number)).entries
    assert (kept.id, kept.waits, kept.posted_at) == (entry, True, None), "never lost"
    made = await story.ask(story.agent, estimate.make, number, OFFER)
    assert (made.amount, (await story.ticket(number)).state) == (Decimal(180), "waiting_client")
    with pytest.raises(NotFound):
        await story.ask(story.board.small.principal, deciding.decide, made.request_id, YES)
    order = Said("approved", po_number="PO-4711")
    await story.ask(story.board.middle.principal, deciding.decide, made.request_id, order)
    found = await work(story, number)
    assert (found.po_number, found.entries[0].waits) == ("PO-4711", False)
    await story.ask(story.lead, time_entry.post, entry)
    row = await story.one(
        "SELECT body FROM event WHERE tenant_id = $1 AND kind = 'ticket.time_posted' "
        "ORDER BY recorded_at DESC, position DESC LIMIT 1"
    )
    assert row is not None and msgspec.json.decode(row["body"])["po_number"] == "PO-4711"
    beyond = await logged(story, number, 60)
    with pytest.raises(AwaitsEstimate, match="30 minutes more"):
        await story.ask(story.lead, time_entry.post, beyond)
    await story.ask(story.lead, worked.cover, beyond, "no_charge", "Our own mistake.")
    await story.ask(story.lead, time_entry.post, beyond)
    with pytest.raises(worked.AlreadyPosted):
        await story.ask(story.lead, worked.cover, beyond, "chargeable", "After all.")


async def test_within_their_own_limit_nobody_needs_an_estimate(rated: Story) -> None:
    story, small = rated, rated.board.small.principal
    number = await story.raised(who=small)
    within, beyond = await logged(story, number, 60), await logged(story, number, 30)
    await story.ask(story.lead, time_entry.post, within)
    with pytest.raises(AwaitsEstimate):
        await story.ask(story.lead, time_entry.post, beyond)
    made = await story.ask(story.agent, estimate.make, number, OFFER)
    refused = Said("refused", "Too dear.")
    await story.ask(story.board.big.principal, deciding.decide, made.request_id, refused)
    (kept,) = await story.ask(small, estimate.of_ticket, story.acme.id, number)
    assert kept.state == "refused"
    with pytest.raises(AwaitsEstimate):
        await story.ask(story.lead, time_entry.post, beyond)
    dear = Offer(EUR, "A new hall.", amount=Decimal(90_000))
    with pytest.raises(TooFewApprovers):
        await story.ask(story.agent, estimate.make, number, dear)


async def test_who_is_asked_sees_the_estimate_and_no_other_client_does(rated: Story) -> None:
    story, number = rated, await rated.raised()
    made = await story.ask(story.agent, estimate.make, number, OFFER)
    big = story.board.big.principal
    found = await story.ask(big, estimate.of_request, story.acme.id, made.request_id)
    assert found.text == "Two hours on the firewall."
    for who in (story.board.people.stranger, story.board.people.bolt.approver):
        with pytest.raises((NotFound, Forbidden)):
            await story.ask(who.principal, estimate.of_request, story.acme.id, made.request_id)
    with pytest.raises(Forbidden):
        await story.ask(story.anna, estimate.make, number, OFFER)


async def managed(board: Board) -> None:
    async with db.open(Work(board.acme.id)):
        await db.execute(
            "INSERT INTO account (tenant_id, manager_id, since) VALUES ($1, $2, scope_now()) "
            "ON CONFLICT DO NOTHING",
            *(board.acme.id, board.people.manager.id),
        )


async def test_a_contract_change_is_priced_accepted_and_handed_over(story: Story) -> None:
    await managed(story.board)
    manager = story.board.people.manager.principal
    wish = Wish("Ten seats more", "We hire ten people.", "limit")
    asked = await story.ask(story.anna, contract_change.ask, wish)
    async with db.open(Work(story.acme.id)):
        sql = "SELECT number, assignee_id FROM ticket WHERE tenant_id = $1 AND id = $2"
        row = await db.row(sql, story.acme.id, asked.ticket_id)
    assert row is not None and row["assignee_id"] == manager.person_id
    number = row["number"]
    with pytest.raises(NotNow):
        await story.ask(manager, contract_change.hand_over, number, "Plan v3")
    with pytest.raises(Forbidden):
        await story.ask(story.agent, contract_change.quote, number, price(90))
    said = await story.ask(manager, answering.reply, number, "From when on?")
    assert (said.visibility, said.author_name) == ("public", "Manager")
    other = await story.raised()
    messages = await story.count("message")
    for refused, words in ((answering.reply, "We look."), (talking.reply, "We look.")):
        with pytest.raises(Forbidden):
            await story.ask(manager, refused, other, words)
    assert await story.count("message") == messages, "on no other ticket"
    first = await story.ask(manager, contract_change.quote, number, price(640))
    again = await story.ask(manager, contract_change.quote, number, price(480))
    assert (again.amount, again.state) == (Decimal(480), "quoted")
    assert again.request_id != first.request_id
    await story.at(story.start + HOUR)
    await story.ask(story.board.middle.principal, deciding.decide, again.request_id, YES)
    async with db.open(Work(story.acme.id)):
        active = "SELECT agreement_id FROM agreement_version WHERE tenant_id = $1 AND state = $2"
        agreement = await db.value(f"{active} ORDER BY id LIMIT 1", story.acme.id, "active")
    with pytest.raises(NotFound):
        await story.ask(manager, drafting.draft, other, agreement)
    made = await story.ask(manager, drafting.draft, number, agreement)
    assert made.state == "draft", "nothing becomes active by itself"
    seen = await story.ask(story.anna, contract_change.of_ticket, story.acme.id, number)
    assert (seen.amount, seen.state) == (Decimal(480), "handed_over")
    assert seen.reference.endswith(f", version {made.number}")
    with pytest.raises(NotNow):
        await story.ask(manager, contract_change.hand_over, number, "Plan v3")


def price(amount: int) -> Quote:
    return Quote(Decimal(amount), EUR, "month", "Ten seats.", question="Do you agree?")
