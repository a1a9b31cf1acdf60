"""A ticket's issues in bug trackers: made once, written to, and what becomes of them brought back
by asking or by webhook; staff alone see any of it."""

from __future__ import annotations

import base64
import hmac
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from tests.service.desk import ground
from tests.service.desk.channels.far_side import far_side
from tests.service.desk.connectors.trackers import (
    FakeBugzilla,
    FakeJira,
    FakeMantis,
    Tracker,
    doc,
)
from tests.world import World
from underpin.desk.connectors import greeting, hook, keeping, tracking, watching
from underpin.desk.connectors.connector import Auth, Connector, Said, Secret
from underpin.desk.connectors.link import Link
from underpin.desk.connectors.tracking import Issue
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.outbound import Outbound

JIRA = base64.b64encode(b"desk@initech.example:t0ken").decode()


async def ask(people: World, who: str, wanted: object, *words: object, **more: object) -> Any:
    person = getattr(people, who).principal
    return await verb.perform(wanted, person, *words, tenant=people.bolt.id, **more)  # type: ignore[arg-type]


async def a_ticket(people: World, subject: str = "Printer prints noise") -> int:
    new = NewTicket(subject, "The driver of build 7.")
    ticket = await verb.perform(raising.raise_ticket, people.bolt.requester.principal, new)
    return int(ticket.number)


async def at(
    people: World, kind: str, url: str, auth: Auth, secret: str, **settings: Any
) -> Connector:
    said = Said(f"{kind} of ours", kind, url, settings, auth, Secret(token=secret), look_minutes=5)
    made: Connector = await verb.perform(keeping.add, people.admin.principal, said)
    return made


async def look(people: World, outbound: Outbound) -> int:
    """As if it were time to."""
    async with db.open(Work(people.bolt.id)):
        await db.execute(
            "UPDATE connector_watch SET due_at = transaction_timestamp() WHERE tenant_id = $1",
            people.bolt.id,
        )
    return await watching.round(outbound)


async def issues(people: World, number: int) -> list[Issue]:
    found: list[Issue] = await ask(people, "agent", tracking.of_ticket, people.bolt.id, number)
    return found


async def told(people: World, number: int, times: int = 1) -> Issue:
    for _ in range(times):
        await ground.hurry(people.bolt)
    return (await issues(people, number))[-1]


async def test_jira_is_told_once_asked_in_pages_and_heard(
    people: World, outbound: Outbound, page: httpx.AsyncClient
) -> None:
    fake = FakeJira(header=("authorization", f"Basic {JIRA}"), busy=1)
    async with far_side(fake):
        auth = Auth("basic", username="desk@initech.example")
        words = {"project": "OPS", "priorities": {"P3": "Medium"}}
        made = await at(people, "jira", fake.url, auth, "t0ken", **words)
        number = await a_ticket(people)
        first: Link = await ask(people, "agent", tracking.make, number, made.id)
        assert (await told(people, number)).state == "waiting", "429: not now"
        assert (await told(people, number)).link.reference == "OPS-1"
        # told again, as when the answer was lost, it is found there
        async with db.open(Work(people.bolt.id)):
            await db.execute(
                "UPDATE outgoing SET sent_at = NULL WHERE payload ->> 'link_id' = $1", str(first.id)
            )
        await told(people, number)
        assert len(fake.issues) == 1
        fields = fake.issues["OPS-1"]["fields"]
        assert (fields["summary"], fields["priority"]) == (
            "Printer prints noise",
            {"name": "Medium"},
        )
        assert "The driver of build 7." in msgspec.json.encode(fields["description"]).decode()

        # more than a page of issues, more than one comment: all is brought back, and our own not
        for _ in range(2):
            await ask(people, "agent", tracking.make, number, made.id)
        await told(people, number)
        await ask(people, "agent", tracking.comment, number, first.id, "Any news?")
        await told(people, number)
        fake.comment("OPS-1", "Dev One", doc("Reproduced."))
        fake.comment("OPS-1", "Dev Two", doc("Mine."))
        fake.moves("OPS-3", "In Progress", None)
        assert await look(people, outbound) > 0
        found = await issues(people, number)
        states = sorted(each.link.status for each in found)
        assert states == ["In Progress", "To Do", "To Do"]
        said = [(note.direction, note.author_name, note.body) for note in found[0].notes]
        assert said == [
            ("out", people.agent.name, "Any news?"),
            ("in", "Dev One", "Reproduced."),
            ("in", "Dev Two", "Mine."),
        ]
        assert await look(people, outbound) == 0, "nothing is new twice"

        # by webhook, signed as Jira signs; what is not ours is no matter
        issued = await ask(people, "lead", hook.issue, made.id)
        fake.moves("OPS-1", "Done", "Fixed")
        for key, outcome in (
            ("OPS-1", {"applied": 1, "repeated": False}),
            ("OPS-9", {"ignored": "It is none of this client's."}),
        ):
            issue = {"key": key, "fields": fake.issues["OPS-1"]["fields"]}
            event = {"webhookEvent": "jira:issue_updated", "issue": issue, "user": {}}
            body = msgspec.json.encode(event | {"timestamp": 1})
            signed = hmac.new(issued.signing_key.encode(), body, "sha256").hexdigest()
            for headers, status in (({}, 403), ({"x-hub-signature": f"sha256={signed}"}, 202)):
                answer = await page.post(issued.address, content=body, headers=headers)
                assert answer.status_code == status
            await ground.settle(people.bolt)
            async with db.open(Work(people.bolt.id)):
                kept = await db.value(
                    "SELECT outcome FROM hook_delivery WHERE tenant_id = $1 "
                    "ORDER BY id DESC LIMIT 1",
                    people.bolt.id,
                )
            assert msgspec.json.decode(kept) == outcome
        done = (await issues(people, number))[0].link
        assert (done.status, done.resolution) == ("Done", "Fixed")
        assert done.ended_at is not None
        greeted = await verb.begin(greeting.greet, people.admin.principal, made.id)
        assert greeted.tested == "ok: Underpin at Initech"


