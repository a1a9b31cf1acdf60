"""Whose articles a page is about: the provider's own, or one client's; each has the same verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request

from underpin.console.routes.requests import given
from underpin.console.routes.shaping.knowing import written
from underpin.desk.knowledge import clients, providers
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class Home:
    """Its reading verbs, then its changing ones."""

    all_of: Verb[..., Any]
    one: Verb[..., Any]
    versions: Verb[..., Any]
    changed: Verb[..., Any]
    begin: Verb[..., Any]
    edit: Verb[..., Any]
    review: Verb[..., Any]
    publish: Verb[..., Any]
    retire: Verb[..., Any]


PROVIDER = Home(
    *(providers.all_of, providers.one, providers.versions, providers.changed),
    *(providers.begin, providers.edit, providers.review, providers.publish, providers.retire),
)
CLIENT = Home(
    *(clients.all_of, clients.one, clients.versions, clients.changed),
    *(clients.begin, clients.edit, clients.review, clients.publish, clients.retire),
)


def of(key: str) -> Home:
    return PROVIDER if key == written.OURS else CLIENT


async def do(request: AnyRequest, key: str, verb: Verb[..., Any], *words: Any, **more: Any) -> Any:
    """A changing verb of that home."""
    tenant = None if key == written.OURS else route.tenant_of(request, key)
    return await given.perform(request, verb, *words, tenant=tenant, **more)


async def read(request: AnyRequest, key: str, verb: Verb[..., Any], *words: Any) -> Any:
    """A reading one; a client's is told its tenant."""
    if key == written.OURS:
        return await route.perform(request, verb, *words)
    tenant = route.tenant_of(request, key)
    return await route.perform(request, verb, tenant, *words, tenant=tenant)
