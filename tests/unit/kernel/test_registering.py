"""Many routes are registered as the framework would, in less time."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Router, get, post
from litestar.params import FromPath

from underpin.kernel.web.registering import Application, Handed


@get("/tickets/{number:int}")
async def one(number: FromPath[int]) -> int:
    return number


@post("/tickets/{number:int}")
async def change(number: FromPath[int]) -> int:
    return number


@get("/tickets")
async def listed() -> None: ...


def _answers(application: Litestar) -> dict[str, set[str]]:
    return {
        each.path: {str(way) for handler in each.route_handlers for way in handler.http_methods}
        for each in application.routes
        if hasattr(each, "route_handlers")
    }


def _made(kind: type[Litestar], outer: type[Router]) -> Litestar:
    rooms: list[Any] = [Router("/", route_handlers=[each]) for each in (one, change)]
    inner = outer("/api", route_handlers=[*rooms, listed])
    return kind([outer("/", route_handlers=[inner, one, change])], openapi_config=None)


def test_a_path_that_several_routers_serve_answers_to_all_their_methods() -> None:
    answers = _answers(_made(Application, Handed))
    assert answers == _answers(_made(Litestar, Router))
    assert answers["/api/tickets/{number:int}"] == {"GET", "POST", "OPTIONS"}
    assert answers["/tickets/{number:int}"] == {"GET", "POST", "OPTIONS"}


def test_two_applications_of_the_same_routes_are_apart() -> None:
    first, second = _made(Application, Handed), _made(Application, Handed)
    first.register(get("/more")(listed.fn))
    assert "/more" in _answers(first)
    assert "/more" not in _answers(second)
