"""A starter is asked for by a form: one ticket with its answers, its tasks and its date; the form
changes, and the request stays what it was."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest

from tests import served
from tests import world as people
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.service.desk.requests import form
from tests.world import World, build
from underpin.desk.catalogue import answers
from underpin.desk.catalogue.answers import FormRefused
from underpin.desk.catalogue.definition import Definition
from underpin.desk.tickets import finishing
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

API = "/api/v1"
WANTED = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)
GIVEN = {"name": "Zofia Ząb", "device": "laptop", "screens": "2", "remote": "yes"}
KEYS = itertools.count(1)


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    site = served.site()
    async with people.browser(site, world.admin) as admin:
        put = await admin.put(
            f"{API}/task-templates/starter", json={"name": "Starter", "steps": form.STEPS}
        )
        assert put.status_code == 200, put.text
    return world


@pytest.fixture(scope="module")
def site(world: World) -> Any:
    return served.site()


@pytest.fixture
async def anna(world: World, site: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with people.browser(site, world.acme.requester) as page:
        yield page


@pytest.fixture
async def lead(world: World, site: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with people.browser(site, world.lead) as page:
        yield page


async def offered(lead: httpx.AsyncClient, **changes: Any) -> str:
    """An item of the provider's that nobody else asks for."""
    key = f"starter-{next(KEYS)}"
    put = await lead.put(f"{API}/catalogue/{key}", json={"definition": form.STARTER | changes})
    assert put.status_code == 200, put.text
    return key


def asked(world: World, key: str) -> str:
    return f"{API}/clients/{world.acme.key}/catalogue/{key}/requests"


async def tickets(world: World) -> int:
    async with db.open(Work(world.acme.id)):
        return int(await db.value("SELECT count(*) FROM ticket"))


