"""To someone without access another client's object does not exist: on every route with a name in
it, for every method, the answer is that of an unknown name, and nothing changes.

The routes are read from the application; a new one takes part without being named here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from tests import served, world
from tests.service.console import bodies, ground
from tests.service.console.ground import Ground, Lived
from tests.world import Human
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import Audience
from underpin.kernel.web import route
from underpin.kernel.web.caller import Caller

# For what in a path is no object's name: a month, a number, a lane.
SOME = {"date": "2026-11-01", "int": "1"}
METHODS = ("GET", "POST", "PUT", "DELETE")
FORM = {
    "body": "x",
    "text": "x",
    "question": "x",
    "reason": "x",
    "tier": "L2",
    "version": "1",
    "follow_up": "2030-01-01",
    "until": "hour",
    "tag": "x",
    "coverage": "included",
    "person": str(ids.new()),
    "impact": "high",
    "urgency": "high",
    "from": "2030-01-01",
    "other": "ACME-2",
    "into": "ACME-2",
    "kind": "related",
    "title": "x",
    "key": "x",
    "starts_at": "2030-01-01T10:00",
    "technician": str(ids.new()),
    "minutes": "30",
    "stage": "open",
    "type": "incident",
    "message": str(ids.new()),
    "subject": "x",
}


@dataclass(frozen=True)
class Asked:
    """A route with a name in it. Its link or asset is a credential or public where it is open."""

    path: str
    handlers: Mapping[str, HTTPRouteHandler] = field(hash=False)

    def of(self, names: Mapping[str, str]) -> str:
        return re.sub(
            r"\{(\w+):(\w+)\}",
            lambda match: names.get(match[1], SOME.get(match[2], "x")),
            self.path,
        )


def _of_a_client(path: str, handler: HTTPRouteHandler) -> bool:
    """Staff name a client in the path; what they name without one is the provider's own."""
    verb = handler.opt.get(route.VERB)
    if any(f"{{{name}:" in path for name in ("key", "slug", "name")):
        return True
    return verb is not None and verb.audiences != {Audience.STAFF}


def asked() -> Iterator[Asked]:
    for each in served.routes().routes:
        found: dict[str, HTTPRouteHandler] = {}
        for handler in getattr(each, "route_handlers", ()):
            open_ = route.OPEN in handler.opt or "{" not in each.path
            if not open_ and _of_a_client(each.path, handler):
                found |= dict.fromkeys(map(str, set(handler.http_methods) - {"OPTIONS"}), handler)
        if found:
            yield Asked(each.path, found)


ROUTES = list(asked())


# Which table's row an id in a path is of, where that is not the name before `_id`.
OF = {
    "term_id": "subscription",
    "version_id": "agreement_version",
    "entry_id": "time_entry",
    "link_id": "ticket_link",
}
# Ids of the provider's own, of the door's, and of what nobody in this ground has: steps that wait
# for an answer, replays of months. They are asked for as well, with an id that is nobody's.
ELSEWHERE = {
    *("bank_entry_id", "plan_id", "staff_id", "token_id"),
    *("template_id", "vendor_id", "step", "aside_id", "run_id", "statement_id"),
    *("macro_id", "rule_id", "connector_id", "tool_id"),
    *("major_id", "update_id", "category_id"),
}


# Of which ids in paths this ground has something of a tenant's own.
LIVED_IN = set[str]()


def ids_in_paths() -> set[str]:
    found = {match[1] for each in ROUTES for match in re.finditer(r"\{(\w+):uuid\}", each.path)}
    return found - ELSEWHERE


async def _table(name: str) -> str | None:
    """The tenants' table of this name, or the one whose name ends so."""
    wanted = OF.get(name, name.removesuffix("_id"))
    found: str | None = await db.value(
        "SELECT relname FROM pg_class c WHERE relkind = 'r' AND relrowsecurity "
        "AND relnamespace = 'public'::regnamespace AND EXISTS (SELECT FROM pg_attribute a "
        "WHERE a.attrelid = c.oid AND a.attname = 'id') "
        "AND (relname = $1 OR relname LIKE '%\\_' || $1) "
        "ORDER BY relname <> $1, relname LIMIT 1",
        wanted,
    )
    return found


async def theirs(of: Lived) -> dict[str, str]:
    """Everything by which an object of a client can be named in a path."""
    client = of.client
    known = {name: str(ids.new()) for name in ELSEWHERE}
    async with db.open(Work(client.id)):
        for name in sorted(ids_in_paths()):
            table = await _table(name)
            sql = f"SELECT id FROM {table} ORDER BY id LIMIT 1"  # row security shows its own alone
            found = await db.value(sql) if table else None
            known[name] = str(found or ids.new())
            LIVED_IN.update({name} if found else ())
    return known | {
        "name": of.name,
        "key": client.key,
        "slug": client.slug,
        "person_id": str(client.requester.id),
        "agreement_id": str(of.agreement_id),
        "version_id": str(of.version_id),
        "number": of.invoice,
        "source": "directory",
        "event_id": "1",
        "lane": "deliveries",
    }


