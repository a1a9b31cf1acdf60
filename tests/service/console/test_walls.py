"""To someone without access another client's object does not exist: on every route with a name in
it, for every method, the answer is that of an unknown name, and nothing changes.

The routes are read from the application; a new one takes part without being named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.world import Human
from underpin import app
from underpin.kernel import ids
from underpin.kernel.web import route
from underpin.kernel.web.caller import Caller

DAY = "2026-11-01"
METHODS = ("GET", "POST", "PUT", "DELETE")
CONTENT = {"calendar_version_id": str(ids.new()), "targets": []}
# What each route's body would say, so that no refusal is about the body. By the path's last word.
BODIES: Mapping[str, Mapping[str, Any]] = {
    "replies": {"body": "x"},
    "notes": {"body": "x"},
    "assignee": {"assignee_id": None},
    "state": {"state": "open"},
    "tier": {"tier": 2},
    "priority": {"impact": "high", "urgency": "high", "reason": "x"},
    "resolution": {},
    "time": {"worked_minutes": 5},
    "people": {"name": "X", "email": "x@example.org"},
    "agreements": {"name": "X", "content": CONTENT},
    "content": {"content": CONTENT},
    "erasure": {"reason": "x"},
    "document": {"sha256": "00" * 32},
    "activation": {"effective_from": "2030-01-01T00:00:00Z"},
}
FORM = {
    "body": "x",
    "text": "x",
    "question": "x",
    "reason": "x",
    "tier": "L2",
    "version": "1",
    "follow_up": "2030-01-01",
    "person": str(ids.new()),
}


@dataclass(frozen=True)
class Asked:
    """A route with a name in it. Its link or asset is a credential or public where it is open."""

    path: str
    handlers: Mapping[str, HTTPRouteHandler] = field(hash=False)

    def of(self, names: Mapping[str, str]) -> str:
        return re.sub(
            r"\{(\w+):(\w+)\}",
            lambda match: DAY if match[2] == "date" else names[match[1]],
            self.path,
        )


def asked() -> Iterator[Asked]:
    for each in app.create(world.SETTINGS, connect=False).routes:
        found: dict[str, HTTPRouteHandler] = {}
        for handler in getattr(each, "route_handlers", ()):
            if route.OPEN not in handler.opt and "{" in each.path:
                found |= dict.fromkeys(map(str, set(handler.http_methods) - {"OPTIONS"}), handler)
        if found:
            yield Asked(each.path, found)


ROUTES = list(asked())


def theirs(here: Ground) -> dict[str, str]:
    """Everything by which an object of BOLT can be named."""
    bolt, client = here.bolt, here.bolt.client
    return {
        "name": bolt.name,
        "key": client.key,
        "slug": client.slug,
        "person_id": str(client.requester.id),
        "staff_id": str(here.people.l2.id),
        "contract_id": str(bolt.contract_id),
        "agreement_id": str(bolt.agreement_id),
        "version_id": str(bolt.version_id),
        "entry_id": str(bolt.entry_id),
        "token_id": str(ids.new()),
        "step": str(ids.new()),
        "month": "11",
        "year": "2026",
        "lane": "deliveries",
    }


def unknown(known: Mapping[str, str]) -> dict[str, str]:
    """The same shape, of nothing that is anywhere."""
    other = {"name": "NOBODY-1", "key": "NOBODY", "slug": "nobody"}
    made = {name: str(ids.new()) for name, value in known.items() if _is_id(value)}
    return {**known, **made, **other}


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def shape(answer: httpx.Response) -> str:
    """The answer without what differs between any two requests."""
    text = re.sub(
        r'(name="(?:csrf|idempotency_key|back)" value|content|href)="[^"]*"', r"\1", answer.text
    )
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", text)


STRANGERS = ("requester", "admin", "it_partner", "stranger", "l3", "manager")


def stranger(here: Ground, who: str) -> Human:
    """A member of ACME, or staff who are not assigned to BOLT."""
    of_acme = who in ("requester", "admin", "it_partner")
    found: Human = getattr(here.people.acme if of_acme else here.people, who)
    return found


def may(person: Human, handler: HTTPRouteHandler, face: str) -> bool:
    verb = handler.opt[route.VERB]
    offered = person.audience in verb.audiences and person.principal.may(verb.capability)
    return offered and face in handler.opt[route.ORIGINS]


async def send(page: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    if method == "GET":
        return await page.get(path)
    if path.startswith("/api/"):
        return await page.request(method, path, json=BODIES.get(path.rsplit("/", 1)[-1], {}))
    return await page.request(method, path, data=FORM)


@pytest.mark.parametrize("who", STRANGERS)
async def test_what_is_anothers_is_as_if_it_were_not(site: Caller, here: Ground, who: str) -> None:
    person, known = stranger(here, who), theirs(here)
    face = "desk" if who in ("stranger", "l3", "manager") else "portal"
    before = await ground.traces(here.bolt.client)
    async with world.browser(site, person) as page:
        for each in ROUTES:
            for method in METHODS:
                got = await send(page, method, each.of(known))
                nothing = await send(page, method, each.of(unknown(known)))
                about = f"{method} {each.path}"
                assert got.status_code == nothing.status_code, about
                assert shape(got) == shape(nothing), about
                handler = each.handlers.get(method)
                if handler is None:
                    assert got.status_code == 405, about
                elif may(person, handler, face):
                    assert got.status_code == 404, about
                else:
                    assert got.status_code in (403, 404), about
    assert await ground.traces(here.bolt.client) == before


async def test_the_routes_with_names_are_all_there() -> None:
    """The test above would pass over an application without routes."""
    assert len(ROUTES) > 40
    some = {"/tickets/{name:str}", "/api/v1/tickets/{name:str}", "/clients/{slug:str}/contract"}
    assert some <= {each.path for each in ROUTES}


async def test_their_own_names_do_open(site: Caller, here: Ground) -> None:
    """The walls stand between clients, not before everyone."""
    async with world.browser(site, here.people.l2) as page:
        assert (await page.get(f"/tickets/{here.bolt.name}")).status_code == 200
        assert (await page.get(f"/api/v1/tickets/{here.bolt.name}")).status_code == 200


async def test_a_client_is_not_named_into_a_new_ticket(site: Caller, here: Ground) -> None:
    before = await ground.traces(here.bolt.client)
    new = {"subject": "x", "tenant": here.bolt.client.key, "requester_id": str(ids.new())}
    async with world.browser(site, here.people.l3) as page:
        assert (await page.post("/api/v1/tickets", json=new)).status_code == 404
    assert await ground.traces(here.bolt.client) == before


async def test_a_colleagues_confidential_ticket_is_as_if_it_were_not(
    site: Caller, here: Ground
) -> None:
    acme = here.acme.client
    hidden = await ground.raised(acme, "About a dismissal", confidential=True)
    name = f"{acme.key}-{hidden.number}"
    for who, status in (("requester", 200), ("observer", 404), ("colleague", 404)):
        async with world.browser(site, getattr(acme, who)) as page:
            assert (await page.get(f"/tickets/{name}")).status_code == status
            assert ("About a dismissal" in (await page.get("/?scope=company")).text) is (
                status == 200
            )


async def test_an_agent_who_is_unassigned_loses_sight_at_once(site: Caller, here: Ground) -> None:
    from tenants import people
    from underpin.kernel import verb

    admin, bolt = here.people.admin.principal, here.bolt
    person = await world.staff_person(
        admin, "Temp", "temp@provider.example", "agent", 1, [bolt.client.id]
    )
    async with world.browser(site, person) as page:
        assert (await page.get(f"/tickets/{bolt.name}")).status_code == 200
        await verb.perform(people.unassign, admin, person.id, bolt.client.id)
        before = await ground.traces(bolt.client)
        assert (await page.get(f"/tickets/{bolt.name}")).status_code == 404
        said = await page.post(f"/tickets/{bolt.name}/messages", data=FORM)
        assert said.status_code == 404
        assert bolt.name not in (await page.get("/list")).text
    assert await ground.traces(bolt.client) == before
