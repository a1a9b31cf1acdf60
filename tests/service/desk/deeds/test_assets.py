"""A client's inventory: taken in twice it is there once, nothing of it is lost, and it is seen by
whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tenants import erasing
from tests.service.desk import ground
from tests.service.desk.alerts import station
from tests.service.desk.deeds.test_macros import raised
from tests.world import Client, Human, World, browser
from underpin.desk.assets import assets, importing, linking, warranty
from underpin.desk.assets.asset import Row
from underpin.desk.assets.assets import Wanted
from underpin.kernel import db, mail_channel, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion
from underpin.kernel.outgoing import Outgoing

SHEET = """Asset Tag;Hostname;Type;Owner Email;Warranty;Rack
1;web1;server;;2027-01-31;B2
2;laptop-anna;laptop;{owner};2029-05-01;
3;laptop-bert;laptop;nobody@acme.example;soon;
4;;printer;;;
2;again;laptop;;;
"""


async def seen(by: Human, client: Client, **wanted: Any) -> list[str]:
    found = await verb.perform(
        assets.listed, by.principal, client.id, Wanted(**wanted), tenant=client.id
    )
    return [each.name for each in found]


async def test_a_sheet_is_taken_in_once_and_what_is_wrong_is_kept_with_its_cure(
    deeds_world: World,
) -> None:
    client, lead = deeds_world.acme, deeds_world.lead.principal
    text, here = SHEET.format(owner=client.requester.email), {"tenant": client.id}
    look = await verb.perform(importing.preview, lead, client.id, text, "sheet", **here)
    assert (look.created, look.mapping["Rack"]) == (2, "attribute")
    assert [(each.line, each.column) for each in look.refused] == [
        *((4, "Owner Email"), (4, "Warranty"), (5, "Hostname"), (6, "Asset Tag")),
    ]
    assert await seen(deeds_world.lead, client) == [], "looking changed nothing"
    made = await verb.perform(importing.take_in, lead, text, "sheet", None, "inventory.csv", **here)
    assert (made.created, made.changed, made.same) == (2, 0, 0)
    again = await verb.perform(importing.take_in, lead, text, "sheet", None, **here)
    assert (again.created, again.changed, again.same) == (0, 0, 2)
    kept = await verb.perform(importing.refused_rows, lead, client.id, made.id, **here)
    assert "a day such as 2026-11-22." in kept
    assert "laptop-bert" in kept
    assert await seen(deeds_world.lead, client) == ["laptop-anna", "web1"]
    assert await seen(deeds_world.lead, client, words="ANNA") == ["laptop-anna"]
    out = await verb.perform(importing.exported, lead, client.id, **here)
    back = await verb.perform(importing.preview, lead, client.id, out, "sheet", **here)
    assert (back.created, back.changed, back.same, back.refused) == (0, 0, 2, ())
    with pytest.raises(Forbidden):
        await verb.perform(
            importing.take_in, deeds_world.agent.principal, text, "sheet", None, **here
        )


async def test_who_sees_which(deeds_world: World) -> None:
    world, client = deeds_world, deeds_world.bolt
    here, lead = {"tenant": client.id}, deeds_world.lead.principal
    theirs = Row(
        kind="phone", name="Phone", owner=client.requester.email, cost="300", currency="EUR"
    )
    phone = await verb.perform(assets.keep, lead, theirs, **here)
    await verb.perform(assets.keep, lead, Row(kind="server", name="Server"), **here)
    for by, sees in (
        *((client.requester, ["Phone"]), (client.colleague, []), (client.approver, [])),
        *((client.admin, ["Phone", "Server"]), (client.it_partner, ["Phone", "Server"])),
    ):
        assert await seen(by, client) == sees, by.name
    own = await verb.perform(assets.one, client.requester.principal, client.id, phone)
    assert own.cost is None
    staffs = await verb.perform(assets.one, lead, client.id, phone)
    assert staffs.cost == Decimal(300)
    for by in (client.colleague, world.acme.admin, world.stranger):
        with pytest.raises(NotFound):
            await verb.perform(assets.one, by.principal, client.id, phone)
    number = await raised(client)
    await verb.perform(linking.link, world.agent.principal, number, phone, **here)
    await verb.perform(linking.link, world.agent.principal, number, phone, **here)
    (linked,) = await verb.perform(linking.of_ticket, client.requester.principal, client.id, number)
    (about,) = await verb.perform(linking.tickets_of, lead, client.id, phone, **here)
    assert (linked.name, about.ticket) == ("Phone", f"{client.key}-{number}")
    with pytest.raises(NotFound):
        await verb.perform(linking.link, world.agent.principal, number, world.acme.admin.id, **here)
    await verb.perform(linking.unlink, world.agent.principal, number, phone, **here)
    assert await verb.perform(linking.of_ticket, lead, client.id, number, **here) == []


async def test_a_change_is_remembered_and_two_at_once_are_told(deeds_world: World) -> None:
    client, agent = deeds_world.bolt, deeds_world.agent.principal
    here = {"tenant": client.id}
    made = await verb.perform(assets.keep, agent, Row(kind="switch", name="SW1"), **here)
    await verb.perform(
        assets.change,
        agent,
        made,
        Row(name="SW-1", cost="99.90", currency="EUR"),
        version=1,
        **here,
    )
    with pytest.raises(StaleVersion):
        await verb.perform(assets.change, agent, made, Row(name="SW-2"), version=1, **here)
    with pytest.raises(Malformed, match="no site has this name"):
        await verb.perform(assets.change, agent, made, Row(site="Atlantis"), **here)
    await verb.perform(assets.retire, agent, made, **here)
    told = await verb.perform(assets.history, agent, client.id, made, **here)
    assert [sorted(each.changes) for each in told[:2]] == [["state"], ["cost", "currency", "name"]]
    assert told[1].changes["name"] == ["SW1", "SW-1"]
    assert "99.9" not in str(told), "what it cost stands apart"
    assert "SW-1" not in await seen(deeds_world.lead, client)
    assert await seen(deeds_world.lead, client, state="retired") == ["SW-1"]


async def test_a_tool_tells_in_batches_and_the_count_is_heard(deeds_world: World) -> None:
    client, lead = deeds_world.acme, deeds_world.lead.principal
    here = {"tenant": client.id}
    rows = [Row(f"vm-{n}", "vm", f"vm{n:03}") for n in range(200)]
    first = await verb.perform(importing.take_batch, lead, "rmm", rows, **here)
    again = await verb.perform(importing.take_batch, lead, "rmm", rows, **here)
    assert (first.created, again.created, again.same) == (200, 0, 200)
    mixed = [Row("vm-0", state="retired"), Row("vm-1", owner="x@y.example"), Row("vm-2", name="db")]
    some = await verb.perform(importing.take_batch, lead, "rmm", mixed, **here)
    assert (some.changed, [each.place for each in some.refused]) == (2, [1])
    with pytest.raises(Malformed):
        await verb.perform(importing.take_batch, lead, "rmm", [Row(name="nameless")], **here)
    await ground.settle(client)
    async with db.open(Work(client.id)):
        used = await db.rows(
            "SELECT quantity FROM usage_event WHERE tenant_id = $1 AND meter = 'assets' "
            "ORDER BY stored_at DESC, happened_at DESC",
            client.id,
        )
    counted = await seen(deeds_world.lead, client, state="in_use", kind="vm")
    assert len(counted) == 50, "a page"
    assert int(used[0]["quantity"]) in (199, 201)


async def test_an_alert_names_the_asset_it_is_about(deeds_world: World, desk_app: object) -> None:
    client, lead = deeds_world.acme, deeds_world.lead.principal
    row = Row(kind="server", name="db9.acme.example")
    made = await verb.perform(assets.keep, lead, row, tenant=client.id)
    async with browser(desk_app) as page:
        at = await station.open_at(deeds_world, client, page, "prometheus")
        await at.send(station.fires("disk", labels={"instance": "DB9.acme.example:9100"}))
    (ticket,) = await at.tickets()
    about = (client.id, ticket["number"])
    found = await verb.perform(linking.of_ticket, lead, *about, tenant=client.id)
    assert [each.id for each in found] == [made]


async def test_warranties_that_end_are_told_of_in_one_mail(deeds_world: World) -> None:
    client, lead = deeds_world.caro, deeds_world.lead
    start = ground.MONDAY + timedelta(days=40)
    async with db.open(Work(client.id)):
        await ground.set_time(client, start)
    ends = (start + timedelta(days=60)).date()
    rows = [Row(f"w{n}", "laptop", f"W{n}", warranty_until=str(ends)) for n in range(3)]
    rows.append(Row("late", "laptop", "Late", warranty_until=str(ends + timedelta(days=300))))
    await verb.perform(importing.take_batch, lead.principal, "rmm", rows, tenant=client.id)
    sent = await _mails(client)
    await ground.pass_time(client, warranty.warned_at(ends) - timedelta(hours=1))
    assert await _mails(client) == sent
    await ground.pass_time(client, warranty.warned_at(ends) + timedelta(hours=1))
    (mail,) = [each for each in (await _mails(client))[len(sent) :] if each[0] == lead.email]
    assert [name in mail[1] for name in ("W0", "W1", "W2", "Late")] == [True, True, True, False]
    await ground.pass_time(client, warranty.warned_at(ends) + timedelta(days=2))
    assert len(await _mails(client)) == len(sent) + 1


async def _mails(client: Client) -> list[tuple[str, str]]:
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT o.* FROM outgoing o WHERE tenant_id = $1 AND channel = 'mail' "
            "AND NOT EXISTS (SELECT FROM ticket t WHERE t.tenant_id = $1 AND t.id = o.subject_id) "
            "ORDER BY created_at, id",
            client.id,
        )
    return [_opened(row) for row in rows]


def _opened(row: db.Row) -> tuple[str, str]:

    payload = msgspec.json.decode(row["payload"])
    what = (row["tenant_id"], row["id"], row["channel"], row["identity"], row["subject_id"])
    mail = mail_channel.opened(Outgoing(*what, payload, simulated=True))
    return mail.to[0].address, mail.text


async def test_who_is_erased_owns_nothing_any_more(deeds_world: World) -> None:
    client, lead = deeds_world.bolt, deeds_world.lead.principal
    row = Row(kind="tablet", name="Tablet", owner=client.colleague.email)
    made: UUID = await verb.perform(assets.keep, lead, row, tenant=client.id)
    bad = f"name,kind,owner,state\nT2,tablet,{client.colleague.email},lost\n"
    await verb.perform(importing.take_in, lead, bad, "sheet", None, tenant=client.id)
    await verb.perform(
        erasing.erase,
        deeds_world.admin.principal,
        client.colleague.id,
        "asked to",
        tenant=client.id,
    )
    found = await verb.perform(assets.one, lead, client.id, made, tenant=client.id)
    assert (found.owner, found.owner_email) == ("", "")
    (last, *_) = await verb.perform(importing.imports, lead, client.id, tenant=client.id)
    assert last.refused == []


async def test_over_the_api(deeds_world: World, desk_app: object) -> None:
    client = deeds_world.bolt
    async with browser(desk_app, deeds_world.lead) as page:
        at = f"/api/v1/clients/{client.key}/assets"
        made = (await page.post(at, json={"kind": "ups", "name": "=cmd()"})).json()["id"]
        assert (await page.get(f"{at}/{made}")).json()["name"] == "=cmd()"
        listed = (await page.get(f"{at}?words=cmd")).json()
        assert [each["id"] for each in listed] == [made]
        out = await page.get(f"/api/v1/clients/{client.key}/assets.csv")
        assert out.headers["content-type"].startswith("text/csv")
        assert ",'=cmd()," in out.text
        batch = {"source": "rmm", "assets": [{"external_id": "1", "kind": "ap", "name": "AP"}]}
        assert (await page.post(f"{at}/batches", json=batch)).json()["created"] == 1
        wrong = await page.put(f"{at}/{made}", json={"warranty_until": "never"})
        assert (wrong.status_code, "2026-11-22" in wrong.json()["detail"]) == (422, True)
        assert (await page.delete(f"{at}/{made}")).status_code == 204
        sheet = {"file": "name,kind\nX,y\n"}
        imports = f"/api/v1/clients/{client.key}/asset-imports"
        assert (await page.post(f"{imports}/previews", json=sheet)).json()["created"] == 1
        taken = (await page.post(imports, json=sheet)).json()
        refused = await page.get(f"{imports}/{taken['id']}/refused.csv")
        assert refused.text == "line,column,cure\r\n"
        assert (await page.get(imports)).json()[0]["created"] == 1
