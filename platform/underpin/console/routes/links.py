"""The links of invitations and resets: a GET looks, a POST sets the password and ends the link."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants import invitation
from tenants.invitation import Accepted, Invited
from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, forms, frame
from underpin.kernel import second_factor
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import Audience
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
LINK = "the link is the credential, good once"
UNLIKE = N_("The two are not the same. Write the new password twice.")
SHORT = N_("This password is too short.")


@get("/link/{token:str}", **route.open_to_all(LINK))
async def show(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return _form(request, token, await _invited(request, token))


@post("/link/{token:str}", **route.open_to_all(LINK))
async def accept(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    found, form = await _invited(request, token), await forms.of(request)
    password = form.get("password", "")
    if password != form.get("again", ""):
        return _form(request, token, found, UNLIKE)
    try:
        accepted = await invitation.accept(token, password)
    except Malformed:
        return _form(request, token, found, SHORT)
    return _next(request, found, accepted)


async def _invited(request: AnyRequest, token: str) -> Invited:
    """Staff at the desk, members at the portal. Raises NotFound."""
    found = await invitation.invited(token)
    if (found.audience is Audience.STAFF) is not frame.is_desk(request):
        raise NotFound
    return found


def _form(request: AnyRequest, token: str, found: Invited, problem: str = "") -> Response[Any]:
    shell = frame.of_link(request, found.client) if found.client else frame.shell(request)
    view = views.SetPasswordPage(
        shell,
        "reset" if found.purpose == "reset" else "invitation",
        found.name,
        found.email,
        f"/link/{token}",
        found.expires_at,
        least=invitation.SHORTEST_PASSWORD,
        problem=locale.gettext(shell.reader.language, problem) if problem else "",
    )
    return answering.page(request, "set_password", view, 422 if problem else 200)


def _next(request: AnyRequest, found: Invited, accepted: Accepted) -> Response[Any]:
    """A staff person is shown the key of their second factor; everybody then signs in."""
    if accepted.totp_secret is None:
        return answering.Going("/sign-in")
    shell, secret = frame.shell(request), accepted.totp_secret
    uri = second_factor.provisioning_uri(secret, account=found.email, issuer=shell.brand)
    return answering.page(request, "second_factor", views.SecondFactorPage(shell, secret, uri))


HANDLERS = [show, accept]
