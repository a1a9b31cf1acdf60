"""The desk writes articles: the list of a home, what of mine is to be reviewed, the editor with its
versions and what changed. A home is the provider's own ("ours") or one client's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from tenants import company
from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.knowledge import carrying, homes
from underpin.console.routes.shaping.knowing import articles, written
from underpin.desk.api import article_file
from underpin.desk.api.writing import LARGEST_BODY
from underpin.desk.knowledge import clients, difference, home, providers, rendering, reviewing
from underpin.desk.knowledge.text import Text
from underpin.desk.knowledge.writing import About, Written
from underpin.desk.writing.limits import StorageFull
from underpin.kernel import digits
from underpin.kernel.errors import Malformed, StaleVersion
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/articles/{key:str}/{article_id:uuid}"
PAGE = 50
MOST = 3 * LARGEST_BODY
MEANWHILE = N_(
    "Somebody saved another version meanwhile. What it changed and how yours differs from it "
    "stands beside. Saved again, yours takes its place."
)
NAMES = ("title", "summary", "body", "category")
"""Of a text's fields, each with its language."""


@get("/articles", **route.of(providers.all_of, "desk"))
async def every(
    request: AnyRequest, client: FromQuery[str] = "", before: FromQuery[UUID | None] = None
) -> Response[Any]:
    shell, key = frame.shell(request, area="articles"), client or written.OURS
    found = await homes.read(request, key, homes.of(key).all_of, before, PAGE)
    due = await route.perform(request, reviewing.mine)
    rows = tuple(written.listed(each, client, shell.now.date()) for each in found)
    last = found[-1].article.id if len(found) == PAGE else None
    view = views.ArticlesPage(
        *(shell, rows, await named(request), client),
        due=tuple(written.due(each) for each in due),
        next=f"/articles?client={client}&before={last}" if last else "",
    )
    return answering.page(request, "articles", view)


async def named(request: AnyRequest) -> tuple[tuple[str, str], ...]:
    """The clients of who asks, to choose from."""
    found = await route.perform(request, company.companies)
    return tuple((each.key, each.name) for each in found)


