"""What waits for somebody's yes: two of three, spending limits, stand-ins, the end of the time."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import msgspec
import pytest

from tenants import spending, stand_in
from tests import world
from tests.service.desk.approvals.panel import DAY, EUR, HOUR, Story
from underpin.desk.approvals import asking, deciding, reading
from underpin.desk.approvals.approvers import TooFewApprovers, Wanted
from underpin.desk.approvals.asking import New
from underpin.desk.approvals.deciding import AlreadyDecided, MayNotApprove, Said
from underpin.desk.approvals.request import Asked, Ended
from underpin.desk.tickets import talking
from underpin.kernel import db, mail_channel, outgoing, verb, wordings
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import Principal

YES, NO = Said("approved"), Said("refused", "Not this year.")


async def asked(story: Story, *groups: Wanted, **words: object) -> Asked:
    number = words.pop("number", None) or await story.raised()
    new = New("change", "Move the server", groups or (Wanted(),), **words)  # type: ignore[arg-type]
    found: Asked = await story.ask(story.agent, asking.ask, number, new)
    return found


async def decide(story: Story, who: Principal, of: Asked, said: Said = YES) -> str:
    made = await story.ask(who, deciding.decide, of.request.id, said)
    return str(made.state)


async def test_two_of_three_approve_and_the_wait_for_the_client_is_over(story: Story) -> None:
    number = await story.raised()
    found = await asked(story, Wanted(quorum=2), number=number, question="May we on Saturday?")
    assert [(each.quorum, each.size) for each in found.groups] == [(2, 3)]
    await story.at(story.start + HOUR)
    assert (await story.clock(number))["state"] == "paused"
    small, middle = story.board.small.principal, story.board.middle.principal
    assert await decide(story, small, found) == "waiting"
    assert (await story.ticket(number)).state == "waiting_client"
    with pytest.raises(AlreadyDecided):
        await decide(story, small, found)
    assert await decide(story, middle, found) == "approved"
    assert (await story.ticket(number)).state == "open"
    clock = await story.clock(number)
    assert (clock["state"], clock["elapsed_us"]) == ("running", 0), "it stood while they decided"
    with pytest.raises(Ended):
        await decide(story, story.board.big.principal, found)
    (kept,) = await story.ask(story.agent, reading.of_ticket, story.acme.id, number)
    assert [each.decided_by for each in kept.decisions] == [story.board.small.id, middle.person_id]


async def test_a_refusal_ends_it_with_its_reason(story: Story) -> None:
    found = await asked(story, Wanted(quorum=2), Wanted("provider"))
    with pytest.raises(Malformed):
        await decide(story, story.board.small.principal, found, Said("refused"))
    assert await decide(story, story.board.small.principal, found, NO) == "refused"
    one = await story.ask(story.lead, reading.one, story.acme.id, found.request.id)
    assert (one.request.reason, one.decisions[0].decision) == ("Not this year.", "refused")
    with pytest.raises(Ended):
        await decide(story, story.lead, found)


async def test_nobody_approves_above_their_limit(story: Story) -> None:
    words = {"amount": Decimal("640.00"), "currency": EUR}
    found = await asked(story, **words)
    assert found.groups[0].size == 2, "who may spend 100 is not even asked"
    with pytest.raises(NotFound):
        await decide(story, story.board.small.principal, found)
    limit = (story.board.middle.id, EUR, Decimal(500))
    admin = story.board.people.admin.principal
    await story.ask(admin, spending.set_limit, *limit)
    try:
        with pytest.raises(MayNotApprove, match="limit"):
            await decide(story, story.board.middle.principal, found)
        assert (await story.ask(story.lead, reading.one, story.acme.id, found.request.id)) == found
    finally:
        await story.ask(admin, spending.set_limit, *limit[:2], Decimal(1000))
    assert await decide(story, story.board.middle.principal, found) == "approved"
    with pytest.raises(TooFewApprovers):
        await asked(story, amount=Decimal(20_000), currency=EUR)


async def test_nobody_approves_what_they_asked_for(story: Story) -> None:
    big, lead = story.board.big.principal, story.lead
    number = await story.raised(who=big)
    new = New("change", "A new phone", (Wanted(), Wanted("provider")))
    found = await story.ask(lead, asking.ask, number, new)
    assert [each.size for each in found.groups] == [2, 1], "neither Bert nor who put the question"
    for who in (big, lead):
        with pytest.raises(NotFound):
            await decide(story, who, found)
    himself = New("change", "A new phone", (Wanted(people=(story.board.big.id,)),))
    with pytest.raises(TooFewApprovers):
        await story.ask(lead, asking.ask, number, himself)
    with pytest.raises(Forbidden):
        await story.ask(
            story.acme.requester.principal, spending.set_limit, story.acme.requester.id, EUR, 1
        )


async def test_of_many_at_once_one_decides(story: Story) -> None:
    found = await asked(story, Wanted(quorum=1))
    voices = [story.board.small.principal, story.board.middle.principal] * 4
    await world.warm(*[Work(story.acme.id)] * 4)
    said = await asyncio.gather(
        *(decide(story, who, found) for who in voices), return_exceptions=True
    )
    assert said.count("approved") == 1
    assert {type(each) for each in said if each != "approved"} <= {Ended, AlreadyDecided}
    sql = "SELECT count(*) AS n FROM approval_decision WHERE tenant_id = $1 AND request_id = $2"
    row = await story.one(sql, found.request.id)
    assert row is not None and row["n"] == 1


async def test_who_is_away_has_a_stand_in_within_their_limit(story: Story) -> None:
    small, big = story.board.small, story.board.big
    found = await asked(
        story, Wanted(people=(big.id,)), amount=Decimal(4000), currency=EUR, number=None
    )
    with pytest.raises(NotFound):
        await decide(story, small.principal, found)
    words = (small.id, story.start, story.start + DAY)
    made = await story.ask(big.principal, stand_in.name, *words)
    mine = await verb.perform(reading.mine, small.principal)
    assert found.request.id in [each.request.id for each in mine.requests]
    assert await decide(story, small.principal, found) == "approved"
    kept = await story.ask(big.principal, reading.one, story.acme.id, found.request.id)
    assert [(d.approver_id, d.decided_by) for d in kept.decisions] == [(big.id, small.id)]
    await story.ask(big.principal, stand_in.cancel, made.id)
    with pytest.raises(Malformed):
        await story.ask(big.principal, stand_in.name, story.acme.requester.id, *words[1:])


async def test_who_has_not_decided_is_reminded_and_then_it_lapses(story: Story) -> None:
    async with db.open(Work(story.acme.id)):
        await db.execute(
            "UPDATE person SET time_zone = 'Europe/Warsaw' WHERE tenant_id = $1", story.acme.id
        )
    number = await story.raised()
    until = story.start + 10 * DAY
    found = await asked(story, Wanted(quorum=3), number=number, deadline=until, question="May we?")
    await decide(story, story.board.small.principal, found)
    assert len(await _letters(story, found)) == 3
    await story.at(story.start + 6 * DAY)
    letters = await _letters(story, found)
    assert sorted(letters)[:1] != [] and len(letters) == 5, "the two who have not decided"
    text = letters[0]
    assert f"/approvals/{story.acme.key}/{found.request.id}" in text
    assert "approves nothing" in text
    until_there = wordings.moment(until, "en", "Europe/Warsaw")
    assert until_there.endswith("(Europe/Warsaw)")
    assert f"Until: {until_there}" in text, "by the clock on their own wall"
    await story.at(until + HOUR)
    one = await story.ask(story.agent, reading.one, story.acme.id, found.request.id)
    assert one.request.state == "lapsed"
    assert (await story.ticket(number)).state == "open"
    assert len(await _letters(story, found)) == 7


async def _letters(story: Story, found: Asked) -> list[str]:
    async with db.open(Work(story.acme.id)):
        rows = await db.rows(
            "SELECT * FROM outgoing WHERE tenant_id = $1 AND subject_id = $2 AND channel = 'mail'",
            *(story.acme.id, found.request.ticket_id),
        )
    mails = [
        mail_channel.opened(
            outgoing.Outgoing(
                row["tenant_id"],
                row["id"],
                row["channel"],
                row["identity"],
                row["subject_id"],
                msgspec.json.decode(row["payload"]),
                row["simulated"],
            )
        )
        for row in rows
    ]
    return [each.text for each in mails if "pproval is" in each.subject]


async def test_taken_back_and_answered_otherwise(story: Story) -> None:
    number = await story.raised()
    found = await asked(story, number=number, question="May we?")
    withdrawn = await story.ask(story.agent, asking.withdraw, found.request.id, "Not needed.")
    assert (withdrawn.state, (await story.ticket(number)).state) == ("withdrawn", "open")
    again = await asked(story, number=number, question="May we after all?")
    await story.ask(story.anna, talking.reply, number, "Please ask Bert.")
    assert (await story.ticket(number)).state == "open", "a message ends the wait as well"
    assert await decide(story, story.board.big.principal, again) == "approved"


async def test_the_walls_between_clients_and_inside_one(story: Story) -> None:
    here = story.board.people
    found = await asked(story, Wanted(people=(story.board.middle.id,)), Wanted("provider"))
    before = await story.count("event")
    for stranger in (here.bolt.approver, here.stranger, here.caro.approver):
        with pytest.raises((NotFound, Forbidden)):
            await story.ask(stranger.principal, deciding.decide, found.request.id, YES)
        with pytest.raises((NotFound, Forbidden)):
            await story.ask(stranger.principal, reading.one, story.acme.id, found.request.id)
    for who in (story.anna, story.acme.it_partner.principal):
        with pytest.raises(Forbidden):
            await story.ask(who, deciding.decide, found.request.id, YES)
    big = story.board.big.principal
    with pytest.raises(NotFound):
        await story.ask(big, deciding.decide, found.request.id, YES)
    with pytest.raises(NotFound):
        await story.ask(big, reading.one, story.acme.id, found.request.id)
    assert await story.count("event") == before
    assert await decide(story, story.lead, found) == "waiting"
    seen = await story.ask(
        story.board.middle.principal, reading.one, story.acme.id, found.request.id
    )
    assert len(seen.groups) == 2
    assert seen.decisions == (), "who of ours decided is no member's matter"


async def test_a_request_among_ourselves_is_nothing_a_client_sees(story: Story) -> None:
    found = await asked(story, Wanted("provider"))
    number = found.request.ticket_number
    assert await story.ask(story.anna, reading.of_ticket, story.acme.id, number) == []
    assert len(await story.ask(story.agent, reading.of_ticket, story.acme.id, number)) == 1