def unknown(known: Mapping[str, str]) -> dict[str, str]:
    """The same shape, of nothing that is anywhere."""
    other = {"name": "NOBODY-1", "key": "NOBODY", "slug": "nobody", "number": "NOBODY-2026-0001"}
    made = {name: str(ids.new()) for name, value in known.items() if _is_id(value)}
    return {**known, **made, **{name: other[name] for name in other if name in known}}


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
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", text)
    return re.sub(r"\d+ seconds? ago", "", text)


def apart(got: httpx.Response, nothing: httpx.Response) -> list[str]:
    """By what somebody could tell one answer from the other."""
    if got.status_code != nothing.status_code:
        return [str(got.status_code), str(nothing.status_code)]
    one, other = shape(got), shape(nothing)
    if one == other:
        return []
    return list(difflib.unified_diff(one.splitlines(), other.splitlines(), n=0))[:9]


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


async def send(
    page: httpx.AsyncClient, method: str, path: str, handler: HTTPRouteHandler | None
) -> httpx.Response:
    if method == "GET":
        return await page.get(path, params=bodies.query(handler) if handler else {})
    if handler and bodies.brings_files(handler):
        return await page.request(method, path, files={"file": ("x.txt", b"x")})
    if path.startswith("/api/"):
        return await page.request(method, path, json=bodies.of(handler) if handler else {})
    return await page.request(method, path, data=FORM)


# A method that a route lacks is not there for anybody: one of each face asks for those.
ASK_ALL = ("requester", "manager")


# Each asks every route twice, which takes its time: those who differ from another by a role alone
# are asked for by `make deep`.
ALIKE = ("it_partner", "l3")


def _people(*names: str) -> list[object]:
    return [pytest.param(name, marks=pytest.mark.deep) if name in ALIKE else name for name in names]


@pytest.mark.parametrize("who", _people(*STRANGERS))
async def test_what_is_anothers_is_as_if_it_were_not(site: Caller, here: Ground, who: str) -> None:
    person, known = stranger(here, who), await theirs(here.bolt)
    face = "desk" if who in ("stranger", "l3", "manager") else "portal"
    before = await ground.traces(here.bolt.client)
    wrong: list[str] = []
    async with world.browser(site, person) as page:
        for each in ROUTES:
            for method in METHODS if who in ASK_ALL else each.handlers:
                handler = each.handlers.get(method)
                got = await send(page, method, each.of(known), handler)
                nothing = await send(page, method, each.of(unknown(known)), handler)
                told = 405 if handler is None else 404 if may(person, handler, face) else 403
                right = got.status_code in {told, 404 if told == 403 else told}
                if not right or apart(got, nothing):
                    wrong.append(f"{method} {each.path}: {got.status_code} {apart(got, nothing)}")
    assert wrong == []
    assert await ground.traces(here.bolt.client) == before


@pytest.mark.parametrize("who", _people("admin", "requester", "manager", "lead"))
async def test_anothers_object_is_not_reached_through_ones_own_company(
    site: Caller, here: Ground, who: str
) -> None:
    """The path names ACME, which the asker may see, and an object of BOLT."""
    person = here.people.lead if who == "lead" else stranger(here, who)
    face = "desk" if who in ("manager", "lead") else "portal"
    own, other = await theirs(here.acme), await theirs(here.bolt)
    names = {name: other[name] for name in ids_in_paths()}
    before = await ground.traces(here.bolt.client), await ground.traces(here.acme.client)
    wrong: list[str] = []
    async with world.browser(site, person) as page:
        for each in ROUTES:
            if not any(f"{{{name}:" in each.path for name in names):
                continue
            for method, handler in each.handlers.items():
                got = await send(page, method, each.of(own | names), handler)
                nothing = await send(page, method, each.of(own | unknown(names)), handler)
                refused = {404} if may(person, handler, face) else {403, 404}
                # as for nobody's: a list of nothing, or a body that names what is not there
                empty = got.text == "[]" if method == "GET" else got.status_code == 422
                right = empty or got.status_code in refused
                if here.bolt.client.name in shape(got) or not right or apart(got, nothing):
                    wrong.append(f"{method} {each.path}: {got.status_code} {apart(got, nothing)}")
    assert wrong == []
    assert (await ground.traces(here.bolt.client), await ground.traces(here.acme.client)) == before


# What nobody has lived through here yet: asked for all the same, by an id that is nobody's.
UNLIVED = {
    *("mail_refused_id", "page_id"),
    *("entitlement_id", "exclusion_id", "maintenance_id", "note_id", "objection_id", "outage_id"),
    *("bank_allocation_id", "debit_note_id", "payback_id", "payment_id", "stripe_push_id"),
    *("proposal_id", "recovery_id", "reminder_id"),
}


async def test_each_id_in_a_path_is_of_something_there_is(here: Ground) -> None:
    """A new route whose object this ground lacks is refused here: give the ground one, or say
    so above."""
    for lived in (here.acme, here.bolt):
        await theirs(lived)
    assert ids_in_paths() - LIVED_IN <= UNLIVED


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
