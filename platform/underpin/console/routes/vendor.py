"""The vendor's page: one case behind one link. The link is the credential; there is no session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from tenants import door
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.requests import given
from underpin.console.routes.shaping import vendors
from underpin.console.views.vendor import EndedLinkPage
from underpin.desk.api.writing import LARGEST_BODY
from underpin.desk.cases import case_talk, enclosed, vendor_reading
from underpin.desk.cases.case_talk import Word
from underpin.desk.writing.limits import StorageFull
from underpin.kernel import verb
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import Principal
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
LINK = "the link is the credential: it is looked up before anything is read"
MOST = 3 * LARGEST_BODY
FORMS = {Word.ACKNOWLEDGE: "acknowledge", Word.REFUSE: "refuse"}
"""In which an answer is typed; every other in that of updates."""
SAYING = (Word.UPDATE, Word.QUESTION, Word.REFUSE)


@get("/vendor/{token:str}", **route.open_to_all(LINK, "portal"))
async def show(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return await _drawn(request, token)


@post("/vendor/{token:str}/acknowledgment", **route.open_to_all(LINK, "portal"))
async def acknowledge(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    reference = form.get("reference", "").strip()
    return await _said(request, token, Word.ACKNOWLEDGE, reference, reference=reference or None)


@post(
    "/vendor/{token:str}/updates", request_max_body_size=MOST, **route.open_to_all(LINK, "portal")
)
async def update(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return await _said(request, token, Word.UPDATE, (await forms.of(request)).get("text", ""))


@post("/vendor/{token:str}/fix", request_max_body_size=MOST, **route.open_to_all(LINK, "portal"))
async def fix(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return await _said(request, token, Word.FIXED, (await forms.of(request)).get("text", ""))


@post(
    "/vendor/{token:str}/questions", request_max_body_size=MOST, **route.open_to_all(LINK, "portal")
)
async def question(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """The time is on us until it is answered."""
    return await _said(request, token, Word.QUESTION, (await forms.of(request)).get("text", ""))


@post("/vendor/{token:str}/refusal", **route.open_to_all(LINK, "portal"))
async def refuse(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return await _said(request, token, Word.REFUSE, (await forms.of(request)).get("text", ""))


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer that could not be taken, given back as it was typed."""

    text: str = ""
    problem: str = ""
    name: str = ""
    reference: str = ""
    word: Word = Word.UPDATE


async def _said(
    request: AnyRequest, token: str, word: Word, text: str, *, reference: str | None = None
) -> Response[Any]:
    who = await _entered(request, token)
    if who is None:
        return _ended(request, text)
    author = (await forms.of(request)).get("name", "")
    words = (str(word), text.replace("\r\n", "\n"), author)
    try:
        _check(word, text)
        files = await _files(request)
        more = {"reference": reference, "given": files}
        await given.perform(request, case_talk.answer, *words, tenant=who.own_tenant, **more)
    except (Malformed, StorageFull) as wrong:
        again = Typed(text, wrong.detail, author, reference or "", word)
        return await _drawn(request, token, again, wrong.status)
    return answering.Going(f"/vendor/{token}")


async def _files(request: AnyRequest) -> tuple[enclosed.File, ...]:
    found = (await request.form()).getall("file", [])
    chosen = [each for each in found if isinstance(each, UploadFile) and each.filename]
    return tuple([(each.filename, await each.read()) for each in chosen])


def _check(word: Word, text: str) -> None:
    if word in SAYING and not text.strip():
        raise Malformed("text: say what is happening.", field="text")


async def _drawn(
    request: AnyRequest, token: str, typed: Typed | None = None, status: int = 200
) -> Response[Any]:
    principal = await _entered(request, token)
    ends = await door.vendor_link_ends(token)
    if principal is None or ends is None:
        return _ended(request)
    try:
        found = await verb.begin(vendor_reading.shown, principal)
    except NotFound:
        return _ended(request)
    again = typed or Typed()
    view = vendors.page(
        frame.shell(request),
        found,
        ends,
        f"/vendor/{token}",
        typed=again.text,
        problem=again.problem,
        name=again.name,
        reference=again.reference,
        form=FORMS.get(again.word, "update"),
    )
    return answering.page(request, "vendor", view, status)


async def _entered(request: AnyRequest, token: str) -> Principal | None:
    """Whoever holds the link acts as its vendor for this request, whoever else they may be; None
    for a link that opens nothing, whether it ended or never was."""
    found = await door.by_vendor_link(token)
    if found is not None:
        request.scope["state"]["principal"] = found
    return found


def _ended(request: AnyRequest, kept: str = "") -> Response[Any]:
    """What to do about it, with what was typed."""
    return answering.page(request, "vendor_ended", EndedLinkPage(frame.shell(request), kept), 404)


HANDLERS = [show, acknowledge, update, question, fix, refuse]
