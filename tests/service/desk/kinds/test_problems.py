"""Three incidents that are one problem: found, made, known, and resolved together if we say so."""

from __future__ import annotations

import pytest

from tests.service.desk import ground
from tests.service.desk.kinds.conftest import HOUR, Story
from tests.world import Human
from underpin.desk.assets import assets, linking
from underpin.desk.assets.asset import Row
from underpin.desk.kinds import advancing
from underpin.desk.problems import hinting, known_errors, listing, making, problem, similar
from underpin.desk.queues.filtering import Filter
from underpin.desk.tickets import finishing, reading, states
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound


async def alike(story: Story, who: Human, number: int) -> list[str]:
    found = await verb.perform(similar.of_ticket, who.principal, story.acme.id, number)
    return [each.name for each in found]


async def test_incidents_become_a_problem_that_resolves_them(story: Story) -> None:
    agent, acme = story.world.agent, story.acme
    key = acme.key
    said = [f"Zebra labels misprint at dock {dock}" for dock in ("one", "two", "three")]
    incidents = [(await story.raised(each, body="Ribbon smears.")).number for each in said]
    other = await story.raised("Coffee machine offline", body="It says E4.")
    await story.at(HOUR)
    (hint,) = await story.ask(agent, hinting.hints, acme.id)
    assert (hint.by, hint.numbers, hint.before) == ("words", tuple(incidents), 0)
    assert {"zebra", "label", "labels"} & set(hint.said)
    assert await alike(story, agent, incidents[0]) == [f"{key}-{each}" for each in incidents[:0:-1]]
    assert set(await alike(story, story.anna, incidents[0])) == {
        f"{key}-{each}" for each in incidents[1:]
    }
    with pytest.raises(NotFound):
        await alike(story, acme.colleague, incidents[0])

    made = await story.ask(agent, making.make, "Zebra labels misprint at docks", incidents)
    assert (made.type, made.requester_id) == ("problem", story.anna.id)
    assert not await story.ask(agent, hinting.hints, acme.id)
    await story.ask(agent, problem.describe, made.number, "ROOT-OF-STAFF", "Restart the spooler.")
    await story.ask(agent, problem.know, made.number, "Restart the Zebra spooler, then link here.")
    with pytest.raises(problem.NoProblem):
        await story.ask(agent, problem.know, other.number, "No.")

    fourth = await story.raised("Labels misprint on our Zebra", who=acme.colleague)
    beside = await verb.perform(known_errors.beside, agent.principal, acme.id, fourth.number)
    assert [(each.name, each.text) for each in beside] == [
        (f"{key}-{made.number}", "Restart the Zebra spooler, then link here.")
    ]
    page = await verb.perform(listing.page, agent.principal, Filter((acme.id,)))
    (line,) = [each for each in page.lines if each.ticket.number == made.number]
    assert (line.stage, line.incidents, line.open_incidents) == ("known_error", 3, 3)
    await _closed_to_members(story, made.number)

    with pytest.raises(problem.NotResolved):
        await story.ask(agent, problem.resolve_incidents, made.number, incidents, "Fixed.")
    await story.ask(agent, advancing.advance, made.number, "resolved")
    found = await story.ask(agent, problem.of_ticket, acme.id, made.number)
    assert found.proposed == tuple(incidents)
    with pytest.raises(Malformed, match="no open incidents"):
        await story.ask(
            agent, problem.resolve_incidents, made.number, [other.number, *incidents], "Fixed."
        )
    assert [await _state(story, each) for each in incidents] == ["new"] * 3
    done = await story.ask(
        agent, problem.resolve_incidents, made.number, incidents[:2], "The driver was replaced."
    )
    assert done == incidents[:2]
    assert [await _state(story, each) for each in incidents] == ["resolved", "resolved", "new"]
    with pytest.raises(states.WrongState):
        await story.ask(agent, problem.know, made.number, "Again.")


async def _state(story: Story, number: int) -> str:
    found = await story.ask(story.world.agent, reading.one, story.acme.id, number)
    return str(found.ticket.state)


async def _closed_to_members(story: Story, number: int) -> None:
    """Whoever of the client sees the problem's ticket reads nothing of what we found out."""
    anna = story.anna
    for wanted in (problem.of_ticket, known_errors.beside):
        with pytest.raises(Forbidden):
            await story.ask(anna, wanted, story.acme.id, number)
    detail = await story.ask(anna, reading.one, story.acme.id, number)
    assert "ROOT-OF-STAFF" not in repr(detail) and "spooler" not in repr(detail)
    with pytest.raises(Exception, match="permission denied"):
        async with db.open(Member(story.acme.id, anna.id)):
            await db.rows("SELECT * FROM problem")


async def test_a_problem_is_not_acknowledged_as_if_the_client_had_asked(story: Story) -> None:
    one = await story.raised("Badge reader beeps", who=story.acme.approver)
    made = await story.ask(story.world.agent, making.make, "Badge readers beep", [one.number])
    await ground.settle(story.acme)
    async with db.open(Work(story.acme.id)):
        told = await db.rows(
            "SELECT ticket_id FROM mail_sent WHERE tenant_id = $1 AND kind = 'acknowledgement'",
            story.acme.id,
        )
    assert one.id in {row["ticket_id"] for row in told}
    assert made.id not in {row["ticket_id"] for row in told}
    with pytest.raises(Malformed):
        await story.ask(story.world.agent, making.make, "Of itself", [made.number])
    with pytest.raises(states.WrongState):
        await story.ask(story.world.agent, finishing.resolve, made.number)


async def test_incidents_on_one_asset_are_hinted_at(story: Story) -> None:
    agent, acme = story.world.agent, story.acme
    firewall = await story.ask(agent, assets.keep, Row(kind="firewall", name="FW-9", serial="S9"))
    numbers = [(await story.raised(said)).number for said in ("Odd noise upstairs", "Door stuck")]
    before = await story.ask(agent, hinting.hints, acme.id)
    assert not any(each.by == "asset" for each in before)
    for number in numbers:
        await story.ask(agent, linking.link, number, firewall)
    found = await story.ask(agent, hinting.hints, acme.id)
    (hint,) = [each for each in found if each.by == "asset"]
    assert (hint.said, hint.numbers) == (("FW-9 (S9)",), tuple(numbers))
