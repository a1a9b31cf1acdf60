"""A technician comes: both are told as calendars understand it, moved and cancelled under one UID;
time spent becomes time entries; a secret address shows a technician's own visits. And watchers."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import httpx
import msgspec
import pytest
from icalendar import Calendar

from tests import served
from tests import world as people
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import World, build
from underpin.desk.mail import mail_in
from underpin.desk.tickets import raising, reading
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, ids, mail_channel, mail_compose, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.outgoing import Outgoing

API = "/api/v1"
HOUR = timedelta(hours=1)
AFTER = MONDAY + 600 * HOUR
STARTS, ENDS = MONDAY + 26 * HOUR, MONDAY + 28 * HOUR


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


@pytest.fixture(scope="module")
def site(world: World) -> Any:
    return served.site()


async def raised(world: World, **words: Any) -> str:
    new = NewTicket("The switch hums", **words)
    ticket = await verb.perform(raising.raise_ticket, world.acme.requester.principal, new)
    return f"{world.acme.key}-{ticket.number}"


async def calendars(world: World, name: str) -> list[Any]:
    """What was mailed about this ticket, opened as a mail program would."""
    async with db.open(Work(world.acme.id)):
        rows = await db.rows(
            "SELECT o.id, o.subject_id, o.identity, o.payload FROM outgoing o "
            "JOIN ticket t ON t.tenant_id = o.tenant_id AND t.id = o.subject_id "
            "WHERE t.number = $1 AND o.channel = 'mail' ORDER BY o.created_at, o.id",
            int(name.rsplit("-", 1)[1]),
        )
    found = []
    for row in rows:
        said = msgspec.json.decode(row["payload"])
        words = (world.acme.id, row["id"], "mail", row["identity"], row["subject_id"], said)
        leaving = Outgoing(*words, simulated=True)
        message = mail_compose.build(mail_channel.opened(leaving))
        parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        found += [Calendar.from_ical(part.get_payload(decode=True).decode()) for part in parts]  # type: ignore[union-attr]
    return found


def visit(world: World, **changes: Any) -> dict[str, Any]:
    plain = {
        "technician_id": str(world.agent.id),
        "starts_at": STARTS.isoformat(),
        "ends_at": ENDS.isoformat(),
        "place": "Hall 3",
        "travel_minutes": 30,
    }
    return plain | changes


async def test_a_visit_is_told_moved_and_cancelled_under_one_uid(world: World, site: Any) -> None:
    name = await raised(world)
    where = f"{API}/tickets/{name}/appointments"
    async with people.browser(site, world.lead) as lead:
        made = (await lead.post(where, json=visit(world))).json()
        assert made["clashes"] == []
        one = f"{where}/{made['appointment']['id']}"
        later = {"starts_at": (STARTS + HOUR).isoformat(), "ends_at": (ENDS + HOUR).isoformat()}
        assert (await lead.put(f"{one}/times", json=later)).json()["appointment"]["sequence"] == 1
        again = await lead.put(f"{one}/times", json=later, headers={"If-Match": "1"})
        assert again.status_code == 412
        gone = await lead.put(f"{one}/cancellation", json={"reason": "It stopped."})
        assert gone.json()["state"] == "cancelled"
        assert (await lead.put(f"{one}/times", json=later)).status_code == 409
    told = await calendars(world, name)
    assert [each["METHOD"] for each in told] == ["REQUEST"] * 4 + ["CANCEL"] * 2
    events = [each.walk("VEVENT")[0] for each in told]
    assert {str(each["UID"]) for each in events} == {f"{made['appointment']['id']}@desk.example"}
    assert [int(each["SEQUENCE"]) for each in events] == [0, 0, 1, 1, 2, 2]
    assert events[2]["DTSTART"].dt == STARTS + HOUR
    guests = {str(each) for each in events[0]["ATTENDEE"]}
    assert guests == {f"mailto:{world.acme.requester.email}", f"mailto:{world.agent.email}"}


async def test_the_client_answers_a_clash_is_named_and_time_is_logged(
    world: World, site: Any
) -> None:
    name, other = await raised(world), await raised(world)
    where = f"{API}/tickets/{name}/appointments"
    async with (
        people.browser(site, world.lead) as lead,
        people.browser(site, world.acme.requester) as anna,
        people.browser(site, world.acme.observer) as observer,
    ):
        made = (await lead.post(where, json=visit(world))).json()["appointment"]
        near = visit(
            world, starts_at=(ENDS + HOUR / 4).isoformat(), ends_at=(ENDS + HOUR).isoformat()
        )
        second = (await lead.post(f"{API}/tickets/{other}/appointments", json=near)).json()
        assert [each["what"] for each in second["clashes"]] == [name], "travel counted in"
        answer = f"{where}/{made['id']}/answer"
        assert (await observer.put(answer, json={"accepted": True})).status_code == 404
        assert (await anna.put(answer, json={"accepted": True})).status_code == 200
        (seen,) = (await anna.get(where)).json()
        assert (seen["client_answer"], seen["technician_name"]) == ("accepted", "Agent")
        done, took = f"{where}/{made['id']}/completion", {"worked_minutes": 90}
        assert (await lead.put(done, json=took)).status_code == 409, "it has not begun"
        await ground.pass_time(world.acme, ENDS)
        took |= {"travelled_minutes": 60, "text": "Changed the fan."}
        assert (await lead.put(done, json=took)).json()["state"] == "done"
    async with db.open(Work(world.acme.id)):
        rows = await db.rows(
            "SELECT work_type, worked_minutes, staff_id FROM time_entry ORDER BY work_type"
        )
    assert [tuple(row) for row in rows] == [
        ("on_site", 90, world.agent.id),
        ("travel", 60, world.agent.id),
    ]


async def test_a_secret_address_shows_ones_own_visits_until_it_is_ended(
    world: World, site: Any
) -> None:
    async with (
        people.browser(site, world.agent) as ada,
        people.browser(site, face="desk") as nobody,
    ):
        first = httpx.URL((await ada.post(f"{API}/me/calendar")).json()["url"]).path
        shown = await nobody.get(first)
        assert shown.status_code == 200, shown.text
        assert shown.headers["content-type"].startswith("text/calendar")
        events = Calendar.from_ical(shown.text).walk("VEVENT")
        assert f"{world.acme.key}-1: The switch hums" in {str(each["SUMMARY"]) for each in events}
        second = httpx.URL((await ada.post(f"{API}/me/calendar")).json()["url"]).path
        assert (await nobody.get(first)).status_code == 404, "the one before ended"
        assert (await ada.delete(f"{API}/me/calendar")).status_code == 204
        assert (await nobody.get(second)).status_code == 404
        assert (await nobody.get("/calendar/nonsense.ics")).status_code == 404


async def test_members_watch_what_they_may_see_and_staff_name_others(
    world: World, site: Any
) -> None:
    name, secret = await raised(world), await raised(world, confidential=True)
    colleague, observer = world.acme.colleague, world.acme.observer
    async with (
        people.browser(site, world.lead) as lead,
        people.browser(site, colleague) as carl,
        people.browser(site, observer) as olga,
    ):
        watchers = f"{API}/tickets/{name}/watchers"
        assert (await carl.put(f"{watchers}/{colleague.id}")).status_code == 404, "not his to see"
        assert (await olga.put(f"{watchers}/{observer.id}")).status_code == 204
        assert (await olga.put(f"{watchers}/{colleague.id}")).status_code == 404, "herself only"
        hidden = f"{API}/tickets/{secret}/watchers"
        assert (await olga.put(f"{hidden}/{observer.id}")).status_code == 404, "confidential"
        assert (await lead.put(f"{watchers}/{colleague.id}")).status_code == 204
        assert (await carl.get(f"{API}/tickets/{name}")).status_code == 200
        assert len((await lead.get(watchers)).json()) == 2
        assert [each["name"] for each in (await olga.get(watchers)).json()] == [observer.name]
        assert (await carl.delete(f"{watchers}/{colleague.id}")).status_code == 204
        assert (await carl.get(f"{API}/tickets/{name}")).status_code == 404
        stranger = world.bolt.requester.id
        assert (await lead.put(f"{watchers}/{stranger}")).status_code == 422


async def test_the_clients_administrator_says_how_far_somebody_sees(
    world: World, site: Any
) -> None:
    name, colleague = await raised(world), world.acme.colleague
    reach = f"{API}/clients/{world.acme.key}/people/{colleague.id}/reach"
    async with (
        people.browser(site, world.acme.admin) as boss,
        people.browser(site, colleague) as carl,
    ):
        assert (await carl.put(reach, json={"reach": "company"})).status_code == 403
        assert (await boss.put(reach, json={"reach": "planet"})).status_code == 422
        assert (await carl.get(f"{API}/tickets/{name}")).status_code == 404
        assert (await boss.put(reach, json={"reach": "company"})).status_code == 204
        assert (await carl.get(f"{API}/tickets/{name}")).status_code == 200
        assert (await boss.put(reach, json={"reach": None})).status_code == 204
        assert (await carl.get(f"{API}/tickets/{name}")).status_code == 404


def reply(world: World, told: Any, who: str, method: str, partstat: str) -> EmailMessage:
    """As a calendar program answers an invitation."""
    (event,) = told.walk("VEVENT")
    event.pop("ATTENDEE")
    event.add("ATTENDEE", f"mailto:{who}", parameters={"PARTSTAT": partstat})
    told["METHOD"] = method
    mail = EmailMessage()
    mail["From"], mail["To"] = who, str(event["ORGANIZER"]).removeprefix("mailto:")
    mail["Subject"], mail["Message-ID"] = partstat, f"<{ids.new()}@acme.example>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("Answered by the calendar.")
    text = told.to_ical().decode()
    mail.add_alternative(text, subtype="calendar", params={"method": method})
    return mail


async def arrives(world: World, mail: EmailMessage) -> None:
    await mail_in.accept(mail["From"], (mail["To"],), mail.as_bytes())
    await ground.settle(world.acme)


async def test_who_was_invited_answers_by_their_calendar(world: World, site: Any) -> None:
    name = await raised(world)
    number, anna = int(name.rsplit("-", 1)[1]), world.acme.requester.email
    where = f"{API}/tickets/{name}/appointments"
    planned = {"starts_at": AFTER.isoformat(), "ends_at": (AFTER + HOUR).isoformat()}
    async with people.browser(site, world.lead) as lead:
        made = (await lead.post(where, json=visit(world, **planned))).json()["appointment"]

        async def answers() -> tuple[str, str]:
            (seen,) = (await lead.get(where)).json()
            return seen["client_answer"], seen["technician_answer"]

        async def told() -> Any:
            return (await calendars(world, name))[-1]

        await arrives(world, reply(world, await told(), anna, "REPLY", "TENTATIVE"))
        assert await answers() == ("tentative", "none")
        await arrives(world, reply(world, await told(), world.agent.email, "REPLY", "ACCEPTED"))
        assert await answers() == ("tentative", "accepted")
        # not somebody who was invited; not to the address signed for it; of no visit of ours
        stranger = world.acme.colleague.email
        await arrives(world, reply(world, await told(), stranger, "REPLY", "DECLINED"))
        unsigned = reply(world, await told(), anna, "REPLY", "DECLINED")
        unsigned.replace_header("To", f"{world.acme.slug}@desk.example")
        await arrives(world, unsigned)
        other = await told()
        other.walk("VEVENT")[0]["UID"] = f"{ids.new()}@desk.example"
        await arrives(world, reply(world, other, anna, "REPLY", "DECLINED"))
        assert await answers() == ("tentative", "accepted")
        # moved: both are asked anew, and an answer to the old invitation counts no more
        old = await told()
        later = {"starts_at": (AFTER + HOUR).isoformat(), "ends_at": (AFTER + 2 * HOUR).isoformat()}
        await lead.put(f"{where}/{made['id']}/times", json=later)
        await arrives(world, reply(world, old, anna, "REPLY", "ACCEPTED"))
        assert await answers() == ("none", "none")
        await arrives(world, reply(world, await told(), anna, "COUNTER", "NEEDS-ACTION"))
        assert await answers() == ("countered", "none")
        page = await lead.get(f"/tickets/{name}")
    assert f"{world.acme.requester.name}</bdi> asked for another time of the visit" in page.text
    words = (world.acme.id, number)
    detail = await verb.perform(reading.one, world.lead.principal, *words, tenant=world.acme.id)
    answered = [e for e in detail.happenings if e.kind == "ticket.appointment_answered"]
    assert [(each.actor, each.body["answer"]) for each in answered] == [
        (world.acme.requester.name, "tentative"),
        (world.agent.name, "accepted"),
        (world.acme.requester.name, "countered"),
    ]
    assert [each.body for each in detail.messages] == []
