"""Requests to the end: from a browser or a token through door, verb and database to the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar, Request, Response, post
from litestar.params import FromPath, JSONBody

from tenants import api_token, door, people, session, sign_in
from tests import world as worlds
from tests.conftest import Database
from tests.world import PASSWORD, SETTINGS, Human, World, browser
from underpin.kernel import cookies, csrf, db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.web import problems, route
from underpin.kernel.web.caller import Caller, Doors


class NewPlace(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class Place(msgspec.Struct, frozen=True):
    id: UUID
    name: str


@verb.write("ticket.raise", STAFF, MEMBER)
async def add_place(act: Act, name: str) -> Place:
    """Stands for any verb that changes a client's rows."""
    place = Place(ids.new(), name)
    await db.execute(
        "INSERT INTO site (tenant_id, id, name, time_zone) VALUES ($1, $2, $3, 'UTC')",
        *(act.tenant_id, place.id, name),
    )
    return place


@post("/api/v1/clients/{key:str}/places", **route.of(add_place))
async def api_add(
    request: Request[Any, Any, Any], key: FromPath[str], data: JSONBody[NewPlace]
) -> Place:
    tenant = route.tenant_of(request, key)
    made: Place = await route.perform(request, add_place, data.name, tenant=tenant)
    return made


@post("/clients/{key:str}/places", **route.of(add_place))
async def page_add(request: Request[Any, Any, Any], key: FromPath[str]) -> Place:
    name = (await request.form())["name"]
    tenant = route.tenant_of(request, key)
    made: Place = await route.perform(request, add_place, name, tenant=tenant)
    return made


@post("/sign-in", **route.open_to_all("signs in"))
async def enter(request: Request[Any, Any, Any]) -> Response[None]:
    form = await request.form()
    issued = await sign_in.member(form["company"], form["email"], form["password"])
    return Response(None, headers={"Set-Cookie": cookies.build(issued.plain)})


@post("/sign-out", **route.open_to_all("ends a session"))
async def leave(request: Request[Any, Any, Any]) -> Response[None]:
    await session.end(request.scope["state"]["session_token"])
    return Response(None, headers={"Set-Cookie": cookies.clear()})


@pytest.fixture(autouse=True)
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the console's pages, whoever was tested before."""
    monkeypatch.setattr(problems._Painter, "paint", None)


@pytest.fixture(scope="module")
def app() -> Caller:
    inner = Litestar(
        [api_add, page_add, enter, leave],
        guards=[route.guard],
        exception_handlers={Exception: problems.handle},
        openapi_config=None,
        logging_config=None,
    )
    return Caller(inner, Doors(door.by_session, door.by_api_token))


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    return await worlds.build()


@pytest.fixture
async def agent(app: Caller, world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app, world.agent) as page:
        yield page


async def _places(tenant: int) -> list[str]:
    async with db.open(Work(tenant)):
        return [row["name"] for row in await db.rows("SELECT name FROM site ORDER BY id")]


def _url(key: str, prefix: str = "/api/v1") -> str:
    return f"{prefix}/clients/{key}/places"


async def test_a_change_stands_before_its_answer(agent: httpx.AsyncClient, world: World) -> None:
    name = str(ids.new())
    answer = await agent.post(_url(world.acme.key), json={"name": name})
    assert answer.status_code == 201
    assert answer.json()["name"] == name
    assert name in await _places(world.acme.id)


async def test_another_companys_things_do_not_exist(
    agent: httpx.AsyncClient, app: Caller, world: World
) -> None:
    before = await _places(world.caro.id)
    unknown = await agent.post(_url("NOSUCH"), json={"name": "x"})
    strange = await agent.post(_url(world.caro.key), json={"name": "x"})
    assert unknown.status_code == strange.status_code == 404
    assert unknown.content == strange.content
    async with browser(app, world.acme.requester) as page:
        answer = await page.post(_url(world.bolt.key), json={"name": "x"})
        assert (answer.status_code, answer.content) == (404, unknown.content)
    assert await _places(world.caro.id) == before


async def test_without_the_capability_not_even_the_body_is_looked_at(
    app: Caller, world: World
) -> None:
    before = await _places(world.acme.id)
    async with browser(app, world.finance) as page:
        for raw in (b"{", b'{"name": 1}', b'{"name": "fine"}'):
            assert (await page.post(_url(world.acme.key), content=raw)).status_code == 403
    assert await _places(world.acme.id) == before


