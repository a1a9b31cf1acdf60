"""A message is sent: a reply or a note, alone or with what a macro does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console import locale
from underpin.console.locale import N_
from underpin.console.routes import forms, frame, ticket, ticket_work
from underpin.console.routes.writing import prepared
from underpin.console.routes.writing.prepared import Written
from underpin.desk.macros import using
from underpin.desk.mentions.telling import MentionRefused
from underpin.desk.tickets import talking
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
NOT_TOLD: Final = N_(
    "%(name)s may not see this ticket, and is not told of it. Name somebody who works for this "
    "client, or let them see it first."
)


@post("/tickets/{name:str}/messages", **route.of(talking.reply))
async def message(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """A reply or, at the desk, a note. Adding to a conversation overwrites nobody, so it is not
    held to the version that the page showed."""
    form = await forms.of(request)
    try:
        return await _sent(request, name, form)
    except MentionRefused as refused:
        return await _again(request, name, form, refused)


async def _sent(request: AnyRequest, name: str, form: Mapping[str, str]) -> Response[Any]:
    internal = form.get("audience") == "internal"
    if internal and not frame.is_staff(request):
        raise Malformed("audience: a note is for staff.", field="audience")
    body = forms.field(form, "body")
    attach = [] if internal else await forms.identities(request, "attach")
    if form.get("macro") and frame.is_staff(request):
        words = {"text": body, "says": "note" if internal else "reply", "attach": attach}
        macro = forms.identity(form, "macro")
        return await ticket_work.done(request, name, using.use, macro, **words)
    verb = talking.note if internal else talking.reply
    return await ticket_work.done(request, name, verb, body, attach=attach)


async def _again(
    request: AnyRequest, name: str, form: Mapping[str, str], refused: MentionRefused
) -> Response[Any]:
    """The page with what was written, and who was not told."""
    language = frame.shell(request).reader.language
    problem = locale.gettext(language, NOT_TOLD) % {"name": refused.name}
    noting = form.get("audience") == "internal"
    macro = forms.identity(form, "macro") if form.get("macro") else None
    picked = await prepared.picked(request, name, macro) if macro else None
    written = Written(forms.field(form, "body"), problem, noting, picked)
    return await ticket.drawn(request, name, written, refused.status)


HANDLERS = [message]
