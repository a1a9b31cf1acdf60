"""A change from its plan to its review; its ticket's resolution waits for the window."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.compliance.outages import maintenance
from tests.service.desk import ground
from tests.service.desk.approvals.panel import DAY, HOUR, Story
from underpin.desk.approvals import deciding
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.deciding import Said
from underpin.desk.changes import approving, doing, planning, reading, template
from underpin.desk.changes.change import Change
from underpin.desk.changes.course import NotNow
from underpin.desk.changes.planning import NoChange, Plan
from underpin.desk.changes.risk import Assessment
from underpin.desk.tickets import finishing
from underpin.desk.tickets.states import WrongState
from underpin.kernel import verb
from underpin.kernel.errors import Malformed, NotFound

SAFE = Assessment("low", "low", is_tested=True, is_reversible=True)
TWO_DAYS = 2 * DAY


def plan(story: Story, after: timedelta = TWO_DAYS, **words: Any) -> Plan:
    given = {"assessed": SAFE, "back_out": "Switch back.", **words}
    begins = story.start + after
    return Plan("Switch over.", starts_at=begins, ends_at=begins + 4 * HOUR, **given)


async def drafted(story: Story, **words: Any) -> int:
    number = await story.raised("change_request")
    await story.ask(story.agent, planning.draft, number, plan(story, **words))
    return number


async def approved(story: Story, number: int) -> None:
    asked = await story.ask(story.agent, approving.ask, number)
    for who in (story.board.big.principal, story.lead):
        await story.ask(who, deciding.decide, asked.request.id, Said("approved"))


async def change(story: Story, number: int) -> Change:
    found = await story.ask(story.agent, reading.of_ticket, story.acme.id, number)
    assert isinstance(found, Change)
    return found


async def test_a_change_waits_for_its_window_and_its_resolution_with_it(story: Story) -> None:
    number = await drafted(story)
    assert (await change(story, number)).risk == "low"
    before = await story.clock(number)
    await approved(story, number)
    assert (await change(story, number)).state == "approved"
    await story.at(story.start + HOUR)
    await story.ask(story.agent, doing.schedule, number, body="On Wednesday at 8.")
    assert (await story.ticket(number)).state == "scheduled"
    assert (await story.clock(number))["state"] == "paused"
    with pytest.raises(NotNow, match="window"):
        await story.ask(story.agent, doing.begin, number)
    await story.at(story.start + TWO_DAYS + HOUR)
    clock = await story.clock(number)
    assert (await story.ticket(number)).state == "open"
    assert clock["state"] == "running"
    assert clock["due_at"] == before["due_at"] + TWO_DAYS - HOUR, "from the window's first instant"
    await story.ask(story.agent, doing.begin, number)
    with pytest.raises(WrongState, match="in_progress"):
        await story.ask(story.agent, finishing.resolve, number)
    await story.ask(story.agent, doing.finish, number, "done")
    assert (await story.ask(story.agent, finishing.resolve, number)).state == "resolved"


async def test_what_was_approved_and_is_rewritten_is_asked_anew(story: Story) -> None:
    number = await drafted(story)
    await approved(story, number)
    await story.ask(story.agent, doing.schedule, number)
    moved = plan(story, 3 * DAY)
    rewritten = await story.ask(story.agent, planning.draft, number, moved)
    assert (rewritten.state, rewritten.request_id) == ("draft", None)
    assert (await story.ticket(number)).state == "open"
    with pytest.raises(NotNow):
        await story.ask(story.agent, doing.schedule, number)
    asked = await story.ask(story.agent, approving.ask, number)
    refused = Said("refused", "Not in that week.")
    await story.ask(story.board.small.principal, deciding.decide, asked.request.id, refused)
    assert (await change(story, number)).state == "draft"
    asked = await story.ask(story.agent, approving.ask, number)
    await story.ask(story.agent, planning.cancel, number, "The client bought a new one.")
    assert (await change(story, number)).state == "cancelled"
    kept = await story.one(
        "SELECT state FROM approval_request WHERE tenant_id = $1 AND id = $2", asked.request.id
    )
    assert kept is not None and kept["state"] == "withdrawn"


async def test_an_emergency_begins_with_our_own_yes_and_is_looked_back_at(story: Story) -> None:
    number = await story.raised("change_request")
    hurried = Plan("Pull the plug.", Assessment("high", "high"), "emergency")
    await story.ask(story.agent, planning.draft, number, hurried)
    asked = await story.ask(story.agent, approving.ask, number)
    assert [each.side for each in asked.groups] == ["provider"]
    with pytest.raises(NotNow):
        await story.ask(story.agent, doing.begin, number)
    await story.ask(story.lead, deciding.decide, asked.request.id, Said("approved"))
    await story.ask(story.agent, doing.begin, number)
    with pytest.raises(Malformed):
        await story.ask(story.agent, doing.finish, number, "backed_out")
    await story.ask(story.agent, doing.finish, number, "backed_out", "It did not come up again.")
    with pytest.raises(WrongState, match="review"):
        await story.ask(story.agent, finishing.resolve, number)
    with pytest.raises(doing.OwnReview):
        await story.ask(story.agent, doing.review, number, "All well.")
    await story.ask(story.lead, doing.review, number, "Have a spare part.")
    assert (await story.ask(story.agent, finishing.resolve, number)).state == "resolved"


async def test_a_standard_change_is_approved_with_its_template(story: Story) -> None:
    admin = story.board.people.admin.principal
    said = template.Said(f"Add a mailbox {story.start.date()}", "Add it.", SAFE)
    made = await verb.perform(template.write, story.lead, said)
    number = await story.raised("change_request")
    with pytest.raises(NotFound):
        await story.ask(story.agent, planning.from_template, number, made.id)
    with pytest.raises(template.NotToBeApproved):
        await verb.perform(template.approve, story.lead, made.id)
    await verb.perform(template.approve, admin, made.id)
    standard = await story.ask(story.agent, planning.from_template, number, made.id)
    assert (standard.kind, standard.state) == ("standard", "approved")
    with pytest.raises(Malformed):
        await story.ask(story.agent, doing.schedule, number)
    window = (story.start + DAY, story.start + DAY + HOUR)
    assert (await story.ask(story.agent, doing.schedule, number, *window)).state == "scheduled"
    risky = template.Said(f"Move it {story.start.date()}", "x", Assessment("high", "high"))
    high = await verb.perform(template.write, story.lead, risky)
    with pytest.raises(template.NotToBeApproved, match="high"):
        await verb.perform(template.approve, admin, high.id)
    other = await story.raised()
    with pytest.raises(NoChange):
        await story.ask(story.agent, planning.draft, other, plan(story))


async def test_the_calendar_and_what_clashes(story: Story) -> None:
    first, second = await drafted(story), await drafted(story, after=TWO_DAYS + HOUR)
    begins = story.start + TWO_DAYS
    service: Any = ground.service(story.acme)
    admin = story.board.people.admin.principal
    await story.ask(admin, maintenance.announce, service, begins + HOUR, begins + 2 * HOUR)
    words = (story.acme.id, second, begins + HOUR, begins + 3 * HOUR)
    found = await verb.perform(reading.clashes, story.agent, *words)
    assert [(each.what, each.same_service) for each in found] == [
        ("change", True),
        ("maintenance", True),
    ]
    assert found[0].name.startswith(f"{story.acme.key}-{first} ")
    window = (story.start, story.start + 7 * DAY)
    planned = await verb.perform(reading.calendar, story.agent, *window)
    numbers = [each.number for each in planned]
    assert numbers == [f"{story.acme.key}-{first}", f"{story.acme.key}-{second}", None]
    stranger = story.board.people.stranger.principal
    assert await verb.perform(reading.calendar, stranger, *window) == []
    with pytest.raises(NotFound):
        await verb.perform(reading.clashes, stranger, *words)


async def test_who_is_asked_sees_the_change_and_nobody_else(story: Story) -> None:
    number = await drafted(story)
    asked = await story.ask(story.agent, approving.ask, number)
    big = story.board.big.principal
    found = await story.ask(big, reading.of_request, story.acme.id, asked.request.id)
    assert found.plan == "Switch over."
    other = await drafted(story)
    with pytest.raises(Malformed, match="client"):
        await story.ask(story.agent, approving.ask, other, (Wanted("provider"),))
    colleague = story.acme.it_partner.principal
    with pytest.raises(NotFound):
        await story.ask(colleague, reading.of_ticket, story.acme.id, number)
