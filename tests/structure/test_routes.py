"""Every route of the application is read: each declares its verb, or why it is open to all; a
route that nobody classified fails here."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from litestar.handlers import HTTPRouteHandler

from tests import served
from underpin.console.routes import gathering
from underpin.kernel.principal import Audience
from underpin.kernel.verb import Verb
from underpin.kernel.web import caller, route

# All that needs no principal, or finds its own: the whole list.
OPEN = {
    "/": {"GET"},
    "/brand.css": {"GET"},
    "/brand/logo": {"GET"},
    "/health/live": {"GET"},
    "/health/ready": {"GET"},
    "/metrics": {"GET"},
    "/live": {"GET"},
    "/webhooks/stripe": {"POST"},
    "/sign-in": {"GET"},
    "/session": {"GET", "POST"},
    "/session/code": {"GET", "POST"},
    "/forgotten": {"GET", "POST"},
    "/session/end": {"POST"},
    "/preferences": {"POST"},
    "/link/{token}": {"GET", "POST"},
    "/page/{token}": {"GET"},
    "/page/{token}/acceptance": {"POST"},
    "/page/{token}/declination": {"POST"},
    "/survey/{token}": {"GET", "POST"},
    "/announcements/mails/{token}": {"GET", "POST"},
    "/vendor/{token}": {"GET"},
    "/vendor/{token}/acknowledgment": {"POST"},
    "/vendor/{token}/updates": {"POST"},
    "/vendor/{token}/fix": {"POST"},
    "/vendor/{token}/questions": {"POST"},
    "/vendor/{token}/refusal": {"POST"},
    "/hooks/alerts/{key}": {"POST"},
    "/hooks/calls/{key}": {"POST"},
    "/hooks/channels/{key}": {"POST"},
    "/hooks/connectors/{key}": {"POST"},
    "/assets/{name}": {"GET"},
    "/files/{token}": {"GET"},
    "/article-files/{token}": {"GET"},
    "/calendar/{token}": {"GET"},
    "/pictures/{token}": {"GET"},
    "/api/v1/mail/leaving/{token}": {"POST"},
    "/api/v1/mail/announcements/{token}": {"POST"},
    "/api/v1/me": {"GET"},
    "/api/v1/schema": {"GET"},
    "/api/v1/schema/{path}": {"GET"},
    "/api/v1/schema/openapi.json": {"GET"},
}
# Served where uploaded content is, and nowhere else.
CONTENT = {"/files/{token}", "/article-files/{token}"}
STAFF_ONLY_PAGES = ("/list", "/chats", "/clients", "/set-aside")


def routes() -> Iterator[tuple[str, HTTPRouteHandler]]:
    application = served.routes()
    for each in application.routes:
        for handler in getattr(each, "route_handlers", ()):
            yield each.path_format, handler


def handlers() -> list[tuple[str, set[str], HTTPRouteHandler]]:
    """In one order for every process: the framework keeps a path's handlers in a set."""
    found = [
        (path, set(map(str, handler.http_methods)) - {"OPTIONS"}, handler)
        for path, handler in routes()
        if set(map(str, handler.http_methods)) != {"OPTIONS"}
    ]
    return sorted(found, key=lambda each: (each[0], str(each[2])))


HANDLERS = handlers()


@pytest.mark.parametrize(
    ("path", "handler"),
    [(path, handler) for path, _, handler in HANDLERS],
    ids=str,
)
def test_a_route_declares_its_verb_or_why_it_is_open(path: str, handler: HTTPRouteHandler) -> None:
    declared = [name for name in (route.VERB, route.OPEN) if name in handler.opt]
    assert len(declared) == 1, f"{path} declares {declared or 'nothing'}"
    strange = {caller.PROBE} if path in caller.PROBES else set()
    strange |= {"content"} if path in CONTENT else set()
    assert handler.opt[route.ORIGINS] <= {"desk", "portal"} | strange
    assert handler.opt[route.ORIGINS]
    if route.OPEN in handler.opt:
        assert len(handler.opt[route.OPEN]) > 10, f"{path} is open without a reason"
    else:
        assert isinstance(handler.opt[route.VERB], Verb)


def test_the_open_routes_are_these_and_no_others() -> None:
    found: dict[str, set[str]] = {}
    for path, methods, handler in HANDLERS:
        if route.OPEN in handler.opt:
            found.setdefault(path, set()).update(methods)
    assert found == OPEN


def test_under_a_strange_host_the_probes_answer_and_nothing_else() -> None:
    found = {path for path, _, handler in HANDLERS if caller.PROBE in handler.opt[route.ORIGINS]}
    assert found == caller.PROBES


def test_every_route_passes_the_guard() -> None:
    for path, _, handler in HANDLERS:
        guards = [guard for layer in handler.ownership_layers for guard in layer.guards or ()]
        assert route.guard in guards, path


def test_the_routes_of_a_page_and_its_desk_are_apart() -> None:
    for path, _, handler in HANDLERS:
        if path.startswith(STAFF_ONLY_PAGES):
            assert handler.opt[route.ORIGINS] == {"desk"}, path


def test_a_portal_route_is_never_of_a_verb_for_staff_alone() -> None:
    for path, _, handler in HANDLERS:
        verb = handler.opt.get(route.VERB)
        if verb is not None and verb.audiences == {Audience.STAFF} and not path.startswith("/api/"):
            assert handler.opt[route.ORIGINS] == {"desk"}, path


# What reads in a scope wider than the asker's own, and has the database refuse any change.
READ_ONLY = {
    "billing.terms.offers.of_client",
    "billing.terms.so_far.of_client",
    "billing.exports.usage_behind.page",
    "desk.announcements.broadcasting.reached",
    "tenants.own_people.of_own",
    "tenants.own_audit.page",
    "tenants.own_audit.verified",
    "console.routes.own.company_gathered.seated",
}


def test_reading_never_changes_anything() -> None:
    """No GET performs a verb that writes: mail scanners follow links (PRACTICE 6)."""
    for path, methods, handler in HANDLERS:
        verb = handler.opt.get(route.VERB)
        if "GET" in methods and verb is not None:
            assert verb.mode == "read" or verb.name in READ_ONLY, path


def test_what_a_page_gathers_only_reads() -> None:
    for name, verb in inspect.getmembers(gathering, lambda each: isinstance(each, Verb)):
        assert verb.mode == "read", name