@get("/articles/{key:str}/new", **route.of(providers.all_of, "desk"))
async def new(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    if key != written.OURS:
        route.tenant_of(request, key)
    return _drawn(request, _blank(request, key))


@post("/articles/{key:str}", request_max_body_size=MOST, **route.of(clients.begin, "desk"))
async def begin(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    if key != written.OURS:
        route.tenant_of(request, key)
    try:
        words = (_about(form), form.get("language", "en"), _texts(form))
        carry = await carrying.of(request)
        made: Written = await homes.do(request, key, homes.of(key).begin, *words, carry=carry)
    except (Malformed, StorageFull) as wrong:
        return _drawn(request, _typed(_blank(request, key), form, wrong.detail), 422)
    return answering.Going(f"/articles/{key}/{made.article.id}")


@get(ONE, **route.of(providers.one, "desk"))
async def one(request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]) -> Response[Any]:
    return _drawn(request, await _shown(request, key, article_id))


@get(f"{ONE}/files/{{file_id:uuid}}", **route.of(providers.one, "desk"))
async def file(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """Of any version, for who writes it."""
    await homes.read(request, key, homes.of(key).one, article_id)
    ours = key == written.OURS
    at = home.PROVIDER if ours else home.of_client(route.tenant_of(request, key))
    return await article_file.answer(at, article_id, file_id)


@post(ONE, request_max_body_size=MOST, **route.of(clients.edit, "desk"))
async def edit(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    shown = await _shown(request, key, article_id)
    try:
        words = (article_id, _about(form), _texts(form))
        more = {"note": form.get("note", ""), "version": forms.version(form)}
        carry = await carrying.of(request)
        await homes.do(request, key, homes.of(key).edit, *words, carry=carry, **more)
    except (Malformed, StorageFull) as wrong:
        return _drawn(request, _typed(shown, form, wrong.detail), 422)
    except StaleVersion:
        return _drawn(request, await _beside(request, key, article_id, shown), 409)
    return answering.Going(shown.path)


@post(f"{ONE}/publication", **route.of(clients.publish, "desk"))
async def publish(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, key, homes.of(key).publish, article_id)


@post(f"{ONE}/retirement", **route.of(clients.retire, "desk"))
async def retire(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, key, homes.of(key).retire, article_id)


@post(f"{ONE}/review", **route.of(clients.review, "desk"))
async def review(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, key, homes.of(key).review, article_id)


async def _done(
    request: AnyRequest, key: str, verb: Verb[..., Any], article_id: UUID
) -> Response[Any]:
    await homes.do(request, key, verb, article_id)
    return answering.Going(f"/articles/{key}/{article_id}")


def _about(form: Mapping[str, str]) -> About:
    months = digits.read(form.get("review_months", "12"), 2)
    if months is None:
        raise Malformed("review_months: 1 to 36.", field="review_months")
    audience = "staff" if form.get("audience") == "staff" else "members"
    return About(form.get("category", ""), audience, months)


def _texts(form: Mapping[str, str]) -> dict[str, Text]:
    """Each language in which anything was written."""
    found = {
        code: Text(*(_field(form, f"{name}_{code}") for name in NAMES)) for code in locale.LANGUAGES
    }
    return {str(code): text for code, text in found.items() if text.title or text.body}


def _field(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").replace("\r\n", "\n").strip()


def _blank(request: AnyRequest, key: str) -> views.ArticleEditPage:
    shell = frame.shell(request, area="articles")
    client = "" if key == written.OURS else key
    back = f"/articles?client={client}" if client else "/articles"
    return views.ArticleEditPage(
        shell, f"/articles/{key}", back, client, written.texts({}), language=shell.reader.language
    )


def _typed(
    page: views.ArticleEditPage, form: Mapping[str, str], problem: str
) -> views.ArticleEditPage:
    """As it was typed, with what was wrong."""
    language = form.get("language", page.language)
    return replace(
        page,
        texts=written.texts(_texts(form)),
        category=form.get("category", ""),
        audience=form.get("audience", "members"),
        language=language if language in locale.LANGUAGES else page.language,
        note=form.get("note", ""),
        problem=problem,
    )


async def _beside(
    request: AnyRequest, key: str, article_id: UUID, shown: views.ArticleEditPage
) -> views.ArticleEditPage:
    """What was typed, with what somebody else saved meanwhile and how the two differ. Saved again,
    it takes the place of theirs."""
    form, whose = await forms.of(request), homes.of(key)
    found: Written = await homes.read(request, key, whose.one, article_id)
    seen = forms.seen(form.get("version"))
    theirs = shown.changes
    if 0 < seen < found.article.latest:
        words = (article_id, seen, found.article.latest)
        theirs = written.changes(await homes.read(request, key, whose.changed, *words))
    mine = written.changes(difference.between(found.version.texts, _texts(form)))
    said = locale.gettext(shown.shell.reader.language, MEANWHILE)
    return replace(_typed(shown, form, said), changes=theirs, clashes=mine)


async def _shown(request: AnyRequest, key: str, article_id: UUID) -> views.ArticleEditPage:
    whose = homes.of(key)
    found: Written = await homes.read(request, key, whose.one, article_id)
    kept = await homes.read(request, key, whose.versions, article_id)
    about, latest = found.article, found.version
    changed = []
    if latest.number > 1:
        older = about.published if about.published not in (None, latest.number) else None
        words = (article_id, older or latest.number - 1, latest.number)
        changed = await homes.read(request, key, whose.changed, *words)
    original, path = latest.texts[about.language], f"/articles/{key}/{article_id}"
    return replace(
        _blank(request, key),
        path=path,
        said=f"{path}/feedback",
        texts=written.texts(latest.texts),
        category=about.category,
        audience=about.audience,
        language=about.language,
        review_months=about.review_months,
        review_on=about.review_on,
        version=about.latest,
        state=about.state,
        published=about.published or 0,
        may_publish=route.principal_of(request).may("knowledge.publish"),
        past=written.past(kept, about.published),
        changes=written.changes(changed),
        files=tuple(carrying.shown(path, each) for each in latest.files),
        preview=Markup(rendering.html(original.body, articles.places(path, latest.files))),  # noqa: S704 - nh3 cleaned it
    )


def _drawn(request: AnyRequest, view: views.ArticleEditPage, status: int = 200) -> Response[Any]:
    return answering.page(request, "article_edit", view, status)


HANDLERS = [every, new, begin, one, file, edit, publish, retire, review]
