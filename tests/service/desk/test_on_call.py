"""Pages call down the rota until somebody accepts; warnings are gathered; hours that nobody covers
are named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
import pytest

from contracts.desk_protocol import Decision
from tests import served
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY, pass_time, under_contract
from tests.world import Client, Human, World, browser, build
from underpin import wiring
from underpin.desk.escalated.carrying import Carrying
from underpin.desk.hands import absence
from underpin.desk.on_call import carriers, coverage, pages, rotas, wishes
from underpin.desk.on_call.carriers import Call
from underpin.desk.on_call.duty import Hours, Rota
from underpin.desk.on_call.wishes import Notices
from underpin.desk.tickets import finishing, raising, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, events, ids, mail_channel, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.outgoing import Outgoing
from underpin.kernel.principal import worker


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    wiring.wire()
    wiring.wire_alarms()
    return await build()


@pytest.fixture(scope="module")
async def rota(world: World) -> UUID:
    """The first line's: the agent, then l2, then the lead, by weeks from Monday on."""
    team = await team_of(world.agent, world.l2, world.lead)
    wanted = Rota("UTC", MONDAY.date(), time(0), (world.agent.id, world.l2.id, world.lead.id))
    made: UUID = await verb.perform(rotas.establish, world.lead.principal, team, wanted)
    return made


async def team_of(*people: Human) -> UUID:
    team = ids.new()
    async with db.open(Provider()):
        await db.execute("INSERT INTO team VALUES ($1, $2, 1)", team, f"On call {team}")
        for person in people:
            await db.execute("INSERT INTO team_member VALUES ($1, $2)", team, person.id)
    return team


async def ticket(client: Client) -> UUID:
    new = NewTicket("No light", "", service_id=ground.service(client))  # type: ignore[arg-type]
    raised = await verb.perform(raising.raise_ticket, client.requester.principal, new)
    found: UUID = raised.id
    return found


async def told(client: Client, actions: Sequence[str], ticket_ids: Sequence[UUID]) -> None:
    """As an alarm carries it out."""
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "alarm", "test")
        steps = [
            (each, Decision(action, ids.new(), ids.new(), "resolution", 80, act.now))  # type: ignore[arg-type]
            for each in ticket_ids
            for action in actions
        ]
        await Carrying().carry_out(act, steps)


async def mails(client: Client) -> list[OutgoingMail]:
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT identity, payload FROM outgoing WHERE tenant_id = $1 AND channel = 'mail' "
            "ORDER BY created_at, id",
            client.id,
        )
    return [mail_channel.opened(_leaving(client, row)) for row in rows]


def _leaving(client: Client, row: db.Row) -> Outgoing:
    payload = msgspec.json.decode(row["payload"])
    return Outgoing(client.id, ids.new(), "mail", row["identity"], ids.new(), payload, False)


async def paged(client: Client) -> list[str]:
    return [mail.to[0].name for mail in await mails(client) if "Page:" in mail.subject]


async def test_a_page_repeats_down_the_rota_until_somebody_accepts(
    world: World, rota: UUID
) -> None:
    client = world.acme
    await under_contract(client, MONDAY)
    matter = await ticket(client)
    # quiet hours are no matter to a page
    always = Notices(quiet_from=time(0), quiet_to=time(23, 59))
    await verb.perform(wishes.choose, world.agent.principal, always)
    await told(client, ["page"], [matter])
    for minutes in (1, 5, 10, 15, 20):
        await pass_time(client, MONDAY + timedelta(minutes=minutes, seconds=1))
    assert await paged(client) == ["Agent", "Agent", "L2", "L2", "Lead"]
    mail = (await mails(client))[-1]
    assert client.requester.name not in mail.text
    (page,) = await verb.perform(
        pages.of_client, world.agent.principal, client.id, tenant=client.id, calling_only=True
    )
    with pytest.raises(NotFound):
        await verb.perform(pages.accept, world.stranger.principal, page.id, tenant=client.id)
    await verb.perform(pages.accept, world.l2.principal, page.id, tenant=client.id)
    await verb.perform(pages.accept, world.l2.principal, page.id, tenant=client.id)
    with pytest.raises(pages.Settled):
        await verb.perform(pages.accept, world.agent.principal, page.id, tenant=client.id)
    await pass_time(client, MONDAY + timedelta(hours=1))
    assert len(await paged(client)) == 5
    (page,) = await verb.perform(pages.of_client, world.lead.principal, client.id, tenant=client.id)
    assert (page.state, page.accepted_by) == ("accepted", world.l2.id)
    assert page.called == [world.agent.id] * 2 + [world.l2.id] * 2 + [world.lead.id]


