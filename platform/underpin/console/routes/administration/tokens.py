"""One's own API tokens: made, shown once, and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants import api_token, role
from underpin.console import areas_of_rights, locale, views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.index import AREA
from underpin.console.views.administration_intake import TokenRow
from underpin.kernel import verb
from underpin.kernel.errors import Malformed, Problem
from underpin.kernel.principal import Principal
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ALL: Final = "/administration/tokens"
DAYS: Final = {"30": 30, "90": 90, "366": 366}


@get(ALL, **route.of(api_token.mine, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    return await _page(request)


@post(ALL, **route.of(api_token.issue, "desk"))
async def issue(request: AnyRequest) -> Response[Any]:
    form, chosen = await forms.of(request), await forms.each(request, "scopes")
    asker, client = route.principal_of(request), form.get("client", "")
    scopes = areas_of_rights.usual(form.get("scope", ""), _own(asker), chosen)
    lives = timedelta(days=DAYS.get(form.get("days", ""), 90))
    tenant = route.tenant_of(request, client) if client else None
    words = (form.get("name", ""), scopes, lives)
    try:
        _, plain = await verb.begin(api_token.issue, asker, *words, client=tenant)
    except Malformed as wrong:
        return await _page(request, form, chosen, wrong=wrong)
    return await _page(request, once=plain)


@post(f"{ALL}/{{token_id:uuid}}/revocation", **route.of(api_token.revoke, "desk"))
async def revoke(request: AnyRequest, token_id: FromPath[UUID]) -> Response[Any]:
    await verb.begin(api_token.revoke, route.principal_of(request), token_id)
    return answering.Going(ALL)


def _own(who: Principal) -> frozenset[str]:
    """What they may hand to a token."""
    return who.capabilities - role.SELF


async def _page(
    request: AnyRequest,
    typed: Mapping[str, str] | None = None,
    chosen: Sequence[str] = (),
    *,
    once: str = "",
    wrong: Problem | None = None,
) -> Response[Any]:
    who, shell = route.principal_of(request), frame.shell(request, area=AREA)
    language = shell.reader.language
    names = {number: key for key, number in who.tenants.items()}
    rows = tuple(
        TokenRow(
            *(e.id, e.name, len(e.capabilities)),
            areas_of_rights.by_area(e.capabilities, language),
            names.get(e.tenant_id or 0, ""),
            *(e.created_at, e.expires_at, e.used_at),
        )
        for e in await route.perform(request, api_token.mine)
    )
    usual = areas_of_rights.USUAL
    said = {"name": "", "client": "", "days": "90", "scope": next(iter(usual)), **(typed or {})}
    view = views.TokensPage(
        shell,
        rows,
        tuple((key, key) for key in sorted(who.tenants)),
        areas_of_rights.by_area(_own(who), language),
        said,
        tuple((name, locale.gettext(language, about)) for name, about in usual.items()),
        frozenset(chosen),
        once,
        wrong.detail if wrong else "",
    )
    return answering.page(request, "administration/tokens", view, wrong.status if wrong else 200)


HANDLERS = [listed, issue, revoke]
