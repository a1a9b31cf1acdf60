"""A member reads up: the shelf, search, one article, what may help while they type; beside a ticket
the same for whoever works on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping.knowing import articles
from underpin.desk.api import addressing, article_file
from underpin.desk.knowledge import feedback, finding, openings, quoting
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/knowledge/{article_id:uuid}"


@get("/knowledge", **route.of(finding.shelf, "portal"))
async def shelf(request: AnyRequest, q: FromQuery[str] = "") -> Response[Any]:
    tenant, words = route.principal_of(request).own_tenant, q.strip()[:400]
    if words:
        found = await route.perform(request, finding.search, tenant, f"{words} ", tenant=tenant)
    else:
        found = await route.perform(request, finding.shelf, tenant, tenant=tenant)
    shell = frame.shell(request, area="knowledge")
    return answering.page(request, "knowledge", articles.shelf(shell, words, found))


@get("/knowledge/suggestions", **route.of(finding.suggest, "portal"))
async def suggestions(
    request: AnyRequest, subject: FromQuery[str] = "", text: FromQuery[str] = ""
) -> Response[Any]:
    tenant = route.principal_of(request).own_tenant
    found = await route.perform(
        request, finding.suggest, tenant, f"{text[:800]}\n{subject[:200]}", tenant=tenant
    )
    rows = tuple(articles.row(each) for each in found)
    view = views.SuggestionsPage(frame.shell(request, area="knowledge"), rows)
    return answering.page(request, "suggestions", view)


@get("/tickets/{name:str}/articles", **route.of(quoting.offered, "desk"))
async def of_ticket(
    request: AnyRequest, name: FromPath[str], q: FromQuery[str] = ""
) -> Response[Any]:
    """The composer's picker, or a page of its own."""
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, quoting.offered, tenant, number, q, tenant=tenant)
    rows = tuple(articles.row(each) for each in found)
    view = views.TicketArticlesPage(frame.shell(request, area="list"), rows, name, q)
    return answering.page(request, "ticket_articles", view)


@get(ONE, **route.of(finding.leaf, "portal"))
async def leaf(
    request: AnyRequest,
    article_id: FromPath[UUID],
    language: FromQuery[str | None] = None,
    opening: FromQuery[UUID | None] = None,
    thanked: FromQuery[str] = "",
) -> Response[Any]:
    tenant = route.principal_of(request).own_tenant
    about = {"tenant": tenant}
    found = await route.perform(request, finding.leaf, tenant, article_id, language, **about)
    opened = None
    if opening is not None:
        opened = await route.perform(request, openings.one, tenant, opening, **about)
    shell = frame.shell(request, area="knowledge")
    view = articles.leaf(shell, found, opened, thanked=bool(thanked))
    return answering.page(request, "article", view)


@get(f"{ONE}/files/{{file_id:uuid}}", **route.of(finding.leaf, "portal"))
async def file(
    request: AnyRequest, article_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """A picture that the article shows, or a file it has."""
    tenant = route.principal_of(request).own_tenant
    found = await route.perform(request, finding.leaf, tenant, article_id, tenant=tenant)
    return await article_file.of_leaf(found, tenant, file_id)


@post(f"{ONE}/openings", **route.of(openings.open_article, "portal"))
async def open_article(request: AnyRequest, article_id: FromPath[UUID]) -> Response[Any]:
    """To the article, which then asks whether it solved the matter."""
    cause = (await forms.of(request)).get("cause", "search")
    made = await route.perform(request, openings.open_article, article_id, cause)
    return answering.Going(f"/knowledge/{made.article_id}?opening={made.id}")


@post(f"{ONE}/solutions", **route.of(openings.helped, "portal"))
async def helped(request: AnyRequest, article_id: FromPath[UUID]) -> Response[Any]:
    """What was put before them answered it, whether they opened it before or not."""
    made = await route.perform(request, openings.helped, article_id, "suggestion")
    return answering.Going(f"/knowledge/{made.article_id}?opening={made.id}")


@post("/knowledge/openings/{opening_id:uuid}/solution", **route.of(openings.solved, "portal"))
async def solved(request: AnyRequest, opening_id: FromPath[UUID]) -> Response[Any]:
    made = await route.perform(request, openings.solved, opening_id)
    return answering.Going(f"/knowledge/{made.article_id}?opening={made.id}")


@post(f"{ONE}/feedback", **route.of(feedback.give, "portal"))
async def give(request: AnyRequest, article_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    words = (article_id, form.get("helpful") == "yes", form.get("comment", ""))
    await route.perform(request, feedback.give, *words)
    return answering.Going(f"/knowledge/{article_id}?thanked=yes")


HANDLERS = [shelf, suggestions, of_ticket, leaf, file, open_article, helped, solved, give]
