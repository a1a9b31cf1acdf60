"""What mails say, language by language: for every client, and for one before that. They are shown
as they would read before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tenants import company
from underpin.console import locale
from underpin.console.locale import N_
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.worded import previewing
from underpin.console.views.mail_wordings import MailWordingsPage, SentenceField
from underpin.desk.wordings import saying, sentences
from underpin.desk.wordings.saying import Standing
from underpin.desk.wordings.sentences import SENTENCES, Said, Words
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
OURS: Final = "/administration/mail-wordings"
THEIRS: Final = "/clients/{key:str}/mail-wordings"
SUBJECT: Final = N_("The printer in the hall")
ANSWER: Final = N_("We have put in a new cartridge. Does it print again?")


@dataclass(frozen=True, slots=True)
class Found:
    client: str
    standing: Standing


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Found:
    names = {each.id: each.name for each in await company.companies(act)}
    return Found(names[tenant], await saying.of_client(act, tenant))


@get(OURS, **route.of(saying.default, "desk"))
async def ours(request: AnyRequest, language: FromQuery[str] = "en") -> Response[Any]:
    return await _drawn(request, "", language)


@post(f"{OURS}/{{language:str}}", **route.of(saying.say, "desk"))
async def say(request: AnyRequest, language: FromPath[str]) -> Response[Any]:
    words = await _words(request)
    try:
        await route.perform(request, saying.say, language, words)
    except Malformed as wrong:
        return await _drawn(request, "", language, words, wrong)
    return answering.Going(f"{OURS}?language={language}")


@post(f"{OURS}/{{language:str}}/preview", **route.of(saying.default, "desk"))
async def preview(request: AnyRequest, language: FromPath[str]) -> Response[Any]:
    return await _tried(request, "", language)


@get(THEIRS, **route.of(of_client, "desk"))
async def theirs(
    request: AnyRequest, key: FromPath[str], language: FromQuery[str] = "en"
) -> Response[Any]:
    return await _drawn(request, key, language)


@post(f"{THEIRS}/{{language:str}}", **route.of(saying.agree, "desk"))
async def agree(request: AnyRequest, key: FromPath[str], language: FromPath[str]) -> Response[Any]:
    tenant, words = route.tenant_of(request, key), await _words(request)
    try:
        await route.perform(request, saying.agree, language, words, tenant=tenant)
    except Malformed as wrong:
        return await _drawn(request, key, language, words, wrong)
    return answering.Going(f"/clients/{key}/mail-wordings?language={language}")


@post(f"{THEIRS}/{{language:str}}/preview", **route.of(of_client, "desk"))
async def preview_theirs(
    request: AnyRequest, key: FromPath[str], language: FromPath[str]
) -> Response[Any]:
    return await _tried(request, key, language)


async def _words(request: AnyRequest) -> dict[str, str]:
    form = await forms.of(request)
    return {name: form.get(name, "").replace("\r\n", "\n").strip() for name in SENTENCES}


async def _tried(request: AnyRequest, key: str, language: str) -> Response[Any]:
    words = await _words(request)
    try:
        sentences.checked(words)
    except Malformed as wrong:
        return await _drawn(request, key, language, words, wrong)
    return await _drawn(request, key, language, words)


async def _drawn(
    request: AnyRequest,
    key: str,
    language: str,
    typed: Mapping[str, str] | None = None,
    wrong: Malformed | None = None,
) -> Response[Any]:
    """With what was typed instead of what is kept; what cannot be taken is in no preview."""
    if language not in locale.LANGUAGES:
        raise NotFound
    client, standing = await _standing(request, key)
    said, own = standing.said, "client" if key else "provider"
    kept = getattr(said, own).get(language, {})
    shown = dict(kept if typed is None else typed)
    if typed is not None and wrong is None:
        said = replace(said, **{own: {**getattr(said, own), language: sentences.checked(typed)}})
    verb = saying.agree if key else saying.say
    view = MailWordingsPage(
        frame.shell(request, area="desks" if key else "administration"),
        client,
        f"/clients/{key}/mail-wordings" if key else OURS,
        language,
        tuple(locale.NAMES.items()),
        _fields(standing, key, language, shown),
        previewing.of(said, language, *(_said(each, language) for each in (SUBJECT, ANSWER))),
        may=route.principal_of(request).may(verb.capability),
        wrong=wrong.field or "" if wrong else "",
        problem=wrong.detail if wrong else "",
    )
    return answering.page(request, "worded/mails", view, 422 if wrong else 200)


def _said(message: str, language: str) -> str:
    known = locale.known(language)
    return locale.gettext(known, message) if known else message


async def _standing(request: AnyRequest, key: str) -> tuple[str, Standing]:
    if not key:
        return "", await route.perform(request, saying.default)
    tenant = route.tenant_of(request, key)
    found: Found = await route.perform(request, of_client, tenant, tenant=tenant)
    return found.client, found.standing


def _fields(
    standing: Standing, key: str, language: str, shown: Mapping[str, str]
) -> tuple[SentenceField, ...]:
    below: Said = replace(standing.said, client={}) if key else Said()
    inherited: Words = {**standing.house[language], **below.provider.get(language, {})}
    return tuple(
        SentenceField(name, shown.get(name, ""), inherited[name], each.may, each.line)
        for name, each in SENTENCES.items()
    )


HANDLERS = [ours, say, preview, theirs, agree, preview_theirs]