async def test_who_declines_or_is_away_is_passed_over_and_what_is_done_calls_nobody(
    world: World, rota: UUID
) -> None:
    client = world.bolt
    await under_contract(client, MONDAY)
    matter = await ticket(client)
    start = MONDAY - timedelta(hours=1)
    away = await verb.perform(
        absence.take, world.agent.principal, start, MONDAY + timedelta(hours=4), "illness"
    )
    await told(client, ["page"], [matter])
    await pass_time(client, MONDAY + timedelta(minutes=1))
    assert await paged(client) == ["L2"]
    (page,) = await verb.perform(pages.of_client, world.l2.principal, client.id, tenant=client.id)
    with pytest.raises(NotFound):
        await verb.perform(pages.decline, world.lead.principal, page.id, tenant=client.id)
    await verb.perform(pages.decline, world.l2.principal, page.id, tenant=client.id)
    await pass_time(client, MONDAY + timedelta(minutes=2))
    assert await paged(client) == ["L2", "Lead"]
    number = await _number(client, matter)
    await verb.perform(finishing.resolve, world.l2.principal, number, tenant=client.id)
    await pass_time(client, MONDAY + timedelta(hours=2))
    assert await paged(client) == ["L2", "Lead"]
    (page,) = await verb.perform(pages.of_client, world.l2.principal, client.id, tenant=client.id)
    assert page.state == "ended"
    async with db.open(Provider()):
        await db.execute("UPDATE absence SET cancelled_at = starts_at WHERE id = $1", away)


async def _number(client: Client, ticket_id: UUID) -> int:
    async with db.open(Work(client.id)):
        number: int = await db.value(
            "SELECT number FROM ticket WHERE tenant_id = $1 AND id = $2", client.id, ticket_id
        )
    return number


async def test_another_carrier_is_used_where_there_is_one(world: World, rota: UUID) -> None:
    client = world.bolt
    carried: list[Call] = []

    class Texting:
        async def carry(self, act: Act, call: Call) -> None:
            carried.append(call)

    by_text = Notices(page_by="sms", address="+48600100200")
    await verb.perform(wishes.choose, world.agent.principal, by_text)
    before = len(await paged(client))
    carriers.CARRIERS["sms"] = Texting()
    try:
        await told(client, ["page"], [await ticket(client)])
        await pass_time(client, MONDAY + timedelta(hours=2, minutes=1))
    finally:
        del carriers.CARRIERS["sms"]
    assert [call.address for call in carried] == ["+48600100200"]
    await pass_time(client, MONDAY + timedelta(hours=2, minutes=7))
    assert (await paged(client))[before:] == ["Agent"]  # there is none any more: by mail
    await verb.perform(wishes.choose, world.agent.principal, Notices())


async def test_without_a_rota_whoever_leads_is_called(world: World) -> None:
    client = world.caro
    await under_contract(client, MONDAY)
    await told(client, ["page"], [await ticket(client)])
    await pass_time(client, MONDAY + timedelta(minutes=1))
    called = await paged(client)
    assert called and set(called) <= {"Lead", "L2"}


