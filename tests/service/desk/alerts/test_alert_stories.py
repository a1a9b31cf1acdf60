"""What alerts do to tickets: once, in their own time, and never over a person's head."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from contracts.compliance.outages import maintenance
from tenants import particulars
from tests.service.desk.alerts import station
from tests.service.desk.alerts.station import fires, over
from tests.world import World
from underpin.desk.alerts import reading_alerts, sources
from underpin.desk.alerts.source import Settings, Weight
from underpin.desk.links import merging
from underpin.desk.tickets import finishing, talking, working
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

MINUTE = timedelta(minutes=1)
SLACK = timedelta(seconds=1)


async def now(of: station.Station) -> station.datetime:
    (row,) = await station.rows(of.client, "SELECT simulated_now FROM tenant")
    found: station.datetime = row["simulated_now"]
    return found


async def test_firing_twice_is_one_ticket(people: World, page: httpx.AsyncClient) -> None:
    acme = await station.open_at(people, people.acme, page, "twice")
    at = await now(acme)
    for _ in range(3):
        await acme.send(fires("disk", at, labels={"severity": "critical", "host": "db1"}))
    (ticket,) = await acme.tickets()
    assert (ticket["subject"], ticket["priority"], ticket["channel"]) == ("disk", "P1", "alert")
    assert ticket["requester_id"] == people.acme.requester.id
    (note,) = await acme.notes(ticket["number"])
    assert "host: db1" in note
    outcomes = [row["state"] for row in await acme.deliveries()]
    assert outcomes == ["applied"] * 3


async def test_it_is_resolved_once_it_has_been_quiet(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "quiet")
    at = await now(acme)
    await acme.send(fires("disk", at))
    await acme.send(over("disk", at + MINUTE))
    assert await acme.states() == ["new"]
    await acme.wait(9 * MINUTE)
    await acme.send(over("disk", at + MINUTE))  # told twice: the wait is no longer for it
    assert await acme.states() == ["new"]
    await acme.wait(MINUTE + SLACK)
    assert await acme.states() == ["resolved"]
    assert "resolved" in (await acme.notes((await acme.tickets())[0]["number"]))[-1]


@pytest.mark.parametrize("touch", ["note", "take", "client"])
async def test_what_a_person_touched_is_theirs_to_resolve(
    people: World, page: httpx.AsyncClient, touch: str
) -> None:
    acme = await station.open_at(people, people.acme, page, f"touched by {touch}")
    at = await now(acme)
    await acme.send(fires("disk", at))
    (ticket,) = await acme.tickets()
    number, about = ticket["number"], {"tenant": people.acme.id}
    if touch == "note":
        await verb.perform(talking.note, people.agent.principal, number, "I look.", **about)
    elif touch == "take":
        await verb.perform(working.take, people.agent.principal, number, **about)
    else:
        await verb.perform(talking.reply, people.acme.requester.principal, number, "Slow.")
    await acme.send(over("disk", at + MINUTE))
    await acme.wait(30 * MINUTE)
    (after,) = await acme.tickets()
    assert after["state"] in ("new", "open")
    assert "left as it is" in (await acme.notes(number))[-1]


async def test_firing_again_goes_on_with_its_ticket_and_later_it_is_another(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "again")
    at = await now(acme)
    await acme.send(fires("disk", at))
    await acme.send(over("disk", at + MINUTE))
    await acme.wait(20 * MINUTE)
    assert await acme.states() == ["resolved"]
    await acme.send(fires("disk", at + 19 * MINUTE))
    assert await acme.states() == ["open"]
    await acme.send(over("disk", at + 20 * MINUTE))
    await acme.wait(20 * MINUTE)
    assert await acme.states() == ["resolved"]
    await acme.wait(timedelta(hours=3))
    await acme.send(fires("disk", await now(acme)))
    assert await acme.states() == ["resolved", "new"]


async def test_firing_again_while_it_waits_ends_the_wait(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "unquiet")
    at = await now(acme)
    await acme.send(fires("disk", at))
    await acme.send(over("disk", at + MINUTE))
    await acme.wait(5 * MINUTE)
    await acme.send(fires("disk", at + 4 * MINUTE))
    await acme.wait(timedelta(hours=1))
    assert await acme.states() == ["new"]
    assert (await acme.notes((await acme.tickets())[0]["number"]))[-1].startswith("Fires again")


async def test_what_a_person_closed_stays_closed_while_it_only_goes_on(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "closed")
    at = await now(acme)
    await acme.send(fires("disk", at))
    (ticket,) = await acme.tickets()
    about = {"tenant": people.acme.id}
    await verb.perform(finishing.close, people.agent.principal, ticket["number"], **about)
    await acme.send(fires("disk", at))
    assert await acme.states() == ["closed"]
    await acme.wait(3 * MINUTE)
    await acme.send(over("disk", at + MINUTE))
    await acme.send(fires("disk", at + 2 * MINUTE))
    assert await acme.states() == ["open"]


async def test_a_ticket_of_alerts_is_written_in_the_clients_language(
    people: World, page: httpx.AsyncClient
) -> None:
    async def speaks(locale: str) -> None:
        words = (people.acme.slug, "UTC", locale)
        await verb.perform(
            particulars.change, people.admin.principal, *words, tenant=people.acme.id
        )

    await speaks("pl")
    try:
        acme = await station.open_at(people, people.acme, page, "Zabbix")
        await acme.send(fires("disk", at := await now(acme)))
        await acme.send(over("disk", at + MINUTE))
        await acme.wait(11 * MINUTE)
    finally:
        await speaks("en")
    first, last = await acme.notes((await acme.tickets())[0]["number"])
    assert first.startswith("Zabbix zgłasza: disk\nOd ")
    assert last.startswith("Ustał i od 10 min jest cisza.")


async def test_flapping_is_said_once(people: World, page: httpx.AsyncClient) -> None:
    acme = await station.open_at(people, people.acme, page, "flapping")
    at = await now(acme)
    for turn in range(0, 24, 2):
        await acme.send(fires("link", at + turn * SLACK))
        await acme.send(over("link", at + (turn + 1) * SLACK))
        await acme.wait(2 * SLACK)
    (ticket,) = await acme.tickets()
    notes = await acme.notes(ticket["number"])
    assert sum("keeps changing" in each for each in notes) == 1
    assert len(notes) <= 5
    await acme.wait(29 * MINUTE)
    assert await acme.states() == ["new"], "quiet must last as long as changes are counted"
    await acme.wait(2 * MINUTE)
    assert await acme.states() == ["resolved"]


async def test_a_group_is_one_ticket_where_the_source_says_so(
    people: World, page: httpx.AsyncClient
) -> None:
    by_group = Settings(one_ticket="group")
    acme = await station.open_at(people, people.acme, page, "grouped", by_group)
    at = await now(acme)
    group = fires("web1", at, groupKey="{}:web")
    group["alerts"] += [{"status": "firing", "labels": {"alertname": f"web{n}"}} for n in (2, 3)]
    await acme.send(group)
    await acme.send(fires("web4", at, groupKey="{}:web"))
    await acme.send(fires("db1", at, groupKey="{}:db"))
    assert [row["subject"] for row in await acme.tickets()] == ["web1", "db1"]
    number = (await acme.tickets())[0]["number"]
    assert "web4" in (await acme.notes(number))[-1]
    for name in ("web1", "web2", "web3"):
        await acme.send(over(name, groupKey="{}:web"))
    await acme.wait(20 * MINUTE)
    assert await acme.states() == ["new", "new"], "web4 still fires"
    await acme.send(over("web4", at + 10 * MINUTE, groupKey="{}:web"))
    await acme.wait(20 * MINUTE)
    assert await acme.states() == ["resolved", "new"]


async def test_above_the_rate_the_rest_is_one_storm(people: World, page: httpx.AsyncClient) -> None:
    limit = Settings(storm_alerts=5)
    acme = await station.open_at(people, people.acme, page, "storm", limit)
    at = await now(acme)
    storm = fires("host0", at)
    storm["alerts"] = [
        {"status": "firing", "labels": {"alertname": f"host{n % 3}", "n": str(n)}}
        for n in range(40)
    ]
    await acme.send(storm)
    found = await acme.tickets()
    assert len(found) == 6
    assert found[-1]["subject"] == "Alert storm: storm"
    assert "35 alerts so far" in (await acme.notes(found[-1]["number"]))[-1]
    tenant, number = people.acme.id, found[-1]["number"]
    listed = await verb.perform(
        reading_alerts.of_ticket, people.agent.principal, tenant, number, tenant=tenant
    )
    assert len(listed) == 35
    await acme.send(
        {
            **storm,
            "status": "resolved",
            "alerts": [{**each, "status": "resolved"} for each in storm["alerts"]],
        }
    )
    await acme.wait(20 * MINUTE)
    assert await acme.states() == ["resolved"] * 6
    await acme.send(fires("calm", await now(acme)))
    assert len(await acme.tickets()) == 7


async def test_severities_weigh_as_the_source_says(people: World, page: httpx.AsyncClient) -> None:
    severities = {"critical": Weight("high", "medium"), "info": None}
    settings = Settings(severities=severities, unsaid="error")
    acme = await station.open_at(people, people.acme, page, "weights", settings)
    at = await now(acme)
    for name, severity in (("a", "critical"), ("b", "info"), ("c", "warning"), ("d", "")):
        await acme.send(fires(name, at, labels={"severity": severity} if severity else {}))
    said = {row["subject"]: row["priority"] for row in await acme.tickets()}
    assert said == {"a": "P2", "c": "P3", "d": "P2"}


async def test_what_got_worse_is_more_urgent_unless_a_person_has_weighed_it(
    people: World, page: httpx.AsyncClient
) -> None:
    by_group = Settings(one_ticket="group")
    acme = await station.open_at(people, people.acme, page, "worse", by_group)
    at = await now(acme)
    for name, group in (("x", "g1"), ("y", "g2")):
        await acme.send(fires(name, at, labels={"severity": "warning"}, groupKey=group))
    _, second = await acme.tickets()
    about = {"tenant": people.acme.id}
    await verb.perform(working.take, people.agent.principal, second["number"], **about)
    for name, group in (("x2", "g1"), ("y2", "g2")):
        await acme.send(fires(name, at, labels={"severity": "critical"}, groupKey=group))
    assert [row["priority"] for row in await acme.tickets()] == ["P1", "P3"]


async def test_late_news_raises_nothing(people: World, page: httpx.AsyncClient) -> None:
    """It was over before we heard that it fired."""
    acme = await station.open_at(people, people.acme, page, "late")
    at = await now(acme)
    await acme.send(over("disk", at - MINUTE))
    await acme.send(fires("disk", at - 2 * MINUTE))
    assert await acme.tickets() == []


async def test_a_tools_own_name_for_a_delivery_counts_once(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "sns once")
    inside = '{"AlarmName":"cpu","NewStateValue":"ALARM","Region":"EU"}'
    sent = {"Type": "Notification", "MessageId": "m1", "TopicArn": "t", "Message": inside}
    await acme.send(sent)
    await acme.send(sent)
    assert [row["state"] for row in await acme.deliveries()] == ["applied", "repeated"]
    assert len(await acme.tickets()) == 1


async def test_a_paused_source_keeps_what_comes_for_later(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "paused")
    about = {"tenant": people.acme.id}
    await verb.perform(sources.pause, people.lead.principal, acme.source_id, paused=True, **about)
    await acme.send(fires("disk", await now(acme)))
    assert await acme.tickets() == []
    assert (await acme.deliveries())[0]["reason"] == "Its source is paused."


async def test_during_maintenance_nothing_is_raised_and_then_it_is(
    people: World, page: httpx.AsyncClient
) -> None:
    """What still fires when the work is over is a ticket then; what is over by then is none."""
    caro = people.caro
    service = await _with_a_service(people, caro)
    at = station.NOON + timedelta(hours=1)
    here = await station.open_at(people, caro, page, "maintained", service_id=service)
    await here.wait(timedelta(minutes=90))
    for name in ("stays", "passes"):
        await here.send(fires(name, await now(here)))
    assert await here.tickets() == []
    await here.send(over("passes", await now(here)))
    await here.wait(timedelta(hours=2))
    assert [row["subject"] for row in await here.tickets()] == ["stays"]
    assert at < await now(here)


async def _with_a_service(people: World, client: station.Client) -> station.UUID:
    await station.ground.under_contract(client, station.NOON)
    service: station.UUID = station.ground.service(client)  # type: ignore[assignment]
    starts = station.NOON + timedelta(hours=1)
    words = (service, starts, starts + timedelta(hours=2))
    await verb.perform(maintenance.announce, people.lead.principal, *words, tenant=client.id)
    return service


async def test_no_first_response_is_owed_and_a_person_who_never_touched_it_is_counted_apart(
    people: World, page: httpx.AsyncClient
) -> None:
    """PRACTICE 12, 28 and 33, from the alert's side: what others count is told by these facts."""
    caro = people.caro
    service: station.UUID = station.ground.service(caro)  # type: ignore[assignment]
    here = await station.open_at(people, caro, page, "counted", service_id=service)
    await here.wait(timedelta(hours=6))
    began = await now(here) - 5 * MINUTE
    critical = {"severity": "critical"}
    await here.send(fires("disk", began, labels=critical))
    (ticket,) = await here.tickets()
    async with db.open(Work(caro.id)):
        metrics = await db.rows(
            "SELECT metric FROM clock WHERE tenant_id = $1 AND ticket_id = $2 AND kind = 'SLA'",
            *(caro.id, ticket["id"]),
        )
        apart = await db.row(
            "SELECT channel, touched FROM counted_ticket WHERE tenant_id = $1 AND id = $2",
            *(caro.id, ticket["id"]),
        )
        raised = await db.value(
            "SELECT body ->> 'began_at' FROM event WHERE tenant_id = $1 AND subject_id = $2 "
            "AND kind = 'ticket.raised'",
            *(caro.id, ticket["id"]),
        )
    assert "first_response" not in {row["metric"] for row in metrics}
    assert {row["metric"] for row in metrics} >= {"resolution"}
    assert apart is not None
    assert (apart["channel"], apart["touched"]) == ("alert", False)
    assert int(raised) == int(began.timestamp() * 1_000_000)
    await here.send(over("disk", began + MINUTE, labels=critical))
    await here.wait(20 * MINUTE)
    assert (await here.states())[-1] == "resolved"
    async with db.open(Work(caro.id)):
        billed = await db.value(
            "SELECT count(*) FROM usage_event WHERE tenant_id = $1 AND meter = 'tickets'", caro.id
        )
    assert billed == 0


async def test_what_went_into_another_ticket_goes_on_there(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "merged")
    at = await now(acme)
    await acme.send(fires("disk", at))
    await acme.send(fires("database", at))
    first, second = [row["number"] for row in await acme.tickets()]
    lead, tenant = people.lead.principal, people.acme.id
    await verb.perform(merging.merge, lead, first, second, tenant=tenant)
    await acme.wait(2 * MINUTE)
    await acme.send(over("disk", at + SLACK))
    await acme.send(fires("disk", at + MINUTE))
    assert len(await acme.tickets()) == 2
    words = (reading_alerts.of_ticket, people.agent.principal, tenant, second)
    listed = await verb.perform(*words, tenant=tenant)
    assert {each.title for each in listed} == {"disk", "database"}
    assert "Fires again: disk" in await acme.notes(second)
