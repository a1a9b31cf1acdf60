"""Remote support: onto the right machine, by name, and its time is offered, not taken."""

from __future__ import annotations

import pytest

from tenants import erasing, teams
from tests.service.desk.deeds.test_macros import raised
from tests.world import World, browser, member
from underpin.desk.assets import assets, linking
from underpin.desk.assets.asset import Row
from underpin.desk.remote import sessions, tools
from underpin.desk.tickets import raising, reading
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound


async def test_a_session_is_on_the_ticket_and_offers_its_time(deeds_world: World) -> None:
    world, client = deeds_world, deeds_world.acme
    agent, lead, here = world.agent.principal, world.lead.principal, {"tenant": client.id}
    with pytest.raises(Forbidden):
        await verb.perform(tools.keep, agent, "X", "rustdesk://{id}", "x")
    tool = await verb.perform(tools.keep, lead, "RustDesk", "rustdesk://{id}", "rustdesk")
    with pytest.raises(tools.NameTaken):
        await verb.perform(tools.keep, lead, "RustDesk", "rustdesk://{id}", "rustdesk")
    row = Row(kind="laptop", name="L9", attributes={"rustdesk": "12 34/5"})
    laptop = await verb.perform(assets.keep, lead, row, **here)
    number = await raised(client)
    with pytest.raises(NotFound):
        await verb.perform(sessions.start, agent, number, tool.id, asset_id=laptop, **here)
    await verb.perform(linking.link, agent, number, laptop, **here)
    links = await verb.perform(sessions.links, agent, client.id, number, **here)
    (link,) = [each for each in links if each.tool_id == tool.id]
    assert link.address == "rustdesk://12%2034%2F5"
    begun = await verb.perform(sessions.start, agent, number, tool.id, asset_id=laptop, **here)
    assert begun.address == link.address
    ended = await verb.perform(sessions.end, agent, number, begun.id, **here)
    assert (ended.minutes, ended.staff) == (1, "Agent")
    with pytest.raises(sessions.Ended):
        await verb.perform(sessions.end, agent, number, begun.id, **here)
    assert await _entries(client.id) == []
    with pytest.raises(Malformed):
        await verb.perform(sessions.log, lead, number, begun.id, **here)
    await verb.perform(sessions.log, agent, number, begun.id, 25, "Set up the printer", **here)
    with pytest.raises(sessions.Logged):
        await verb.perform(sessions.log, agent, number, begun.id, **here)
    assert await _entries(client.id) == [(25, "remote", "Set up the printer", None)]
    (kept,) = await verb.perform(sessions.of_ticket, lead, client.id, number, **here)
    assert kept.minutes is None
    detail = await verb.perform(reading.one, lead, client.id, number, **here)
    told = [each.kind for each in detail.happenings if each.kind.startswith("remote.")]
    assert told == ["remote.started", "remote.ended"]


async def test_a_teams_tool_is_that_teams_alone(deeds_world: World) -> None:
    world, client = deeds_world, deeds_world.acme
    admin, lead, here = world.admin.principal, world.lead.principal, {"tenant": client.id}
    team = await verb.perform(teams.found, admin, f"Field {ids.new()}")
    said = (f"Field tool {ids.new()}"[:60], "rustdesk://{id}", "rustdesk")
    with pytest.raises(Malformed):
        await verb.perform(tools.keep, lead, *said, team_id=ids.new())
    tool = await verb.perform(tools.keep, lead, *said, team_id=team.id)
    number, onto = await raised(client), {"target": "12", **here}
    await verb.perform(teams.change, admin, team.id, team.name, None, [lead.person_id])
    with pytest.raises(NotFound):
        await verb.perform(sessions.start, world.agent.principal, number, tool.id, **onto)
    assert tool.id not in {each.id for each in await verb.perform(tools.usable, world.l2.principal)}
    begun = await verb.perform(sessions.start, lead, number, tool.id, **onto)
    assert begun.address == "rustdesk://12"
    await verb.perform(tools.retire, lead, tool.id)


async def _entries(tenant: int) -> list[tuple[object, ...]]:
    async with db.open(Work(tenant)):
        rows = await db.rows(
            "SELECT e.worked_minutes, e.work_type, e.text, e.posted_at FROM time_entry e "
            "JOIN remote_session r ON r.tenant_id = e.tenant_id AND r.time_entry_id = e.id "
            "WHERE e.tenant_id = $1",
            tenant,
        )
    return [tuple(row) for row in rows]


async def test_a_number_is_kept_for_its_person_until_they_are_erased(deeds_world: World) -> None:
    world, client, here = deeds_world, deeds_world.acme, {"tenant": deeds_world.acme.id}
    agent, name = world.agent.principal, f"Kept {ids.new()}"
    tool = await verb.perform(
        tools.keep, world.lead.principal, name[:60], "rustdesk://{id}", "kept"
    )
    leaver = await member(
        client.admin, client.id, client.slug, "Leo Leaver", f"leo-{ids.new()}@acme.example"
    )
    new = NewTicket("The screen is dark", "Since this morning.")
    number = (await verb.perform(raising.raise_ticket, leaver.principal, new)).number
    await verb.perform(sessions.start, agent, number, tool.id, target="55", keep=True, **here)
    (link,) = await verb.perform(sessions.links, agent, client.id, number, **here)
    assert (link.person, link.address) == ("Leo Leaver", "rustdesk://55")
    other = await raised(client)
    assert await verb.perform(sessions.links, agent, client.id, other, **here) == []
    reason = "Asked for by letter"
    await verb.perform(erasing.erase, world.admin.principal, leaver.id, reason, **here)
    with pytest.raises(Malformed):
        await verb.perform(sessions.start, agent, number, tool.id, **here)


async def test_over_the_api(deeds_world: World, desk_app: object) -> None:
    client = deeds_world.acme
    name = f"{client.key}-{await raised(client)}"
    async with browser(desk_app, deeds_world.lead) as page:
        said = {"name": "Web", "pattern": "https://help.example/{id}", "attribute": "web"}
        made = (await page.post("/api/v1/remote-tools", json=said)).json()
        at = f"/api/v1/tickets/{name}/remote-sessions"
        start = {"tool_id": made["id"], "target": "9/9"}
        begun = (await page.post(at, json=start)).json()
        assert begun["address"] == "https://help.example/9%2F9"
        assert (await page.put(f"{at}/{begun['id']}/end")).json()["minutes"] == 1
        assert (await page.post(f"{at}/{begun['id']}/time", json={})).status_code == 201
        assert len((await page.get(at)).json()) == 1
        assert (await page.get(f"/api/v1/tickets/{name}/remote-links")).json() == []
        bad = {**said, "pattern": "javascript:{id}"}
        assert (await page.put(f"/api/v1/remote-tools/{made['id']}", json=bad)).status_code == 422
        assert (await page.delete(f"/api/v1/remote-tools/{made['id']}")).status_code == 204