async def test_who_loses_a_client_meanwhile_changes_nothing(
    app: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unassigned after the door let them in, and before the verb began."""
    person = await worlds.staff_person(
        world.admin.principal, "Gone", f"{ids.new()}@x.example", "agent", 1, [world.acme.id]
    )
    real = route.perform

    async def meanwhile(request: Any, wanted: Any, *args: Any, **words: Any) -> Any:
        await verb.perform(people.unassign, world.admin.principal, person.id, world.acme.id)
        return await real(request, wanted, *args, **words)

    monkeypatch.setattr(route, "perform", meanwhile)
    before = await _places(world.acme.id)
    async with browser(app, person) as page:
        answer = await page.post(_url(world.acme.key), json={"name": "late"})
    assert answer.status_code == 404
    assert await _places(world.acme.id) == before


async def test_a_repeated_request_has_one_effect(agent: httpx.AsyncClient, world: World) -> None:
    name, headers = str(ids.new()), {"Idempotency-Key": str(ids.new())}
    url = _url(world.acme.key)
    first = await agent.post(url, json={"name": name}, headers=headers)
    again = await agent.post(url, json={"name": name}, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    other = await agent.post(url, json={"name": "other"}, headers=headers)
    assert other.status_code == 409
    elsewhere = await agent.post(_url(world.bolt.key), json={"name": name}, headers=headers)
    assert elsewhere.json()["id"] != first.json()["id"]
    assert (await _places(world.acme.id)).count(name) == 1


async def test_repeats_at_once_have_one_effect(agent: httpx.AsyncClient, world: World) -> None:
    name, headers = str(ids.new()), {"Idempotency-Key": str(ids.new())}
    answers = await asyncio.gather(
        *(agent.post(_url(world.acme.key), json={"name": name}, headers=headers) for _ in range(4))
    )
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (await _places(world.acme.id)).count(name) == 1


async def test_a_form_pressed_twice_is_sent_once(agent: httpx.AsyncClient, world: World) -> None:
    form = {"name": str(ids.new()), route.FORM_KEY: str(ids.new())}
    url = _url(world.acme.key, "")
    answers = await asyncio.gather(*(agent.post(url, data=form) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (await _places(world.acme.id)).count(form["name"]) == 1


async def test_a_key_too_long_is_malformed(agent: httpx.AsyncClient, world: World) -> None:
    headers = {"Idempotency-Key": "x" * 201}
    answer = await agent.post(_url(world.acme.key), json={"name": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


async def test_what_cannot_be_stored_is_malformed(agent: httpx.AsyncClient, world: World) -> None:
    answer = await agent.post(_url(world.acme.key), json={"name": "a\0b"})
    assert answer.status_code == 422
    assert "cannot be stored" in answer.json()["detail"]


async def test_a_token_does_what_it_was_given(app: Caller, world: World) -> None:
    tokens = {}
    for capability in ("ticket.raise", "ticket.read"):
        _, plain = await verb.begin(
            api_token.issue, world.agent.principal, "t", [capability], timedelta(days=1)
        )
        tokens[capability] = {"Authorization": f"Bearer {plain}"}
    async with browser(app, face="desk") as page:
        url, name = _url(world.acme.key), str(ids.new())
        answer = await page.post(url, json={"name": name}, headers=tokens["ticket.raise"])
        assert answer.status_code == 201
        answer = await page.post(url, json={"name": name}, headers=tokens["ticket.read"])
        assert answer.status_code == 403
        assert (await page.post(url, json={"name": name})).status_code == 401
    assert (await _places(world.acme.id)).count(name) == 1


def _session_of(answer: httpx.Response) -> str:
    given: str = answer.headers["set-cookie"].split(";")[0].split("=", 1)[1]
    return given


async def test_signing_in_gives_a_session_the_visitor_did_not_choose(
    app: Caller, world: World
) -> None:
    form = {
        "company": world.acme.slug,
        "email": world.acme.requester.email,
        "password": PASSWORD,
    }
    planted = {"Cookie": f"{cookies.SESSION}=planted"}
    async with browser(app, face="portal") as page:
        first = await page.post("/sign-in", data=form, headers=planted)
        second = await page.post("/sign-in", data=form, headers=planted)
        wrong = await page.post("/sign-in", data=form | {"password": "wrong"})
        unknown = await page.post("/sign-in", data=form | {"email": "nobody@x.example"})
    assert "planted" not in {_session_of(first), _session_of(second)}
    assert _session_of(first) != _session_of(second)
    assert await door.by_session("planted") is None
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in first.headers["set-cookie"]
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.content == unknown.content
    assert "set-cookie" not in wrong.headers


async def test_signing_out_is_at_once_and_for_good(app: Caller, world: World) -> None:
    issued = await sign_in.member(world.acme.slug, world.acme.colleague.email, PASSWORD)
    found = await door.by_session(issued.plain)
    assert found is not None
    person = Human(world.acme.colleague.id, "", "", found, issued.plain)
    async with browser(app, person) as page:
        url = _url(world.acme.key)
        assert (await page.post(url, json={"name": str(ids.new())})).status_code == 201
        flights = [page.post(url, json={"name": str(ids.new())}) for _ in range(3)]
        out, *_ = await asyncio.gather(page.post("/sign-out"), *flights)
        assert out.headers["set-cookie"].startswith(f"{cookies.SESSION}=;")
        assert (await page.post(url, json={"name": "late"})).status_code == 401
    assert await person.again() is None


async def test_the_proof_of_one_session_is_none_for_another(app: Caller, world: World) -> None:
    before = await _places(world.acme.id)
    mine = worlds.credentials(world.acme.requester)
    theirs = worlds.credentials(world.acme.colleague)
    async with browser(app, face="portal", Cookie=mine["Cookie"]) as page:
        answer = await page.post(
            _url(world.acme.key),
            json={"name": "forged"},
            headers={csrf.HEADER: theirs[csrf.HEADER]},
        )
    assert answer.status_code == 403
    assert await _places(world.acme.id) == before


def test_the_shared_settings_are_three_origins() -> None:
    faces = {SETTINGS.desk_origin, SETTINGS.portal_origin, SETTINGS.content_origin}
    assert len(faces) == 3
