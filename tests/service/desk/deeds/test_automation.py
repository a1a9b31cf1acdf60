"""Rules that act by themselves: what they do, for whom, how often, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from contracts import facts
from tests.service.desk import ground
from tests.service.desk.deeds.test_macros import raised
from tests.world import Client, Human, World, browser, staff_person
from underpin.desk.assets import assets, linking
from underpin.desk.assets.asset import Row
from underpin.desk.automation import idle, rules, runs, trying
from underpin.desk.automation.condition import Among, Words
from underpin.desk.automation.rule import Definition, Said
from underpin.desk.automation.said_in import Field
from underpin.desk.checklists import tasks, templates
from underpin.desk.checklists.step import Step
from underpin.desk.deeds.deed import (
    Any,
    Assign,
    BeginTasks,
    MoveTier,
    Note,
    Prioritise,
    SetState,
    Share,
    Tag,
    Tell,
    Untag,
    Write,
)
from underpin.desk.fields import definitions, filling
from underpin.desk.fields.field import New as NewField
from underpin.desk.hands import ways
from underpin.desk.sorting import categories
from underpin.desk.tickets import raising, reading, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound


async def ruled(
    by: Human,
    client: Client,
    name: str,
    when: str,
    *deeds: Any,
    conditions: tuple[object, ...] = (),
    hours: int | None = None,
    stops: bool = False,
    position: int = 100,
) -> UUID:
    """Switched on, for one client."""
    definition = Definition(when, list(deeds), list(conditions), hours)  # type: ignore[arg-type]
    said = Said(name, definition, client.key, position, stops)
    made: UUID = await verb.perform(rules.keep, by.principal, said)
    await verb.perform(rules.switch, by.principal, made, on=True)
    return made


async def seen(by: Human, client: Client, number: int) -> Ticket:
    detail = await verb.perform(reading.one, by.principal, client.id, number, tenant=client.id)
    found: Ticket = detail.ticket
    return found


async def log(by: Human, client: Client, rule_id: UUID) -> list[tuple[str, int]]:
    found = await verb.perform(runs.listed, by.principal, client.id, rule_id, tenant=client.id)
    return [(each.state, each.depth) for each in found]


async def off(by: Human, *rule_ids: UUID) -> None:
    for each in rule_ids:
        await verb.perform(rules.retire, by.principal, each)


PRINTERS = (Words(["print*"]),)


async def test_rules_act_in_their_order_until_one_stops_and_say_so(deeds_world: World) -> None:
    world, client, lead = deeds_world, deeds_world.acme, deeds_world.lead
    last = await ruled(lead, client, "Never reached", "raised", Tag(["late"]), position=30)
    first = await ruled(
        *(lead, client, "Printers", "raised", Tag(["printer"]), MoveTier(2)),
        Write({"en": "Dear {{requester.first_name}}, a technician looks at {{ticket.number}}."}),
        Tell("{{ticket.subject}} at {{client.name}}", staff_id=world.l2.id),
        conditions=PRINTERS,
        position=10,
    )
    second = await ruled(
        *(lead, client, "Urgent printers", "raised"),
        Prioritise("high", "high", "Printers come first here."),
        conditions=(Among("tag", ["printer"]),),
        stops=True,
        position=20,
    )
    number, other = await raised(client, "Printer is gone"), await raised(client, "No mail")
    await ground.settle(client)
    ticket, left = await seen(lead, client, number), await seen(lead, client, other)
    assert (ticket.tier, ticket.priority, left.tier, left.priority) == (2, "P1", 1, "P3")
    assert await log(lead, client, first) == [("done", 1)]
    assert await log(lead, client, second) == [("done", 1)]
    assert await log(lead, client, last) == [("done", 1)], "on the other ticket only"
    detail = await verb.perform(reading.one, lead.principal, client.id, number, tenant=client.id)
    assert [each.body for each in detail.messages if each.author_kind == "worker"] == [
        f"Dear Requester, a technician looks at {client.key}-{number}.",
        "P3 → P1: Printers come first here.",
    ]
    ran = [each.body["rule"] for each in detail.happenings if each.kind == "automation.ran"]
    assert ran == ["Printers", "Urgent printers"]
    for_member = await verb.perform(
        reading.one, client.requester.principal, client.id, number, tenant=client.id
    )
    assert for_member.happenings == []
    replies = [each for each in detail.happenings if each.kind == "ticket.public_reply"]
    assert [each.body["by_person"] for each in replies] == [False], "no person answered"
    assert await _mails(client) >= 1
    await off(lead, first, second, last)


async def _mails(client: Client) -> int:
    async with db.open(Work(client.id)):
        found: int = await db.value(
            "SELECT count(*) FROM outgoing o JOIN ticket t ON t.tenant_id = o.tenant_id "
            "AND t.id = o.subject_id WHERE o.tenant_id = $1 AND o.channel = 'mail'",
            client.id,
        )
    return found


async def test_rules_that_set_each_other_off_end(deeds_world: World) -> None:
    client, lead = deeds_world.acme, deeds_world.lead
    up = await ruled(
        *(lead, client, "Up", "tier_moved", MoveTier(2)),
        conditions=(Among("tier", ["1"]),),
        stops=True,
    )
    down = await ruled(
        *(lead, client, "Down", "tier_moved", MoveTier(1)),
        conditions=(Among("tier", ["2"]),),
        stops=True,
    )
    number = await raised(client)
    await ground.settle(client)
    await verb.perform(working.move_tier, lead.principal, number, 2, tenant=client.id)
    await ground.settle(client)
    assert await log(lead, client, down) == [("done", 3), ("done", 1)]
    assert await log(lead, client, up) == [("stopped", 4), ("done", 2)]
    last = (await verb.perform(runs.listed, lead.principal, client.id, down, tenant=client.id))[0]
    before = (await verb.perform(runs.listed, lead.principal, client.id, up, tenant=client.id))[1]
    assert last.cause_id == before.id, "what it did is told to be an effect of the other"
    assert (await seen(lead, client, number)).tier == 1
    await off(lead, up, down)


async def test_a_rule_that_fails_stops_no_other_and_is_set_aside(deeds_world: World) -> None:
    world, client, lead = deeds_world, deeds_world.bolt, deeds_world.lead
    await ground.settle(client)
    wrong = await ruled(
        *(lead, client, "To nobody here", "raised", Tag(["half"])),
        Assign("person", world.stranger.id),
        position=1,
    )
    right = await ruled(lead, client, "Tag", "raised", Tag(["whole"]), position=2)
    numbers = [await raised(client) for _ in range(6)]
    await ground.settle(client)
    assert [state for state, _ in await log(lead, client, wrong)] == ["failed"] * 5
    assert [state for state, _ in await log(lead, client, right)] == ["done"] * 6
    async with db.open(Work(client.id)):
        tags = await db.rows("SELECT DISTINCT tag FROM ticket_tag WHERE tenant_id = $1", client.id)
    assert "half" not in {row["tag"] for row in tags}
    here = {"tenant": client.id}
    (fault,) = await verb.perform(runs.faults, lead.principal, client.id, **here)
    assert (fault.rule_id, "nobody with this id" in fault.error) == (wrong, True)
    run = (await verb.perform(runs.listed, lead.principal, client.id, wrong, **here))[0]
    with pytest.raises(runs.NotActing):
        await verb.perform(runs.again, lead.principal, run.id, **here)
    with pytest.raises(NotFound):
        await verb.perform(runs.resume, lead.principal, right, **here)
    await verb.perform(runs.resume, lead.principal, wrong, **here)
    assert await verb.perform(runs.faults, lead.principal, client.id, **here) == []
    said = Said("Mended", Definition("raised", [Assign("person", world.l2.id)]), client.key)
    await verb.perform(rules.change, lead.principal, wrong, said, version=1)
    assert await verb.perform(runs.again, lead.principal, run.id, **here) == "done"
    assert (await seen(lead, client, numbers[4])).assignee_id == world.l2.id
    await off(lead, wrong, right)


async def test_a_rule_can_do_no_more_than_its_author(deeds_world: World) -> None:
    world, client = deeds_world, deeds_world.acme
    with pytest.raises(Forbidden):
        await verb.perform(rules.listed, world.agent.principal)
    tenants = [client.id]
    gone = await staff_person(
        world.admin.principal, "Gone", f"gone{client.id}@p.example", "service_lead", 2, tenants
    )
    for_all = await verb.perform(
        rules.keep, gone.principal, Said("Everywhere", Definition("raised", [Tag(["all"])]))
    )
    await verb.perform(rules.switch, gone.principal, for_all, on=True)
    secret = NewTicket("Somebody leaves", confidential=True)
    requester = client.requester.principal
    await raised(client)
    await raised(world.caro)
    hidden = await verb.perform(raising.raise_ticket, requester, secret)
    await verb.perform(working.assign, world.lead.principal, hidden.number, None, tenant=client.id)
    await verb.perform(working.take, world.lead.principal, hidden.number, tenant=client.id)
    await ground.settle(client)
    await ground.settle(world.caro)
    assert await log(world.lead, client, for_all) == [("done", 1)], "not on what it may not see"
    assert await log(world.lead, world.caro, for_all) == [], "its author does not work there"
    to = Said("To theirs", Definition("raised", [Tag(["x"])]), world.bolt.key)
    with pytest.raises(Exception, match="no client of yours"):
        await verb.perform(rules.keep, gone.principal, to)
    await off(world.lead, for_all)


async def test_who_stands_still_is_asked_about_once_in_each_spell(deeds_world: World) -> None:
    world, client, lead = deeds_world, deeds_world.caro, deeds_world.lead
    await ground.under_contract(client)
    old = await raised(client)
    still = await ruled(
        lead, client, "Remind", "idle", Note("Still there?"), hours=4, conditions=PRINTERS
    )
    assert await idle.everywhere() >= 1
    assert await idle.everywhere() == 0
    hours = timedelta(hours=1)
    await ground.pass_time(client, ground.MONDAY + 3 * hours)
    await verb.perform(talking.note, lead.principal, old, "Looking.", tenant=client.id)
    await ground.settle(client)
    await ground.pass_time(client, ground.MONDAY + 5 * hours)
    assert await log(lead, client, still) == [], "the note was a movement"
    await ground.pass_time(client, ground.MONDAY + 20 * hours)
    await ground.settle(client)
    await ground.pass_time(client, ground.MONDAY + 40 * hours)
    assert await log(lead, client, still) == [("done", 1)]
    await verb.perform(talking.reply, client.requester.principal, old, "Hello?", tenant=client.id)
    await ground.settle(client)
    await ground.pass_time(client, ground.MONDAY + 50 * hours)
    assert len(await log(lead, client, still)) == 2
    await off(lead, still)
    breached = await ruled(lead, client, "Breached", "breached", Tag(["missed"]))
    number = await raised(client)
    await ground.pass_time(client, ground.MONDAY + 500 * hours)
    await ground.settle(client)
    assert ("done", 1) in await log(lead, client, breached)
    assert (await seen(lead, client, number)).state == facts.NEW
    await off(lead, breached)
    assert world


async def test_given_to_whoever_has_least_to_do(deeds_world: World) -> None:
    world, client, lead = deeds_world, deeds_world.bolt, deeds_world.lead
    share = await ruled(lead, client, "Share", "raised", Share(), SetState("open"))
    number = await raised(client)
    await ground.settle(client)
    assert (await seen(lead, client, number)).assignee_id == world.agent.id
    assert (await verb.perform(ways.of_client, lead.principal, client.id)).way == "by_hand"
    await off(lead, share)


async def test_a_dry_run_shows_what_would_have_been_and_changes_nothing(
    deeds_world: World,
) -> None:
    client, lead = deeds_world.acme, deeds_world.lead
    number = await raised(client, "Printer in the cellar")
    definition = Definition("raised", [Untag(["x"]), MoveTier(3)], [Words(["cellar"])])
    before = await seen(lead, client, number)
    trial = await verb.perform(
        trying.try_out, lead.principal, client.id, "", definition, 20, tenant=client.id
    )
    assert [each.ticket for each in trial.matched] == [f"{client.key}-{number}"]
    assert trial.looked_at > 1
    assert await seen(lead, client, number) == before
    standing = Definition("idle", [MoveTier(3)], [], 1)
    still = await verb.perform(
        trying.try_out, lead.principal, client.id, "", standing, tenant=client.id
    )
    assert still.matched == ()


async def test_a_rule_asks_for_category_field_and_asset_and_begins_tasks(
    deeds_world: World,
) -> None:
    client, lead = deeds_world.acme, deeds_world.lead
    own = ids.new()
    parent = await verb.perform(categories.add, lead.principal, f"Hardware {own}")
    filed = await verb.perform(categories.add, lead.principal, f"Desks {own}", parent)
    about = {"tenant": client.id}
    seats = await verb.perform(
        definitions.define_for, lead.principal, NewField(f"Seats {own}", "number"), **about
    )
    desk = await verb.perform(
        assets.keep, lead.principal, Row(name=f"Desk {own}", kind="desk"), **about
    )
    key = f"t{own.hex[:30]}"
    steps = [Step("carry", "Carry it"), Step("fix", "Screw it on", after=["carry"])]
    await verb.perform(templates.put, lead.principal, key, "Move a desk", steps)
    asked = (
        Among("category", [str(parent)]),
        Among("asset_kind", ["desk"]),
        Field(seats, ["4"], "at_least"),
    )
    moving = await ruled(
        lead, client, f"Desks {own}", "assigned", BeginTasks(key), conditions=asked
    )
    number, small = await raised(client, "Move the desks"), await raised(client, "Move a desk")
    for each, size in ((number, 4), (small, 3)):
        await verb.perform(categories.file_under, lead.principal, each, filed, **about)
        await verb.perform(filling.fill, lead.principal, each, {str(seats): size}, **about)
        await verb.perform(linking.link, lead.principal, each, desk, **about)
        await verb.perform(working.take, lead.principal, each, **about)
    await ground.settle(client)
    assert await log(lead, client, moving) == [("done", 1)]
    for each, titles in ((number, ["Carry it", "Screw it on"]), (small, [])):
        found = await verb.perform(tasks.of_ticket, lead.principal, client.id, each, **about)
        assert [task.title for task in found] == titles
    elsewhere = Definition("assigned", [BeginTasks("no-such")], [*asked, Field(ids.new(), ["1"])])
    tried = (trying.try_out, lead.principal, client.id, "")
    there = await verb.perform(
        *tried, Definition("assigned", [BeginTasks(key)], list(asked)), **about
    )
    assert [each.ticket for each in there.matched] == [f"{client.key}-{number}"]
    nowhere = await verb.perform(*tried, elsewhere, **about)
    assert nowhere.matched == ()
    assert len(nowhere.refused) == 2, "neither the field nor the template is there"
    for again in (deeds_world.agent, lead):
        await verb.perform(working.assign, lead.principal, number, again.id, **about)
    await ground.settle(client)
    assert await log(lead, client, moving) == [("done", 1)] * 3
    found = await verb.perform(tasks.of_ticket, lead.principal, client.id, number, **about)
    assert [task.title for task in found] == ["Carry it", "Screw it on"], "once, however often"
    await off(lead, moving)


async def test_over_the_api(deeds_world: World, desk_app: object) -> None:
    client = deeds_world.acme
    async with browser(desk_app, deeds_world.lead) as page:
        said = {
            "name": "VIP",
            "definition": {
                "when": "raised",
                "conditions": [{"if": "among", "what": "priority", "values": ["P1"]}],
                "deeds": [{"do": "note", "text": "Call them."}],
            },
        }
        made = (await page.post("/api/v1/automation/rules", json=said)).json()["id"]
        at = f"/api/v1/automation/rules/{made}"
        assert (await page.get(at)).json()["enabled"] is False
        assert (await page.put(f"{at}/activity")).status_code == 204
        assert (await page.get(at)).json()["enabled"] is True
        stale = await page.put(at, json=said, headers={"If-Match": "9"})
        assert stale.status_code == 412
        assert (await page.put(at, json={**said, "stops": True})).status_code == 204
        kept = (await page.get(f"{at}/versions")).json()
        assert [(each["number"], each["stops"]) for each in kept] == [(2, True), (1, False)]
        here = f"/api/v1/clients/{client.key}/automation"
        wish = {"definition": said["definition"], "latest": 5}
        tried = await page.post(f"{here}/trials", json=wish)
        assert (tried.status_code, tried.json()["refused"]) == (200, [])
        wrong = {**said, "definition": {**said["definition"], "when": "never"}}  # type: ignore[dict-item]
        assert (await page.post("/api/v1/automation/rules", json=wrong)).status_code == 422
        listed = await page.get(f"{here}/runs?rule_id={made}")
        assert (listed.status_code, listed.json()) == (200, [])
        assert (await page.get(f"{here}/faults")).json() == []
        assert (await page.delete(f"{at}/activity")).status_code == 204
        assert (await page.delete(at)).status_code == 204
        assert (await page.get(at)).status_code == 404
