"""Routers and an application that take a thousand routes in a time that grows with their number.

The framework's own read all routes anew for each path they are given, check the whole tree of
paths at each registration, and copy each router they are given, deeply, at each level.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Self

from litestar import Litestar, Router
from litestar.routes import ASGIRoute, BaseRoute, HTTPRoute, WebSocketRoute


class Mapped(Router):
    """Remembers which handler answers what instead of reading all its routes whenever asked."""

    @cached_property
    def _handlers(self) -> dict[str, Any]:
        return {}

    @property
    def route_handler_method_map(self) -> dict[str, Any]:
        return self._handlers

    def register(self, value: Any) -> list[BaseRoute]:
        routes = super().register(value)
        for each in routes:
            self._handlers.setdefault(each.path, {}).update(_answering(each))
        return routes


class Handed(Mapped):
    """Made for one owner, which takes it as it is: nobody else has it."""

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self


# As the framework's own does, the application's `register` answers nothing.
class Application(Litestar, Mapped):  # type: ignore[misc]
    """What is given as one `Handed` router is checked once."""


def _answering(route: BaseRoute) -> dict[Any, Any]:
    match route:
        case HTTPRoute():
            return {way: each for each in route.route_handlers for way in each.http_methods}
        case WebSocketRoute():
            return {"websocket": route.route_handler}
        case ASGIRoute():
            return {"asgi": route.route_handler}
    raise TypeError(f"no route of the framework: {route!r}")