@pytest.mark.parametrize("kind", ["bugzilla", "mantis"])
async def test_other_trackers_go_the_same_way(people: World, outbound: Outbound, kind: str) -> None:
    fake: Tracker
    if kind == "bugzilla":
        fake, auth, secret = FakeBugzilla(), Auth("header", header="X-BUGZILLA-API-KEY"), "k3y"
        right: dict[str, Any] = {"product": "Printing", "component": "Driver"}
        wrong, why, first = {"product": "Scanning"}, "does not exist", "700"
    else:
        fake, auth, secret = FakeMantis(), Auth("header", header="Authorization"), "t0ken"
        right, wrong, why, first = {"project_id": 4}, {"category": "x"}, "not found", "1"
    async with far_side(fake):
        made = await at(people, kind, fake.url, auth, secret, **right | wrong)
        number = await a_ticket(people)
        link: Link = await ask(people, "agent", tracking.make, number, made.id)
        refused = await told(people, number)
        assert refused.state == "set_aside"
        assert why in str(refused.error)
        # mended, and told again by hand
        said = Said(made.name, kind, fake.url, right, auth, look_minutes=5)
        await verb.perform(keeping.change, people.admin.principal, made.id, said)
        (waiting, *_) = await ask(people, "lead", keeping.deliveries, made.id)
        await ask(people, "lead", keeping.again, waiting.id)
        assert (await told(people, number)).link.reference == first
        await ask(people, "agent", tracking.comment, number, link.id, "Any news?")
        await told(people, number)
        if isinstance(fake, FakeBugzilla):
            fake.comment(first, "dev@example.org", "Reproduced.")
            fake.issues[first] |= {"status": "RESOLVED", "resolution": "FIXED"}
        else:
            assert isinstance(fake, FakeMantis)
            fake.note(first, "dev@example.org", "Reproduced.")
            fake.issues[first] |= {"status": {"id": 80, "name": "resolved"}}
            fake.issues[first] |= {"resolution": {"id": 20, "name": "fixed"}}
        assert await look(people, outbound) == 2
        found = (await issues(people, number))[0]
        assert str(found.link.status).lower() == "resolved"
        assert str(found.link.resolution).lower() == "fixed"
        assert [(note.author_name, note.body) for note in found.notes] == [
            (people.agent.name, "Any news?"),
            ("dev@example.org", "Reproduced."),
        ]
        assert await look(people, outbound) == 0, "an issue that is over is asked after no more"


async def test_an_issue_is_staffs_own_and_its_tickets(people: World) -> None:
    auth = Auth("header", header="X-BUGZILLA-API-KEY")
    settings = {"product": "Printing", "component": "Driver"}
    said = Said("Elsewhere", "bugzilla", "http://127.0.0.1:9/", settings, auth, Secret(token="k"))
    made = await verb.perform(keeping.add, people.admin.principal, said)
    number, other = await a_ticket(people), await a_ticket(people)
    tied: Link = await ask(people, "agent", tracking.tie, number, made.id, "4711")
    with pytest.raises(tracking.Linked):
        await ask(people, "agent", tracking.tie, other, made.id, "4711")
    with pytest.raises(Malformed):
        await ask(people, "agent", tracking.tie, other, made.id, "../admin")
    with pytest.raises(NotFound):
        await ask(people, "agent", tracking.comment, other, tied.id, "Not mine")
    with pytest.raises(NotFound):
        await ask(people, "agent", tracking.make, other, UUID(int=9))
    member = people.bolt.admin.principal
    for wanted in (tracking.of_ticket, tracking.trackers):
        words = (people.bolt.id, number) if wanted is tracking.of_ticket else ()
        with pytest.raises(Forbidden):
            await verb.perform(wanted, member, *words)
    with pytest.raises(NotFound):
        await verb.perform(
            tracking.of_ticket,
            people.stranger.principal,
            *(people.bolt.id, number),
            tenant=people.bolt.id,
        )
    assert await issues(people, other) == []
    await ask(people, "agent", tracking.untie, number, tied.id)
    assert (await issues(people, number))[0].link.ended_at is not None