async def test_a_form_makes_one_ticket_that_says_what_was_asked(
    world: World, anna: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    key, before = await offered(lead), await tickets(world)
    where = f"{API}/clients/{world.acme.key}"
    staged = await anna.post(f"{where}/uploads", files={"file": ("c.pdf", b"%PDF-1.7", "a/b")})
    given = GIVEN | {"manager": world.acme.admin.email, "contract": staged.json()["id"]}
    body = {"answers": given, "wanted_at": WANTED.isoformat()}
    once = {"Idempotency-Key": f"k-{key}"}
    made = (await anna.post(asked(world, key), json=body, headers=once)).json()
    again = (await anna.post(asked(world, key), json=body, headers=once)).json()
    assert (made["number"], await tickets(world)) == (again["number"], before + 1)
    assert (made["type"], made["subject"]) == ("service_request", "New starter: Zofia Ząb")
    assert datetime.fromisoformat(made["next_due"]) <= WANTED
    ticket = f"{API}/tickets/{made['number']}"
    said = (await anna.get(ticket)).json()["messages"][0]["body"]
    assert "Device: Laptop\nScreens: 2\nWorks from home: yes" in said
    assert len((await anna.get(f"{ticket}/attachments")).json()) == 1
    found = (await lead.get(f"{ticket}/request")).json()
    assert (found["version"], found["answers"]["remote"], found["answers"]["screens"]) == (
        1,
        True,
        "2",
    )
    titles = [(each["title"], each["ready"]) for each in (await lead.get(f"{ticket}/tasks")).json()]
    assert titles == [
        ("Make the account", True),
        ("Make the mailbox", False),
        ("Order a badge", True),
    ]
    assert (await anna.get(f"{ticket}/tasks")).status_code in (403, 404), "staff's own"


async def test_what_does_not_fit_the_form_makes_nothing(
    world: World, anna: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    key, before = await offered(lead), await tickets(world)
    wrong: list[tuple[dict[str, str], str | None, str]] = [
        ({**GIVEN, "name": ""}, WANTED.isoformat(), "name"),
        ({**GIVEN, "device": "boat"}, WANTED.isoformat(), "device"),
        ({**GIVEN, "screens": "9"}, WANTED.isoformat(), "screens"),
        ({**GIVEN, "manager": "nobody@x.example"}, WANTED.isoformat(), "manager"),
        (GIVEN, None, "wanted_at"),
        (GIVEN, MONDAY.isoformat(), "wanted_at"),
    ]
    for given, wanted, field in wrong:
        got = await anna.post(asked(world, key), json={"answers": given, "wanted_at": wanted})
        assert (got.status_code, got.json()["field"]) == (422, field)
    other = asked(world, "no-such-thing")
    assert (await anna.post(other, json={"answers": {}})).status_code == 404
    assert await tickets(world) == before


async def test_a_request_stays_as_it_was_asked_when_the_form_changes(
    world: World, anna: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    key = await offered(lead)
    body = {"answers": GIVEN, "wanted_at": WANTED.isoformat()}
    made = (await anna.post(asked(world, key), json=body)).json()
    plain = {**form.STARTER, "texts": {"en": {"name": "Somebody new"}}, "fields": []}
    plain["fulfilment"] = {}
    put = await lead.put(f"{API}/catalogue/{key}", json={"definition": plain})
    assert put.json()["version"] == 2
    stale = await lead.put(
        f"{API}/catalogue/{key}", json={"definition": plain}, headers={"If-Match": "1"}
    )
    assert stale.status_code == 412
    found = (await anna.get(f"{API}/tickets/{made['number']}/request")).json()
    assert (found["name"], found["version"], found["lines"][0]) == (
        "New starter",
        1,
        {"label": "Name", "value": "Zofia Ząb"},
    )


async def test_a_client_may_have_an_item_of_its_own_or_none(
    world: World, anna: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    key = await offered(lead)
    own = f"{API}/clients/{world.acme.key}/catalogue/{key}"
    theirs = {**form.STARTER, "texts": {"en": {"name": "A new colleague of ACME"}}}
    assert (await anna.put(own, json={"definition": theirs})).status_code in (403, 404)
    await lead.put(own, json={"definition": theirs})
    assert (await anna.get(own)).json()["definition"]["texts"]["en"]["name"].endswith("ACME")
    await lead.put(own, json={"definition": theirs, "active": False})
    assert (await anna.get(own)).status_code == 404
    elsewhere = f"{API}/clients/{world.bolt.key}/catalogue/{key}"
    assert (await lead.get(elsewhere)).json()["own"] is False


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": {"pl": {"name": "x"}}},
        {"fields": [{"key": "a", "kind": "choice", "label": {"en": "A"}}]},
        {"fields": [{"key": "a", "kind": "text", "label": {"en": "A"},
                     "show_when": {"field": "b", "equals": "yes"}}]},
        {"fulfilment": {"subject_field": "nothing"}},
        {"approval": {"amount": "5"}},
    ],
)  # fmt: skip
async def test_what_cannot_be_asked_is_not_offered(
    lead: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    put = await lead.put(f"{API}/catalogue/wrong", json={"definition": form.STARTER | wrong})
    assert put.status_code == 422, put.text
    assert "wrong" not in [each["key"] for each in (await lead.get(f"{API}/catalogue")).json()]


def test_what_the_form_does_not_show_is_not_taken() -> None:
    item = msgspec.convert(form.STARTER, Definition)
    typed = answers.read(item.fields, {"name": "Zofia", "device": "none", "screens": "2"})
    assert typed == {"name": "Zofia", "device": "none"}
    with pytest.raises(FormRefused) as refused:
        answers.read(item.fields, {"device": "laptop", "remote": "maybe"})
    assert set(refused.value.problems) == {"name", "screens", "remote"}


async def test_tasks_are_done_in_order_and_hold_the_ticket_until_then(
    world: World, anna: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    key = await offered(lead)
    body = {"answers": GIVEN, "wanted_at": WANTED.isoformat()}
    made = (await anna.post(asked(world, key), json=body)).json()
    ticket = f"{API}/tickets/{made['number']}"
    account, mailbox, badge = (await lead.get(f"{ticket}/tasks")).json()
    assert datetime.fromisoformat(account["due_at"]) == datetime(2026, 3, 10, 15, tzinfo=UTC)
    early = await lead.put(f"{ticket}/tasks/{mailbox['id']}/completion")
    assert early.status_code == 409 and "task-not-yet" in early.json()["type"]
    held = await lead.post(f"{ticket}/resolution", json={})
    assert (held.status_code, "Make the account" in held.json()["detail"]) == (409, True)
    assert (await lead.get(ticket)).json()["state"] != "resolved"
    unsaid = await lead.put(f"{ticket}/tasks/{mailbox['id']}/skipping", json={"reason": " "})
    assert unsaid.status_code == 422
    await lead.put(f"{ticket}/tasks/{account['id']}/completion")
    skipped = await lead.put(f"{ticket}/tasks/{mailbox['id']}/skipping", json={"reason": "Shared."})
    assert skipped.status_code == 204
    later = {"wanted_at": "2026-03-13T15:00:00Z", "reason": "She comes later.", "agreed": True}
    moved = await lead.put(f"{ticket}/wanted-date", json=later)
    assert moved.json()["wanted_at"] == "2026-03-13T15:00:00Z"
    states = [
        (each["state"], each["due_at"]) for each in (await lead.get(f"{ticket}/tasks")).json()
    ]
    assert [state for state, _ in states] == ["done", "skipped", "open"]
    assert states[0][1] == account["due_at"], "what is done does not move"
    number = int(made["number"].rsplit("-", 1)[1])
    done: Ticket = await verb.perform(
        finishing.resolve, world.lead.principal, number, tenant=world.acme.id
    )
    assert done.state == "resolved", "a badge is not mandatory"
    assert badge["mandatory"] is False


async def test_what_needs_approval_is_asked_of_the_clients_approvers(
    world: World, anna: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    key = await offered(lead, approval={})
    body = {"answers": GIVEN, "wanted_at": WANTED.isoformat()}
    made = (await anna.post(asked(world, key), json=body)).json()
    async with db.open(Work(world.acme.id)):
        row = await db.row(
            "SELECT q.subject, q.state FROM approval_request q JOIN ticket t ON t.tenant_id = "
            "q.tenant_id AND t.id = q.ticket_id WHERE t.number = $1",
            int(made["number"].rsplit("-", 1)[1]),
        )
    assert row is not None
    assert (row["subject"], row["state"]) == ("catalogue_request", "waiting")
