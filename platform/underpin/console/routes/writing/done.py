"""Tags, time, and mails that are taken back: each a resource that a form is posted to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import forms, ticket_work
from underpin.desk.mail.leaving import undoing
from underpin.desk.tickets import tagging, time_entry
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@post("/tickets/{name:str}/tags", **route.of(tagging.tag, "desk"))
async def tag(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    word = forms.field(await forms.of(request), "tag")
    return await ticket_work.done(request, name, tagging.tag, word)


@post("/tickets/{name:str}/tags/removal", **route.of(tagging.untag, "desk"))
async def untag(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    word = forms.field(await forms.of(request), "tag")
    return await ticket_work.done(request, name, tagging.untag, word)


@post("/tickets/{name:str}/time", **route.of(time_entry.log, "desk"))
async def time(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Minutes worked; a lead posts them before they are billed (PRACTICE 32)."""
    form = await forms.of(request)
    words = {"text": form.get("text", ""), "coverage": forms.field(form, "coverage")}
    minutes = _minutes(forms.field(form, "minutes"))
    return await ticket_work.done(request, name, time_entry.log, minutes, **words)


def _minutes(said: str) -> int:
    """`90`, or `1:30` of hours and minutes. Raises Malformed."""
    whole, colon, rest = said.rpartition(":")
    hours, minutes = digits.read(whole, 5) if colon else 0, digits.read(rest, 5)
    if hours is None or minutes is None or len(said) > len("24:00"):
        raise Malformed("minutes: write minutes, or 1:30.", field="minutes")
    return hours * 60 + minutes


@post(
    "/tickets/{name:str}/messages/{message_id:uuid}/mail/withdrawal",
    **route.of(undoing.withdraw, "desk"),
)
async def withdraw(
    request: AnyRequest, name: FromPath[str], message_id: FromPath[UUID]
) -> Response[Any]:
    """Within ten seconds: its mails stay here (PRACTICE 25)."""
    return await ticket_work.done(request, name, undoing.withdraw, message_id)


HANDLERS = [tag, untag, time, withdraw]
