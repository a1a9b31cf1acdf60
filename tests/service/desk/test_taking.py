"""Take next: the most urgent that fits, and no two people ever the same; who is away gets nothing,
and what they hold is offered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import served
from tests.conftest import Database
from tests.service.desk import ground
from tests.world import Client, Human, World, browser, build
from underpin import wiring
from underpin.desk.hands import absence, assigning, skills, ways
from underpin.desk.hands.ways import NoteMissing, Rule, Ways
from underpin.desk.marks import marks
from underpin.desk.queues import taken_once, taking, the_list
from underpin.desk.tickets import raising, working
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, relay, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.idempotency import Key
from underpin.kernel.principal import STAFF, Principal

AGENTS, CALLS = 20, 200
LEVELS = ("high", "medium", "low")


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    wiring.wire()
    return await build()


async def raised(client: Client, impact: str = "low", urgency: str = "low", **words: object) -> int:
    new = NewTicket("Help", "", impact=impact, urgency=urgency, **words)  # type: ignore[arg-type]
    return int((await verb.perform(raising.raise_ticket, client.requester.principal, new)).number)


async def emptied(world: World, *clients: Client) -> None:
    for client in clients:
        async with db.open(Work(client.id)):
            await db.execute(
                "UPDATE ticket SET state = 'closed', live = false WHERE tenant_id = $1", client.id
            )


async def agents(tenants: dict[str, int], many: int) -> list[Principal]:
    """First-line staff who work for these clients."""
    pattern = Principal(STAFF, None, frozenset({"ticket.work"}), tenants, tier=1)
    made = [replace(pattern, person_id=ids.new(), name=f"Agent {place}") for place in range(many)]
    async with db.open(Provider()):
        for one in made:
            await db.execute(
                "INSERT INTO staff VALUES ($1::uuid, $2, $1::uuid::text || '@p.example', 1, "
                "'active', 'en', 'UTC', transaction_timestamp())",
                *(one.person_id, one.name),
            )
            await db.many(
                "INSERT INTO assignment VALUES ($1, $2)",
                [(one.person_id, tenant) for tenant in tenants.values()],
            )
    return made


async def leave(*staff: Principal) -> None:
    async with db.open(Provider()):
        await db.execute(
            "DELETE FROM assignment WHERE staff_id = ANY ($1::uuid[])",
            [one.person_id for one in staff],
        )


async def test_asked_again_under_one_key_it_is_the_same_ticket(world: World) -> None:
    await emptied(world, *world.clients)
    numbers = [await raised(world.acme) for _ in range(3)]
    site = served.site()
    async with browser(site, world.agent) as page:
        said = [
            await page.post("/api/v1/next", headers={"idempotency-key": key})
            for key in ("one", "one", "two", "one")
        ]
        named = [answer.json()["number"] for answer in said]
        assert [name == named[0] for name in named] == [True, True, False, True]
        # both at once: one ticket, whoever comes second is told so or told it
        both = await asyncio.gather(
            *(page.post("/api/v1/next", headers={"idempotency-key": "three"}) for _ in range(2))
        )
        assert {each.status_code for each in both} <= {201, 409}
        assert (await page.post("/api/v1/next")).status_code == 404
        # nothing was free under this key: asked again it is looked for anew
        empty = {"idempotency-key": "four"}
        assert (await page.post("/api/v1/next", headers=empty)).status_code == 404
        last = await raised(world.acme)
        found = await page.post("/api/v1/next", headers=empty)
        assert found.json()["number"].endswith(f"-{last}")
    async with db.open(Work(world.acme.id)):
        held = await db.value(
            "SELECT count(*) FROM ticket WHERE tenant_id = $1 AND assignee_id = $2 AND live",
            *(world.acme.id, world.agent.id),
        )
    assert held == len(numbers) + 1


async def test_what_somebody_snoozed_is_handed_to_their_colleagues_only(world: World) -> None:
    acme, agent = world.acme, world.agent
    await emptied(world, *world.clients)
    first, second = await raised(acme, "high", "high"), await raised(acme)
    async with db.open(Provider()):
        until = await db.now() + timedelta(days=1)
    await verb.begin(marks.snooze, agent.principal, acme.id, first, until)
    assert (await verb.begin(taking.take_next, agent.principal)).number == second
    with pytest.raises(NotFound):
        await verb.begin(taking.take_next, agent.principal)
    (colleague,) = await agents({acme.key: acme.id}, 1)
    assert (await verb.begin(taking.take_next, colleague)).number == first
    await leave(colleague)


async def test_a_claim_that_broke_off_is_finished_by_the_same_key(world: World) -> None:
    await emptied(world, *world.clients)
    await raised(world.acme)
    mine = await raised(world.acme)
    key = Key.of("POST /api/v1/next", "broken", b"")
    once = taken_once.Once(world.agent.principal, key)
    await once.begin()
    async with db.open(Work(world.acme.id)):
        ticket_id = await db.value(
            "SELECT id FROM ticket WHERE tenant_id = $1 AND number = $2", world.acme.id, mine
        )
    await once.claims((world.acme.id, ticket_id))
    with pytest.raises(taken_once.BeingAnswered):
        await verb.begin(taking.take_next, world.agent.principal, key=key)
    await once._note(begun_at=None)
    taken = await verb.begin(taking.take_next, world.agent.principal, key=key)
    assert taken.number == mine, "what was about to be claimed, though another ranks before it"


async def test_200_at_once_by_20_agents_get_the_200_highest_ranked_each_once(world: World) -> None:
    clients = world.clients
    await emptied(world, *clients)
    for client in clients:
        await ground_of(client, 100)
    tenants = {client.key: client.id for client in clients}
    staff = await agents(tenants, AGENTS)
    reader = replace(staff[0], capabilities=frozenset({"ticket.read"}))
    ranked = []
    after: str | None = None
    while not ranked or after is not None:
        page = await verb.perform(the_list.page, reader, None, after, 200)
        ranked += [row.id for row in page.rows if row.tier == 1]
        after = page.after
    taken: list[Ticket] = await asyncio.gather(
        *(verb.begin(taking.take_next, staff[call % AGENTS]) for call in range(CALLS))
    )
    assert len(ranked) == 300
    assert len({ticket.id for ticket in taken}) == CALLS
    assert {ticket.id for ticket in taken} == set(ranked[:CALLS])
    async with db.open(Work(world.acme.id)):
        twice = await db.value(
            "SELECT count(*) FROM (SELECT subject_id FROM event WHERE tenant_id = $1 "
            "AND kind = 'ticket.assigned' GROUP BY 1 HAVING count(*) > 1) x",
            world.acme.id,
        )
    assert twice == 0
    await leave(*staff)
    await emptied(world, *clients)


async def ground_of(client: Client, many: int) -> None:
    """Tickets of every priority and due time, multiplied by the database."""
    first = await raised(client)
    async with db.open(Work(client.id)):
        names = await db.value(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns "
            "WHERE table_name = 'ticket' AND column_name NOT IN ('id', 'number', 'priority', "
            "'next_due')"
        )
        await db.execute(
            f"INSERT INTO ticket (id, number, priority, next_due, {names}) "
            "SELECT gen_random_uuid(), 1000000 + n, 'P' || 1 + n % 4, "
            f"t.raised_at + make_interval(mins => (n * 7919) % 1000), {names} "
            "FROM ticket t, generate_series(2, $3) n WHERE t.tenant_id = $1 AND t.number = $2",
            *(client.id, first, many),
        )


async def test_nothing_free_is_said_and_nothing_taken(world: World) -> None:
    await emptied(world, *world.clients)
    with pytest.raises(NotFound):
        await verb.begin(taking.take_next, world.agent.principal)
    with pytest.raises(taking.NoTier):
        await verb.begin(taking.take_next, replace(world.agent.principal, tier=None))
    with pytest.raises(Forbidden):
        await verb.begin(taking.take_next, world.auditor.principal)


async def skilled(world: World, *, expires_on: date | None) -> tuple[Human, object]:
    skill = await verb.perform(skills.name, world.lead.principal, f"Firewalls {ids.new()}")
    await verb.perform(
        skills.train, world.lead.principal, world.agent.id, skill.id, "A course",
        date(2020, 1, 1), expires_on,
    )  # fmt: skip
    return world.agent, skill.id


async def test_a_ticket_goes_to_who_has_the_skills_its_service_needs(world: World) -> None:
    client = world.acme
    await emptied(world, *world.clients)
    await ground.under_contract(client)
    service = ground.service(client)
    _, skill = await skilled(world, expires_on=date(2021, 1, 1))
    await verb.perform(skills.ask_for, world.lead.principal, service, [skill], tenant=client.id)
    needing = await raised(client, "high", "high", service_id=service)
    plain = await raised(client)
    first = await verb.begin(taking.take_next, world.agent.principal)
    assert first.number == plain  # the training has expired
    await verb.perform(
        skills.train, world.lead.principal, world.agent.id, skill, "Refresher", date(2026, 1, 1)
    )
    assert (await verb.begin(taking.take_next, world.agent.principal)).number == needing
    found = await verb.perform(skills.asked_for, world.lead.principal, client.id, tenant=client.id)
    assert found == {service: [skill]}
    assert len(await verb.perform(skills.trainings, world.lead.principal, world.agent.id)) >= 2
    with pytest.raises(Forbidden):
        await verb.perform(skills.ask_for, world.agent.principal, service, [], tenant=client.id)
    with pytest.raises(Malformed):
        await verb.perform(
            skills.ask_for, world.lead.principal, service, [ids.new()], tenant=client.id
        )


async def test_who_is_away_gets_nothing_and_what_they_hold_is_offered(world: World) -> None:
    client = world.bolt
    await emptied(world, *world.clients)
    held = await raised(client, "high", "high")
    lower = await raised(client)
    lead, agent = world.lead.principal, world.agent
    other = (await agents({client.key: client.id}, 1))[0]
    await verb.perform(working.assign, lead, held, agent.id, tenant=client.id)
    now = await _now()
    with pytest.raises(Forbidden):
        await verb.perform(
            absence.take, agent.principal, now, now + timedelta(days=1), "holiday", world.l2.id
        )
    away = await verb.perform(
        absence.take,
        agent.principal,
        now - timedelta(minutes=1),
        now + timedelta(days=1),
        "illness",
    )
    with pytest.raises(absence.Absent):
        await verb.perform(working.assign, lead, lower, agent.id, tenant=client.id)
    assert (await verb.begin(taking.take_next, other)).number == held
    assert (await verb.begin(taking.take_next, other)).number == lower
    seen = await verb.perform(absence.between, world.l2.principal, now, now + timedelta(days=1))
    assert [each.kind for each in seen if each.id == away] == [None]
    planned = await verb.perform(absence.between, lead, now, now + timedelta(days=1))
    assert [each.kind for each in planned if each.id == away] == ["illness"]
    await verb.perform(absence.cancel, lead, away)
    again = await raised(client)
    await verb.perform(working.assign, lead, again, agent.id, tenant=client.id)
    with pytest.raises(NotFound):
        await verb.begin(taking.take_next, other)


async def _now() -> object:
    async with db.open(Provider()):
        return await db.now()


async def test_tickets_find_their_holder_as_the_client_chose(world: World) -> None:
    client, lead = world.caro, world.lead.principal
    await emptied(world, *world.clients)
    staff = await agents({client.key: client.id}, 2)
    new = {one.person_id for one in staff} | {world.stranger.id}
    await verb.perform(ways.choose, lead, Ways("round_robin"), tenant=client.id)
    numbers = [await raised(client) for _ in range(6)]
    while await relay.drain(client.id):
        pass
    holders = await _holders(client, numbers)
    assert set(holders) == new
    assert sorted(holders.count(person) for person in new) == [2, 2, 2]
    rule = Rule(staff_id=world.stranger.id, priority="P1")
    await verb.perform(ways.choose, lead, Ways("rule", rules=(rule,)), tenant=client.id)
    assert (await verb.perform(ways.of_client, lead, client.id, tenant=client.id)).rules == (rule,)
    urgent, other = await raised(client, "high", "high"), await raised(client)
    for number in (urgent, other):
        await verb.perform(assigning.assign, lead, number, tenant=client.id)
    assert await _holders(client, [urgent, other]) == [world.stranger.id, None]
    with pytest.raises(Forbidden):
        await verb.perform(ways.choose, world.agent.principal, Ways(), tenant=client.id)
    nobodys = Ways("rule", rules=(Rule(),))
    with pytest.raises(Malformed):
        await verb.perform(ways.choose, lead, nobodys, tenant=client.id)
    await verb.perform(ways.choose, lead, Ways(), tenant=client.id)
    await leave(*staff)


async def _holders(client: Client, numbers: list[int]) -> list[object]:
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT assignee_id FROM ticket WHERE tenant_id = $1 AND number = ANY ($2::int[]) "
            "ORDER BY number",
            *(client.id, numbers),
        )
    return [row["assignee_id"] for row in rows]


async def test_where_it_is_asked_for_a_ticket_changes_hands_with_a_note(world: World) -> None:
    client, lead = world.bolt, world.lead.principal
    await verb.perform(ways.choose, lead, Ways(note_at_hand_over=True), tenant=client.id)
    number = await raised(client)
    to = {"tenant": client.id, "source": "api"}
    await verb.perform(working.assign, lead, number, world.agent.id, **to)  # nobody held it
    for deed in ((working.assign, number, world.l2.id), (working.move_tier, number, 2)):
        with pytest.raises(NoteMissing):
            await verb.perform(deed[0], lead, *deed[1:], **to)
    assert await _holders(client, [number]) == [world.agent.id]
    await verb.perform(working.assign, lead, number, world.l2.id, note="Half done.", **to)
    assert await _holders(client, [number]) == [world.l2.id]
    async with db.open(Work(client.id)):
        note = await db.value(
            "SELECT m.body FROM message m JOIN ticket t ON t.tenant_id = m.tenant_id "
            "AND t.id = m.ticket_id WHERE t.tenant_id = $1 AND t.number = $2 "
            "AND m.visibility = 'internal'",
            *(client.id, number),
        )
    assert note == "Half done."
    await verb.perform(ways.choose, lead, Ways(), tenant=client.id)


async def test_over_the_api(world: World) -> None:
    await emptied(world, *world.clients)
    number = await raised(world.acme)
    application = served.site()
    async with browser(application, world.agent) as page:
        taken = (await page.post("/api/v1/next")).json()
        assert taken["number"] == f"{world.acme.key}-{number}"
        assert (await page.post("/api/v1/next")).status_code == 404
        assert (await page.put("/api/v1/clients/X/assignment", json={})).status_code == 403
    async with browser(application, world.lead) as page:
        made = (await page.post("/api/v1/skills", json={"name": "Printers"})).json()
        training = {"staff_id": str(world.l2.id), "skill_id": made["id"], "title": "Toner"}
        answer = await page.post(
            "/api/v1/trainings",
            json=training | {"completed_on": "2026-01-01", "expires_on": "2026-02-01"},
        )
        assert answer.status_code == 201
        late = (await page.get("/api/v1/trainings?expiring_before=2026-03-01")).json()
        assert "Toner" in [each["title"] for each in late]
        way = f"/api/v1/clients/{world.acme.key}/assignment"
        said = {"way": "round_robin", "most_open": 5}
        assert (await page.put(way, json=said)).status_code == 204
        assert (await page.get(way)).json()["most_open"] == 5
        assert (await page.put(way, json={"way": "by_hand"})).status_code == 204
        away = {"starts_at": "2030-01-01T00:00:00Z", "ends_at": "2030-01-02T00:00:00Z"}
        gone = (await page.post("/api/v1/absences", json=away)).json()
        span = {"begins": "2030-01-01T00:00:00Z", "ends": "2030-01-03T00:00:00Z"}
        found = (await page.get("/api/v1/absences", params=span)).json()
        assert gone in [each["id"] for each in found]
        assert (await page.delete(f"/api/v1/absences/{gone}")).status_code == 204
