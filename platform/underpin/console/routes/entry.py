"""The ways in and out: staff at the desk by password and code, members at the portal."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get, post

from tenants import session, sign_in
from tenants.sign_in import SignInFailed
from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, forms, frame, look
from underpin.kernel import cookies, secret_token
from underpin.kernel.errors import Problem, TooMany
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
DOOR = "the way in: nobody is known yet"
STEP = "__Host-underpin-step"
STEP_SECONDS = sign_in.HALF_WAY.seconds
REFUSED = N_("That did not match. Check what you entered, then try again.")
TOO_MANY = N_("Too many attempts. Wait a quarter of an hour, then try again.")


class HalfWay(msgspec.Struct):
    """What the browser carries between password and code; the proof is sealed."""

    proof: str
    email: str


@get("/sign-in", **route.open_to_all(DOOR))
async def show(request: AnyRequest) -> Response[Any]:
    back = answering.own_path(request.query_params.get("next", ""))
    if frame.asker(request) is not None:
        return answering.Going(back)
    return _form(request, back=back, company=request.query_params.get("company", ""))


@get("/session", **route.open_to_all("the way back from the second step"))
async def again(request: AnyRequest) -> Response[Any]:
    return answering.Going("/sign-in")


@post("/session", **route.open_to_all(DOOR))
async def enter(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    back, email = answering.own_path(form.get("back", "")), form.get("email", "")
    try:
        if frame.is_desk(request):
            half = await sign_in.staff_password(email, form.get("password", ""))
            return _second_step(half, email, back)
        issued = await sign_in.member(form.get("company", ""), email, form.get("password", ""))
    except (SignInFailed, TooMany) as refused:
        words = {"company": form.get("company", ""), "email": email}
        return _form(request, refused, back=back, **words)
    return await _welcome(request, issued, back)


@get("/session/code", **route.open_to_all(DOOR, "desk"))
async def code_form(request: AnyRequest) -> Response[Any]:
    half = _half_way(request)
    back = answering.own_path(request.query_params.get("next", ""))
    return answering.Going("/sign-in") if half is None else _code_form(request, half, back)


@post("/session/code", **route.open_to_all(DOOR, "desk"))
async def enter_code(request: AnyRequest) -> Response[Any]:
    form, half = await forms.of(request), _half_way(request)
    back = answering.own_path(form.get("back", ""))
    if half is None:
        return answering.Going("/sign-in")
    try:
        issued = await sign_in.staff_code(half.proof, form.get("code", "").strip())
    except (SignInFailed, TooMany) as refused:
        return _code_form(request, half, back, refused)
    return await _welcome(request, issued, back)


@post("/session/end", **route.open_to_all("ends whatever session there is"))
async def leave(request: AnyRequest) -> Response[Any]:
    await _end(request)
    return answering.Going("/sign-in", cookies.clear(), _step_cookie("", 0))


@post("/preferences", **route.open_to_all("a browser's own choice of language and looks"))
async def prefer(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    chosen = look.cookie(form.get("theme", ""), form.get("language", ""))
    return answering.Going(answering.own_path(form.get("back", "")), chosen)


async def _end(request: AnyRequest) -> None:
    token: str | None = request.scope["state"].get("session_token")
    if token is not None:
        await session.end(token)


async def _welcome(request: AnyRequest, issued: secret_token.Issued, back: str) -> Response[Any]:
    """A new session; one that the browser still had ends with it."""
    await _end(request)
    return answering.Going(back, cookies.build(issued.plain), _step_cookie("", 0))


def _second_step(half: sign_in.HalfWay, email: str, back: str) -> Response[Any]:
    carried = base64.urlsafe_b64encode(msgspec.json.encode(HalfWay(half.proof, email.strip())))
    path = f"/session/code?{urlencode({'next': back})}"
    return answering.Going(path, _step_cookie(carried.decode().rstrip("="), STEP_SECONDS))


def _step_cookie(value: str, seconds: int) -> str:
    return f"{STEP}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"


def _half_way(request: AnyRequest) -> HalfWay | None:
    given = request.cookies.get(STEP, "")
    try:
        raw = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
        return msgspec.json.decode(raw, type=HalfWay)
    except (ValueError, msgspec.MsgspecError):
        return None


def _form(
    request: AnyRequest,
    refused: Problem | None = None,
    *,
    back: str,
    company: str = "",
    email: str = "",
) -> Response[Any]:
    shell, status = frame.shell(request), refused.status if refused else 200
    said = _said(refused, shell)
    if frame.is_desk(request):
        staff = views.StaffSignInPage(shell, email, said, back)
        return answering.page(request, "sign_in_staff", staff, status)
    member = views.MemberSignInPage(
        shell, company, email=email, problem=said, back=back, company_fixed=False
    )
    return answering.page(request, "sign_in_member", member, status)


def _code_form(
    request: AnyRequest, half: HalfWay, back: str, refused: Problem | None = None
) -> Response[Any]:
    shell = frame.shell(request)
    view = views.CodePage(shell, half.email, _said(refused, shell), back)
    return answering.page(request, "sign_in_code", view, refused.status if refused else 200)


def _said(refused: Problem | None, shell: views.Shell) -> str:
    """Never which of address, password and code was wrong."""
    if refused is None:
        return ""
    message = TOO_MANY if isinstance(refused, TooMany) else REFUSED
    return locale.gettext(shell.reader.language, message)


HANDLERS = [show, again, enter, code_form, enter_code, leave, prefer]
