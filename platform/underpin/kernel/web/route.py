"""Routes declare their verb, or why they are open. Anything undeclared is refused, and a test
reads every route.

    @get("/tickets/{number:str}", **route.of(tickets.read_one))
    async def ticket(request: Request, number: str) -> TicketView:
        return await route.perform(request, tickets.read_one, number)

The guard checks the verb's capability before the body is parsed: authorisation comes before
validation.
"""

from __future__ import annotations

from typing import Any, ParamSpec, TypeVar

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from underpin.kernel import digits
from underpin.kernel import verb as verbs
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion, Unauthenticated
from underpin.kernel.idempotency import Key
from underpin.kernel.principal import Principal
from underpin.kernel.verb import Verb

P = ParamSpec("P")
R = TypeVar("R")
VERB, OPEN, ORIGINS = "verb", "open", "origins"
FORM_KEY = "idempotency_key"
AnyRequest = Request[Any, Any, Any]


def of(verb: Verb[Any, Any], *origins: str) -> dict[str, Any]:
    """Route options for a verb, served on these origins (all but content when none is named)."""
    return {"opt": {VERB: verb, ORIGINS: frozenset(origins or ("desk", "portal"))}}


def open_to_all(reason: str, *origins: str) -> dict[str, Any]:
    """Route options for what needs no principal, with the reason why."""
    return {"opt": {OPEN: reason, ORIGINS: frozenset(origins or ("desk", "portal"))}}


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Runs before parsing: origin, then principal, then capability."""
    if connection.scope["state"].get("origin") not in handler.opt.get(ORIGINS, ()):
        raise NotFound
    if OPEN in handler.opt:
        return
    wanted = handler.opt.get(VERB)
    if wanted is None:
        raise Forbidden("This route was not declared.")
    connection.scope["state"]["verb"] = wanted.name
    verbs.authorise(wanted, principal_of(connection))


def principal_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Principal:
    """Who asks. Raises Unauthenticated."""
    principal: Principal | None = connection.scope["state"].get("principal")
    if principal is None:
        raise Unauthenticated
    return principal


async def perform(
    request: AnyRequest, verb: Verb[P, R], *args: Any, tenant: int | None = None, **kwargs: Any
) -> R:
    """Run the route's verb for who asks, once per Idempotency-Key."""
    return await verbs.perform(
        verb,
        principal_of(request),
        *args,
        tenant=tenant,
        source=source_of(request),
        once=await once(request),
        **kwargs,
    )


def source_of(request: AnyRequest) -> str:
    """By which way an act came: api or page."""
    return "api" if request.url.path.startswith("/api/") else "page"


async def once(request: AnyRequest) -> Key | None:
    """The request's Idempotency-Key, None where it has none. Raises Malformed."""
    if request.method == "GET":
        return None
    key = request.headers.get("idempotency-key") or await _form_key(request)
    if key is None:
        return None
    if not 1 <= len(key) <= 200:
        raise Malformed("Idempotency-Key: 1 to 200 characters.", field="Idempotency-Key")
    return Key.of(f"{request.method} {request.url.path}", key, await request.body())


async def _form_key(request: AnyRequest) -> str | None:
    """A page's form carries its key as a field, so that pressing twice sends once."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return None
    given = (await request.form()).get(FORM_KEY)
    return given if isinstance(given, str) and given else None


def tenant_of(request: AnyRequest, key: str) -> int:
    """The tenant a key (ACME) names, among those the principal has. Raises NotFound."""
    found = principal_of(request).tenants.get(key.upper())
    if found is None:
        raise NotFound
    return found


def expected_version(request: AnyRequest) -> int | None:
    """The version the client last saw, from If-Match; None when it did not say."""
    given = request.headers.get("if-match", "").strip().strip('"')
    if given in ("", "*"):
        return None
    found = digits.read(given, 9)
    if found is None:
        raise StaleVersion
    return found
