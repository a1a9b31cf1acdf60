"""Who approves what, as it was agreed: with every client, and otherwise with one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tenants import people
from tests import world
from tests.service.desk.approvals.panel import EUR, Story
from underpin.desk.approvals import approvers, asking, policies
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.asking import New
from underpin.desk.approvals.policy import Rule
from underpin.desk.approvals.request import Asked
from underpin.desk.changes import approving, planning
from underpin.desk.changes.planning import Plan
from underpin.desk.changes.risk import Assessment
from underpin.kernel import ids, verb
from underpin.kernel.errors import Forbidden, Malformed

OF_CLIENT, OURS = Wanted("client"), Wanted("provider")


async def ask(story: Story, amount: int, *groups: Wanted) -> list[tuple[str, int, int]]:
    number = await story.raised()
    new = New("chargeable", "A bigger disk", groups, amount=Decimal(amount), currency=EUR)
    found: Asked = await story.ask(story.agent, asking.ask, number, new)
    return [(each.side, each.quorum, each.size) for each in found.groups]


async def agree(story: Story, subject: Any, *rules: Rule) -> None:
    manager = story.board.people.manager.principal
    await story.ask(manager, policies.agree, subject, rules)


async def test_the_closest_rule_says_who_is_asked_and_no_fewer_will_do(story: Story) -> None:
    board = story.board
    three = (board.small.id, board.middle.id, board.big.id)
    dear = Rule((OF_CLIENT, OURS), from_amount=Decimal(500), currency=EUR)
    await agree(story, "chargeable", Rule((Wanted("client", 2, three),)), dear)
    try:
        assert await ask(story, 40) == [("client", 2, 3)]
        assert [each[:2] for each in await ask(story, 500)] == [("client", 1), ("provider", 1)]
        with pytest.raises(Malformed, match="2 of the client"):
            await ask(story, 40, OF_CLIENT)
        with pytest.raises(Malformed, match="calls for"):
            await ask(story, 40, Wanted("client", 2))
        assert await ask(story, 40, Wanted("client", 2, three[1:])) == [("client", 2, 2)]
    finally:
        await story.ask(board.people.manager.principal, policies.to_default, "chargeable")
    assert await ask(story, 40) == [("client", 1, 3)]


async def test_a_changes_risk_decides_and_a_client_may_have_it_otherwise(story: Story) -> None:
    lead, manager = story.lead, story.board.people.manager.principal
    risky = Rule((Wanted("client", 2),), risk="high")
    await verb.perform(policies.say, lead, "change", (Rule((OF_CLIENT,)), risky))
    try:
        asked = await _change(story, "high")
        assert [(each.side, each.quorum) for each in asked.groups] == [("client", 2)]
        await agree(story, "change", Rule((OURS,)))
        asked = await _change(story, "low")
        assert [(each.side, each.quorum) for each in asked.groups] == [("provider", 1)]
        # What the client's own rules do not name stays as it is for every client.
        asked = await _change(story, "high")
        assert [(each.side, each.quorum) for each in asked.groups] == [("client", 2)]
        await agree(story, "change", Rule((OURS,), risk="high"))
        asked = await _change(story, "high")
        assert [(each.side, each.quorum) for each in asked.groups] == [("provider", 1)]
        await story.ask(manager, policies.to_default, "change")
        asked = await _change(story, "low")
        assert [(each.side, each.quorum) for each in asked.groups] == [("client", 1)]
    finally:
        await verb.perform(policies.unsay, lead, "change")


async def _change(story: Story, effect: Any) -> Asked:
    number = await story.raised("change_request")
    starts = story.start.replace(hour=22)
    given = Assessment(effect, effect, is_tested=True, is_reversible=False)
    plan = Plan("Swap it.", given, starts_at=starts, ends_at=starts.replace(hour=23))
    await story.ask(story.agent, planning.draft, number, plan)
    found: Asked = await story.ask(story.agent, approving.ask, number)
    return found


async def test_who_left_is_shown_in_the_rule_and_passed_over(story: Story) -> None:
    board, admin = story.board, story.board.people.admin
    said = ("Lea of Acme", f"lea-{ids.new()}@{board.acme.slug}.example")
    words = (admin, board.acme.id, board.acme.slug, *said)
    lea = await world.member(*words, roles=("approver",), reach=None)
    rule = Rule((Wanted("client", 1, (board.small.id, lea.id)),))
    await agree(story, "catalogue_request", rule)
    try:
        await story.ask(admin.principal, people.deactivate_member, lea.id)
        found = await story.ask(story.agent, policies.of_client, board.acme.id)
        assert {each.id: each.may for each in found.people if each.id in rule.groups[0].people} == {
            board.small.id: True,
            lea.id: False,
        }
        new = New("catalogue_request", "A headset")
        asked = await story.ask(story.agent, asking.ask, await story.raised(), new)
        assert [(each.quorum, each.size) for each in asked.groups] == [(1, 1)]
        await agree(story, "catalogue_request", Rule((Wanted("client", 1, (lea.id,)),)))
        with pytest.raises(approvers.TooFewApprovers, match="name others there"):
            await story.ask(story.agent, asking.ask, await story.raised(), new)
    finally:
        await story.ask(board.people.manager.principal, policies.to_default, "catalogue_request")


async def test_who_could_not_decide_is_not_asked(story: Story) -> None:
    for side, role in (("client", "finance"), ("provider", "finance"), ("client", "requester")):
        group = Wanted(side, roles=(role,))  # type: ignore[arg-type]
        with pytest.raises(Malformed, match="roles of this side"):
            await ask(story, 40, group)


async def test_what_cannot_hold_is_refused_and_nothing_is_kept(story: Story) -> None:
    stranger = Wanted("client", 1, (story.agent.person_id,))  # type: ignore[arg-type]
    for wrong in (
        (Rule(()),),
        (Rule((OURS,), risk="high"),),
        (Rule((OURS,), from_amount=Decimal(1)),),
        (Rule((OURS,)), Rule((OF_CLIENT,))),
        (Rule((Wanted("provider", roles=("approver",)),)),),
        (Rule((stranger,)),),
    ):
        with pytest.raises(Malformed):
            await agree(story, "chargeable", *wrong)
    named = Rule((Wanted("client", 1, (story.board.big.id,)),))
    with pytest.raises(Malformed, match="people are of one client"):
        await verb.perform(policies.say, story.lead, "chargeable", (named,))
    with pytest.raises(Forbidden):
        await story.ask(story.agent, policies.agree, "chargeable", (Rule((OURS,)),))
    kept = await story.ask(story.agent, policies.of_client, story.acme.id)
    assert "chargeable" not in {*kept.own, *kept.default}