async def test_five_hundred_alarms_are_one_mail_to_each(world: World) -> None:
    client = world.caro
    await under_contract(client, MONDAY)
    matter, held = await ticket(client), await ticket(client)
    number = await _number(client, held)
    await verb.perform(
        working.assign, world.lead.principal, number, world.stranger.id, tenant=client.id
    )
    await verb.perform(wishes.choose, world.lead.principal, Notices(digest_minutes=30))
    before = len(await _warned(client))
    await told(client, ["notify"], [matter] * 250)
    await pass_time(client, await _now(client) + timedelta(minutes=20))
    await told(client, ["notify", "raise"], [matter] * 125)
    await told(client, ["notify"], [held])
    await pass_time(client, await _now(client) + timedelta(minutes=31))
    found = (await _warned(client))[before:]
    assert {mail.to[0].name: mail.subject for mail in found} == {
        "Lead": f"[{client.key}] 500 warnings",
        "Stranger": f"[{client.key}-{number}] resolution, 80 % used",
    }
    assert len(found) == 2
    one = next(mail.text for mail in found if mail.to[0].name == "Stranger")
    assert f"/tickets/{client.key}-{number}\n" in one
    assert "and 450 more" in next(mail.text for mail in found if mail.to[0].name == "Lead")
    await told(client, ["notify"], [matter])
    await pass_time(client, await _now(client) + timedelta(minutes=31))
    assert len((await _warned(client))[before:]) == 3


async def _now(client: Client) -> datetime:
    async with db.open(Work(client.id)):
        return await db.now()


async def _warned(client: Client) -> list[OutgoingMail]:
    return [mail for mail in await mails(client) if mail.subject.endswith(("warnings", "used"))]


async def test_hours_that_nobody_covers_are_named(world: World) -> None:
    client = world.acme
    await under_contract(client, MONDAY)
    async with db.open(Provider()):
        kept = await db.rows("SELECT id, hours, people FROM rota")
        await db.execute("UPDATE rota SET hours = $1", _json(Hours(0, 0, 1440)))
    try:
        async with db.open(Work(client.id)):
            hours = await coverage.check(client.id, MONDAY)
        assert len(hours) == 14 * 24 - 24 - 16 - 8
        found = await verb.perform(coverage.gaps, world.lead.principal, client.id, tenant=client.id)
        assert found == hours
        assert all(hour.weekday() != 0 for hour in found)
    finally:
        async with db.open(Provider()):
            for row in kept:
                await db.execute(
                    "UPDATE rota SET hours = $2 WHERE id = $1", row["id"], row["hours"]
                )
    async with db.open(Work(client.id)):
        assert await coverage.check(client.id, MONDAY) == []
    assert (
        await verb.perform(coverage.gaps, world.lead.principal, client.id, tenant=client.id) == []
    )


def _json(*hours: Hours) -> str:
    return msgspec.json.encode(hours).decode()


async def test_weeks_are_swapped_overridden_and_given_back(world: World, rota: UUID) -> None:
    lead = world.lead.principal
    start = datetime.combine(_next_monday(), time(0), MONDAY.tzinfo)
    span = (start, start + timedelta(days=21))

    async def first() -> list[UUID]:
        shifts = await verb.perform(rotas.shifts, lead, rota, *span)
        return [each.people[0] for each in shifts]

    before = await first()
    swapped = await verb.perform(
        rotas.swap, lead, rota, start.date(), start.date() + timedelta(days=8)
    )
    assert await first() == [before[1], before[0], before[2]]
    with pytest.raises(Malformed):
        await verb.perform(rotas.swap, lead, rota, start.date(), start.date())
    await verb.perform(rotas.cancel, lead, swapped)
    assert await first() == before
    one = await verb.perform(
        rotas.override, lead, rota, world.lead.id, start, start + timedelta(hours=1)
    )
    assert (await first())[0] == world.lead.id
    await verb.perform(rotas.cancel, lead, one)
    with pytest.raises(NotFound):
        await verb.perform(rotas.cancel, lead, one)
    words = (rota, world.stranger.id, start, start + timedelta(hours=1))
    with pytest.raises(NotFound):
        await verb.perform(rotas.override, lead, *words)
    with pytest.raises(Forbidden):
        await verb.perform(rotas.cancel, world.agent.principal, one)
    assert await first() == before


def _next_monday() -> date:
    today = datetime.now(MONDAY.tzinfo).date()
    return today + timedelta(days=7 - today.weekday())


