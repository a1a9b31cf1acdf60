"""The audit trail of a client, and its chain recomputed where somebody asks."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromQuery

from tenants import former_names, seal, trail
from tenants.seal import Head, Verdict
from tenants.trail import Line
from underpin.console import locale, views, words, words_of_rights
from underpin.console.routes import answering, frame
from underpin.console.routes.shaping.own import audit_words
from underpin.console.views.administration_trail import TrailLine, TrailVerdict
from underpin.console.views.shell import Language
from underpin.console.words_of_deeds import OWN_DEED
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.verb import REGISTRY
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
TRAIL: Final = "/audit"


@get(TRAIL, **route.of(trail.page, "desk"))
async def show(
    request: AnyRequest,
    *,
    client: FromQuery[str] = "",
    before: FromQuery[UUID | None] = None,
    verify: FromQuery[str] = "",
    count: FromQuery[str] = "",
    head: FromQuery[str] = "",
) -> Response[Any]:
    tenant = route.tenant_of(request, client) if client else None
    found: list[Line] = []
    verdict, problem = None, ""
    if tenant is not None:
        found = await route.perform(request, trail.page, tenant, before, tenant=tenant)
    try:
        if tenant is not None and verify:
            known = _head(count.strip(), head.strip().lower())
            verdict = await route.perform(request, seal.verify, known, tenant=tenant)
    except Malformed as wrong:
        problem = wrong.detail
    here = f"{TRAIL}?client={client.upper()}"
    shell = frame.shell(request, area="audit")
    view = views.TrailPage(
        shell,
        client.upper(),
        tuple((key, key) for key in sorted(route.principal_of(request).tenants)),
        tuple(_line(each, shell.reader.language) for each in found),
        None if verdict is None else _verdict(verdict),
        count,
        head,
        f"{here}&before={found[-1].id}" if len(found) == trail.PAGE else "",
        here if before else "",
        problem,
    )
    return answering.page(request, "administration/trail", view, 422 if problem else 200)


def _head(count: str, digest: str) -> Head | None:
    """What was kept of the chain earlier; None where nothing was given. Raises Malformed."""
    if not count and not digest:
        return None
    found = digits.read(count, 14)
    if found is None or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise Malformed("head: the count, and 64 hexadecimal digits.", field="head")
    return Head(found, digest)


def _line(of: Line, language: Language) -> TrailLine:
    said = audit_words.in_full(of.said or {}, language)
    kind = locale.gettext(language, words.AUDIT_ACTOR.get(of.actor_kind, of.actor_kind))
    told = (of.position, of.at, of.actor, kind, of.source, of.verb, of.subject)
    return TrailLine(*told, said, of.said is None, _deed(former_names.today(of.verb), language))


def _deed(name: str, language: Language) -> str:
    """What was done; where no words are kept for it, the right that it needs says what it was."""
    if name in OWN_DEED:
        return words.word(name, "own_deed", language)
    known = REGISTRY.get(name)
    return "" if known is None else words_of_rights.said(known.capability, language)


def _verdict(of: Verdict) -> TrailVerdict:
    ends = (of.intact, of.head.count, of.head.hash, of.broken_at)
    return TrailVerdict(*ends, of.details_altered, of.details_erased, of.head_lost)


HANDLERS = [show]
