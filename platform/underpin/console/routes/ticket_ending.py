"""How a ticket ends, on its page: thanks, silence, words that need no answer."""

from __future__ import annotations

from litestar import Response, post
from litestar.params import FromPath

from underpin.console.routes import forms, ticket_work
from underpin.console.routes.ticket_work import AnyRequest
from underpin.desk.lifetime import afterword, silence, solved
from underpin.desk.tickets import talking
from underpin.kernel.web import route


@post("/tickets/{name:str}/thanks", **route.of(afterword.thanks, "desk"))
async def thanks(request: AnyRequest, name: FromPath[str]) -> Response[object]:
    version = forms.version(await forms.of(request))
    return await ticket_work.done(request, name, afterword.thanks, version=version)


@post("/tickets/{name:str}/no-reply-needed", **route.of(talking.no_reply_needed, "desk"))
async def no_reply(request: AnyRequest, name: FromPath[str]) -> Response[object]:
    version = forms.version(await forms.of(request))
    return await ticket_work.done(request, name, talking.no_reply_needed, version=version)


@post("/tickets/{name:str}/reminders", **route.of(silence.remind, "desk"))
async def remind(request: AnyRequest, name: FromPath[str]) -> Response[object]:
    form = await forms.of(request)
    words = (forms.field(form, "question"), ticket_work.day_of_asker(request, form, "follow_up"))
    return await ticket_work.done(
        request, name, silence.remind, *words, version=forms.version(form)
    )


@post("/tickets/{name:str}/silence", **route.of(silence.close, "desk"))
async def close(request: AnyRequest, name: FromPath[str]) -> Response[object]:
    version = forms.version(await forms.of(request))
    return await ticket_work.done(request, name, silence.close, version=version)


@post("/tickets/{name:str}/solved", **route.of(solved.say, "portal"))
async def say_solved(request: AnyRequest, name: FromPath[str]) -> Response[object]:
    version = forms.version(await forms.of(request))
    return await ticket_work.done(request, name, solved.say, version=version)


HANDLERS = [thanks, no_reply, remind, close, say_solved]