async def test_over_the_api(world: World) -> None:
    team = await team_of(world.agent, world.l2)
    people = [str(world.agent.id), str(world.l2.id)]
    said = {"time_zone": "Europe/Warsaw", "starts_on": "2026-03-02", "hand_over_at": "09:00:00"}
    application = served.site()
    async with browser(application, world.lead) as page:
        made = await page.put(f"/api/v1/teams/{team}/rota", json=said | {"people": people})
        assert made.status_code == 200, made.text
        wrong = said | {"people": people, "time_zone": "Europe/Warszawa"}
        assert (await page.put(f"/api/v1/teams/{team}/rota", json=wrong)).status_code == 422
        strange = said | {"people": [str(world.stranger.id)]}
        assert (await page.put(f"/api/v1/teams/{team}/rota", json=strange)).status_code == 422
        assert made.json() in [each["id"] for each in (await page.get("/api/v1/rotas")).json()]
        span = {"starts": "2026-03-03T00:00:00Z", "ends": "2026-03-10T00:00:00Z"}
        shifts = await page.get(f"/api/v1/rotas/{made.json()}/shifts", params=span)
        assert [each["people"][0] for each in shifts.json()] == people
        for path in (f"rotas/{made.json()}/shifts", "absences"):
            naive = dict.fromkeys(("starts", "ends", "begins"), "2026-03-03T00:00:00")
            assert (await page.get(f"/api/v1/{path}", params=naive)).status_code == 422
        client = f"/api/v1/clients/{world.acme.key}"
        assert isinstance((await page.get(f"{client}/duty-gaps")).json(), list)
        assert (await page.get(f"{client}/pages?calling=true")).status_code == 200
        unknown = await page.put(f"{client}/pages/{ids.new()}/acceptance")
        assert unknown.status_code == 404
    async with browser(application, world.agent) as page:
        wanted = {"quiet_from": "22:00:00", "quiet_to": "07:00:00", "digest_minutes": 60}
        assert (await page.put("/api/v1/me/notices", json=wanted)).status_code == 204
        assert (await page.get("/api/v1/me/notices")).json()["digest_minutes"] == 60
        half = {"quiet_from": "22:00:00"}
        assert (await page.put("/api/v1/me/notices", json=half)).status_code == 422
        assert (await page.put(f"/api/v1/teams/{team}/rota", json=said)).status_code == 403
    async with db.open(Provider()):
        await db.execute("DELETE FROM rota WHERE team_id = $1", team)


async def test_what_contracts_say_is_gathered_for_who_manages_them_in_their_language(
    world: World,
) -> None:
    client, contract, agreement = world.caro, ids.new(), ids.new()
    async with db.open(Provider()):
        await db.execute("UPDATE staff SET locale = 'pl' WHERE id = $1", world.admin.id)
    try:
        async with db.open(Work(client.id)):
            act = Act(worker(client.id), client.id, await db.now(), "alarm", "test")
            said = {"occasion": "notice", "due_on": "2026-06-30"}
            findings = {"findings": [{}, {}], "managers": []}
            await events.emit(
                act,
                events.New("contract.reminder_raised", contract, said),
                events.New("coherence.broken", agreement, findings),
                events.New("recovery.due", ids.new()),
                events.New("agreement.activated", agreement, {}),
            )
        await ground.settle(client)
        await pass_time(client, act.now + timedelta(minutes=16))
    finally:
        async with db.open(Provider()):
            await db.execute("UPDATE staff SET locale = 'en' WHERE id = $1", world.admin.id)
    own = [mail for mail in await mails(client) if mail.to[0].address == world.admin.email]
    assert own[-1].subject == f"[{client.key}] ostrzeżenia: 3"
    assert own[-1].text.splitlines()[:3] == [
        f"{client.key}: Obietnica może nie zostać dotrzymana; ustalenia: 2",
        f"{client.key}: Umowa, ostatni dzień na wypowiedzenie: termin 2026-06-30",
        f"{client.key}: Dostawca jest nam winien za niedotrzymane cele: zgłoś roszczenie",
    ]
