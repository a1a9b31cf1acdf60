"""Whatever stands in a body, a form or a query, the answer names what is wrong with it: no words
make the product fail.

The routes are read from the application; a new one takes part without being named here.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler

from tests import world
from tests.service.console import bodies, test_walls
from tests.service.console.ground import Ground
from tests.world import Human
from underpin import app
from underpin.kernel.web import route
from underpin.kernel.web.caller import Caller

pytestmark = pytest.mark.deep

ODD_WORDS = (
    *("", "a\x00b", "9" * 40, "NaN", "-1", "0001-01-01T00:00"),
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
)
ODD = (*ODD_WORDS, "\ud800", None, -1, 2**63, [None], "0001-01-01T00:00:00+14:00")
JSON = {"content-type": "application/json"}
# What is told by a session's end ends the session of who asks here.
ENDING = ("sign-out", "/session", "password", "two-factor", "/erasure", "/sessions")


def routes() -> Iterator[test_walls.Asked]:
    for each in app.create(world.SETTINGS, connect=False).routes:
        found: dict[str, HTTPRouteHandler] = {}
        for handler in getattr(each, "route_handlers", ()):
            found |= dict.fromkeys(map(str, set(handler.http_methods) - {"OPTIONS"}), handler)
        if found and each.path not in ("/live", "/metrics"):
            yield test_walls.Asked(each.path, found)


def with_odd(said: Any, odd: Any) -> Iterator[Any]:
    """The body with one thing in it odd after the other, and odd as a whole."""
    yield odd
    if isinstance(said, dict):
        for name, value in said.items():
            yield from ({**said, name: each} for each in with_odd(value, odd))
    if isinstance(said, list) and said:
        yield from ([each, *said[1:]] for each in with_odd(said[0], odd))


def form_names(handler: HTTPRouteHandler) -> list[str]:
    """Every short word in quotes in the handler's module: its fields' names among them."""
    text = inspect.getsource(inspect.getmodule(handler.fn))  # type: ignore[arg-type]
    return sorted(set(re.findall(r'"([a-z_]{2,25})"', text)))[:60]


def asked_of(method: str, handler: HTTPRouteHandler) -> Iterator[dict[str, Any]]:
    """How a route is asked: keyword arguments of httpx beside method and path."""
    if method == "GET":
        names = [*handler.parsed_fn_signature.parameters, *form_names(handler), "q", "after"]
        taken = [name for name in dict.fromkeys(names) if name not in ("request", "data")]
        for odd in ODD_WORDS:
            yield from ({"params": {**bodies.query(handler), each: odd[:2000]}} for each in taken)
    elif handler.parsed_fn_signature.parameters.get("data") and not bodies.brings_files(handler):
        for odd in ODD:
            for body in with_odd(bodies.whole(handler), odd):
                yield {"content": json.dumps(body).encode(), "headers": JSON}
    else:
        for odd in ODD_WORDS:
            yield {"data": dict.fromkeys(form_names(handler), odd)}
            yield from ({"data": {**test_walls.FORM, each: odd}} for each in form_names(handler))


def allowed(person: Human, handler: HTTPRouteHandler, face: str) -> bool:
    if route.OPEN in handler.opt:
        return face in handler.opt[route.ORIGINS]
    return test_walls.may(person, handler, face)


@pytest.mark.parametrize("who", ["admin", "lead", "manager", "finance", "member"])
async def test_no_words_make_it_fail(site: Caller, here: Ground, who: str) -> None:
    known = await test_walls.theirs(here.acme)
    person = here.people.acme.admin if who == "member" else getattr(here.people, who)
    face = "portal" if who == "member" else "desk"
    wrong: dict[str, str] = {}
    async with world.browser(site, person) as page:
        for each in routes():
            path = each.of(known)
            for method, handler in each.handlers.items():
                if any(end in path for end in ENDING) or not allowed(person, handler, face):
                    continue
                for how in asked_of(method, handler):
                    got = await page.request(method, path, **how)
                    if got.status_code >= 500:
                        wrong.setdefault(f"{method} {each.path}", f"{how}"[:200])
                        break
    assert wrong == {}
