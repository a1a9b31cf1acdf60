"""The list narrowed, counted, kept as a view, and many of its tickets changed at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import served
from tests.conftest import Database
from tests.world import Client, Human, World, browser, build
from underpin import wiring
from underpin.desk.deeds.deed import SetState
from underpin.desk.macros import macros
from underpin.desk.macros.macro import Said
from underpin.desk.queues import address, bulk, counting, saved_view, the_list
from underpin.desk.queues.bulk import Named
from underpin.desk.sorting import categories
from underpin.desk.tickets import confidants, finishing, raising, tagging, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    wiring.wire()
    return await build()


async def raised(client: Client, subject: str = "Help", **words: object) -> int:
    new = NewTicket(subject, "", **words)  # type: ignore[arg-type]
    return int((await verb.perform(raising.raise_ticket, client.requester.principal, new)).number)


async def listed(who: Human, query: str) -> list[str]:
    wanted = address.wanted(address.read(query), who.principal)
    page = await verb.perform(the_list.page, who.principal, wanted)
    return [f"{row.key}-{row.number}" for row in page.rows]


async def counted(who: Human, query: str = "") -> counting.Counts:
    wanted = address.wanted(address.read(query), who.principal)
    found: counting.Counts = await verb.perform(counting.counts, who.principal, wanted)
    return found


def name(client: Client, number: int) -> str:
    return f"{client.key}-{number}"


async def test_each_filter_leaves_what_it_says(world: World) -> None:
    acme, agent = world.acme, world.agent
    taken, waiting, problem, tagged = [await raised(acme) for _ in range(4)]
    other = await raised(world.bolt)
    await verb.perform(working.take, agent.principal, taken, tenant=acme.id)
    await verb.perform(
        talking.reply, agent.principal, waiting, "Which?", tenant=acme.id, then_wait=True
    )
    await verb.perform(tagging.tag, agent.principal, tagged, "VPN", tenant=acme.id)
    async with db.open(Work(acme.id)):
        await db.execute(
            "UPDATE ticket SET type = 'problem', breached = true WHERE tenant_id = $1 "
            "AND number = $2",
            *(acme.id, problem),
        )
        await db.execute(
            "UPDATE ticket SET next_warn_at = $3, due_at = $4 WHERE tenant_id = $1 AND number = $2",
            *(acme.id, tagged, await db.now(), await db.now() + timedelta(hours=1)),
        )
    soon = "2100-01-01T00:00:00Z"
    expected = {
        "assignee=me": [taken],
        f"assignee={agent.id}": [taken],
        "state=open": [taken],
        "state=waiting_client": [waiting],
        "state=waiting_client&state=open": [taken, waiting],
        "waiting=true": [waiting],
        "type=problem": [problem],
        "breached=true": [problem],
        "at_risk=true": [tagged],
        "tag=vpn": [tagged],
        f"due_before={soon}": [tagged],
        f"raised_from={soon}": [],
        f"raised_to={soon}&assignee=me": [taken],
    }
    for query, numbers in expected.items():
        found = await listed(agent, f"{query}&client={acme.key}")
        assert sorted(found) == [name(acme, number) for number in numbers], query
    assert name(world.bolt, other) in await listed(agent, "assignee=none")
    assert name(world.bolt, other) not in await listed(agent, f"client={acme.key}")
    head = await counted(agent, f"client={acme.key}")
    assert (head.live, head.breached, head.at_risk, head.unassigned) == (4, 1, 1, 3)
    assert (await counted(agent, f"client={acme.key}&tag=vpn")).live == 1


async def test_counts_stop_at_their_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        await raised(world.caro)
    monkeypatch.setattr(counting, "MOST", 3)
    assert (await counted(world.stranger)).live == 4


async def test_a_confidential_ticket_is_on_the_list_of_those_named(world: World) -> None:
    number = await raised(world.acme, confidential=True)
    mine = name(world.acme, number)
    query = f"client={world.acme.key}"
    assert mine in await listed(world.lead, query)  # somebody must give it to somebody
    assert mine not in await listed(world.agent, query)
    before = (await counted(world.lead, query)).live
    await verb.perform(
        working.assign, world.lead.principal, number, world.agent.id, tenant=world.acme.id
    )
    assert mine not in await listed(world.lead, query)
    assert (await counted(world.lead, query)).live == before - 1
    await verb.perform(
        confidants.name, world.agent.principal, number, world.lead.id, tenant=world.acme.id
    )
    assert mine in await listed(world.lead, query)
    assert mine in await listed(world.agent, query)
    assert mine not in await listed(world.l2, query)


async def test_many_are_assigned_moved_tagged_and_closed_each_with_its_outcome(
    world: World,
) -> None:
    bolt, agent = world.bolt, world.agent
    numbers = [await raised(bolt) for _ in range(3)]
    named = [Named(number) for number in numbers]
    stale, unknown = Named(numbers[2], version=99), Named(987_654)
    done = await verb.perform(
        bulk.assign, agent.principal, [*named[:2], stale, unknown], agent.id, tenant=bolt.id
    )
    assert [each.outcome for each in done] == ["done", "done", "stale-version", "not-found"]
    assert await _rows(bolt, numbers, "state, assignee_id IS NOT NULL") == [
        ("open", True),
        ("open", True),
        ("new", False),
    ]
    moved = await verb.perform(bulk.move_tier, agent.principal, named, 2, "too hot", tenant=bolt.id)
    assert {each.outcome for each in moved} == {"done"}
    again = await verb.perform(bulk.move_tier, agent.principal, named, 2, tenant=bolt.id)
    assert {each.outcome for each in again} == {"unchanged"}
    await verb.perform(tagging.tag, agent.principal, numbers[0], "fire", tenant=bolt.id)
    told = await verb.perform(bulk.tag, agent.principal, named, "Fire", tenant=bolt.id)
    assert [each.outcome for each in told] == ["unchanged", "done", "done"]
    closed = await verb.perform(bulk.close, agent.principal, named, tenant=bolt.id)
    assert {each.outcome for each in closed} == {"done"}
    assert (
        await _rows(
            bolt, numbers, "state, live, tier, resolved_at IS NOT NULL, closed_at IS NOT NULL"
        )
        == [("closed", False, 2, True, True)] * 3
    )
    async with db.open(Work(bolt.id)):
        kinds = await db.rows(
            "SELECT e.kind FROM event e JOIN ticket t ON t.tenant_id = e.tenant_id "
            "AND t.id = e.subject_id WHERE t.tenant_id = $1 AND t.number = $2 ORDER BY e.position",
            *(bolt.id, numbers[1]),
        )
    assert [row["kind"].removeprefix("ticket.") for row in kinds] == [
        *("raised", "assigned", "state_changed", "tier_moved", "tagged", "resolved", "closed")
    ]


async def test_many_take_as_many_statements_as_one(world: World) -> None:
    from benchmarks import recording

    bolt = world.bolt
    said = []
    for many in (1, 12):
        named = [Named(await raised(bolt)) for _ in range(many)]
        with recording.of_engine() as heard:
            await verb.perform(bulk.close, world.agent.principal, named, tenant=bolt.id)
        said.append(recording.round_trips(heard))
    assert said[0] == said[1]


async def test_in_bulk_nothing_is_done_that_would_not_be_done_alone(world: World) -> None:
    secret = await raised(world.acme, confidential=True)
    plain = await raised(world.acme)
    both = [Named(secret), Named(plain)]
    done = await verb.perform(bulk.close, world.l2.principal, both, tenant=world.acme.id)
    assert [each.outcome for each in done] == ["not-found", "done"]
    assert await _rows(world.acme, [secret], "state") == [("new",)]
    with pytest.raises(Malformed):
        await verb.perform(
            bulk.assign, world.agent.principal, [Named(plain)], ids.new(), tenant=world.acme.id
        )
    with pytest.raises(Malformed):
        await verb.perform(bulk.close, world.agent.principal, [], tenant=world.acme.id)
    with pytest.raises(NotFound):
        await verb.perform(bulk.close, world.stranger.principal, both, tenant=world.acme.id)
    with pytest.raises(Forbidden):
        await verb.perform(bulk.close, world.auditor.principal, both, tenant=world.acme.id)


async def _rows(client: Client, numbers: list[int], columns: str) -> list[tuple[object, ...]]:
    async with db.open(Work(client.id)):
        rows = await db.rows(
            f"SELECT {columns} FROM ticket WHERE tenant_id = $1 AND number = ANY ($2::int[]) "
            "ORDER BY number",
            client.id,
            numbers,
        )
    return [tuple(row) for row in rows]


async def test_a_view_is_kept_and_shared_with_a_team(world: World) -> None:
    team = ids.new()
    async with db.open(Provider()):
        await db.execute("INSERT INTO team VALUES ($1, $2, 1)", team, f"Night {team}")
        for person in (world.agent, world.l2):
            await db.execute("INSERT INTO team_member VALUES ($1, $2)", team, person.id)
    agent, other = world.agent.principal, world.l2.principal
    own = await verb.perform(saved_view.keep, agent, "Mine", "assignee=me&tier=1")
    shared = await verb.perform(saved_view.keep, agent, "Burning", "breached=true", team)
    assert [(each.name, each.query) for each in await verb.perform(saved_view.mine, agent)] == [
        ("Burning", "breached=true"),
        ("Mine", "assignee=me&tier=1"),
    ]
    assert [each.id for each in await verb.perform(saved_view.mine, other)] == [shared]
    assert await verb.perform(saved_view.mine, world.lead.principal) == []
    with pytest.raises(Conflict):
        await verb.perform(saved_view.keep, agent, "Mine", "tier=2")
    with pytest.raises(NotFound):
        await verb.perform(saved_view.keep, world.lead.principal, "Theirs", "tier=2", team)
    with pytest.raises(Malformed):
        await verb.perform(saved_view.keep, agent, "Odd", "colour=red")
    for deed in ((saved_view.remove, shared), (saved_view.change, shared, "Taken", "tier=3")):
        with pytest.raises(NotFound):
            await verb.perform(deed[0], other, *deed[1:])
    await verb.perform(saved_view.change, agent, own, "Mine too", "tier=2&after=x")
    await verb.perform(saved_view.remove, agent, shared)
    (left,) = await verb.perform(saved_view.mine, agent)
    assert (left.name, left.query) == ("Mine too", "tier=2")


async def test_many_are_sorted_and_worked_by_a_macro_each_as_alone(world: World) -> None:
    acme, agent, lead = world.acme, world.agent, world.lead.principal
    first, second = await raised(acme), await raised(acme)
    done = await raised(acme)
    await verb.perform(finishing.close, agent.principal, done, tenant=acme.id)
    filed = await verb.perform(categories.add, lead, f"Bulk {ids.new()}")
    solved = (SetState("resolved"),)
    said = Said(f"Bulk {ids.new()}", says="reply", texts={"en": "It works."}, deeds=solved)
    macro = await verb.perform(macros.keep, agent.principal, said)
    chosen = [{"ticket": name(acme, number)} for number in (first, second)]
    raise_ = {"impact": "high", "urgency": "high", "reason": "All of them stand still."}

    async def rows() -> list[tuple[object, ...]]:
        async with db.open(Work(acme.id)):
            found = await db.rows(
                "SELECT t.priority, t.category_id, (SELECT count(*) FROM message m "
                "WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id "
                "AND m.author_kind = 'staff') "
                "FROM ticket t WHERE tenant_id = $1 AND number = ANY ($2::int[]) ORDER BY number",
                *(acme.id, [first, second, done]),
            )
        return [tuple(row) for row in found]

    before = await rows()
    async with browser(served.site(), agent) as page:

        async def sent(method: str, what: str, **words: object) -> list[str]:
            path, json = f"/api/v1/bulk/{what}", {"tickets": chosen, **words}
            answer = await page.request(method, path, json=json)
            assert answer.status_code == 200, answer.text
            return [each["outcome"] for each in answer.json()]

        assert await sent("PUT", "priority", **raise_) == ["done", "done"]
        assert await sent("PUT", "priority", **raise_) == ["unchanged", "unchanged"]
        assert await sent("PUT", "category", category_id=str(filed)) == ["done", "done"]
        assert [row[:2] for row in (await rows())[:2]] == [("P1", filed)] * 2 != before[:2]
        chosen.append({"ticket": name(acme, done)})
        first_two = await sent("POST", "macro", macro_id=str(macro.id))
        assert first_two[:2] == ["done", "done"]
        assert first_two[2] not in ("done", "unchanged"), "what is closed is not resolved"
        assert [row[2] for row in await rows()] == [2, 2, 0], "why, and what the macro says"
        stale = [{**each, "version": 1} for each in chosen[:2]]
        again = await page.post(
            "/api/v1/bulk/macro", json={"tickets": stale, "macro_id": str(macro.id)}
        )
        assert {each["outcome"] for each in again.json()} == {"stale-version"}
        nobodys = {"tickets": chosen, "macro_id": str(ids.new())}
        assert (await page.post("/api/v1/bulk/macro", json=nobodys)).status_code == 404
        wrong = {"tickets": chosen, **raise_, "reason": " "}
        assert (await page.put("/api/v1/bulk/priority", json=wrong)).status_code == 422
    assert [row[2] for row in await rows()] == [2, 2, 0]


async def test_over_the_api(world: World) -> None:
    acme, bolt = world.acme, world.bolt
    names = [name(acme, await raised(acme)), name(bolt, await raised(bolt))]
    async with browser(served.site(), world.agent) as page:
        listed_ = (await page.get(f"/api/v1/list?assignee=none&client={bolt.key}&limit=200")).json()
        assert names[1] in [f"{each['key']}-{each['number']}" for each in listed_["tickets"]]
        assert (await page.get("/api/v1/list?colour=red")).status_code == 422
        assert (await page.get(f"/api/v1/list?client={world.caro.key}")).status_code == 404
        assert (await page.get("/api/v1/list/counts")).json()["live"] >= 2
        view = {"name": "Over the API", "query": "tier=1"}
        made = await page.post("/api/v1/views", json=view)
        assert made.status_code == 201
        path = f"/api/v1/views/{made.json()}"
        assert (await page.put(path, json=view | {"query": "tier=3"})).status_code == 204
        assert "tier=3" in [each["query"] for each in (await page.get("/api/v1/views")).json()]
        assert (await page.delete(path)).status_code == 204
        chosen = [{"ticket": each} for each in (*names, f"{world.caro.key}-1", "x")]
        tagged = await page.put("/api/v1/bulk/tags", json={"tickets": chosen, "tag": "api"})
        assert [each["outcome"] for each in tagged.json()] == [
            *("done", "done", "not-found", "not-found")
        ]
        assert (await page.get(f"/api/v1/tickets/{names[0]}/tags")).json() == ["api"]
        assert (await page.delete(f"/api/v1/tickets/{names[0]}/tags/api")).status_code == 204
        closed = await page.post("/api/v1/bulk/closure", json={"tickets": chosen[:2]})
        assert [each["outcome"] for each in closed.json()] == ["done", "done"]
