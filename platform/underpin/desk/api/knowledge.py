"""The JSON API over reading: articles that answer words, one article, what readers make of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from underpin.desk.api import addressing
from underpin.desk.knowledge import beside, feedback, figures, finding, openings, rendering
from underpin.desk.knowledge.feedback import Feedback
from underpin.desk.knowledge.figures import Month
from underpin.desk.knowledge.finding import Found, Leaf
from underpin.desk.knowledge.openings import Opening
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

SHELF = f"{CLIENT}/knowledge"
LEAF = f"{SHELF}/{{article_id:uuid}}"
Limit = Annotated[int, QueryParameter(ge=1, le=50)]


class LeafView(msgspec.Struct):
    """`html` is the body, safe to show."""

    article: Leaf
    html: str


class OpeningSaid(msgspec.Struct, forbid_unknown_fields=True):
    cause: Literal["suggestion", "search", "chat"]


class FeedbackSaid(msgspec.Struct, forbid_unknown_fields=True):
    helpful: bool
    comment: str = ""


@get(SHELF, **route.of(finding.shelf))
async def shelf(
    request: AnyRequest, key: FromPath[str], *, category: FromQuery[str | None] = None
) -> list[Found]:
    found: list[Found] = await asking.read(request, finding.shelf, key, category)
    return found


@get(f"{SHELF}/search", **route.of(finding.search))
async def search(
    request: AnyRequest, key: FromPath[str], q: FromQuery[str], *, limit: Limit = finding.MANY
) -> list[Found]:
    found: list[Found] = await asking.read(request, finding.search, key, q, limit)
    return found


@get(f"{SHELF}/suggestions", **route.of(finding.suggest))
async def suggestions(
    request: AnyRequest, key: FromPath[str], q: FromQuery[str], *, limit: Limit = finding.FEW
) -> list[Found]:
    found: list[Found] = await asking.read(request, finding.suggest, key, q, limit)
    return found


@get(LEAF, **route.of(finding.leaf))
async def leaf(
    request: AnyRequest,
    key: FromPath[str],
    article_id: FromPath[UUID],
    *,
    language: FromQuery[str | None] = None,
) -> LeafView:
    found: Leaf = await asking.read(request, finding.leaf, key, article_id, language)
    at = f"/api/v1/clients/{key}/knowledge/{found.id}/files"
    places = {each.name: f"{at}/{each.id}" for each in found.files}
    return LeafView(found, rendering.html(found.body, places))


@post(f"{LEAF}/openings", **route.of(openings.open_article))
async def open_article(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], data: JSONBody[OpeningSaid]
) -> Opening:
    made: Opening = await asking.change(request, openings.open_article, key, article_id, data.cause)
    return made


@post(f"{LEAF}/solutions", **route.of(openings.helped))
async def helped(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], data: JSONBody[OpeningSaid]
) -> Opening:
    """It answered what they came for, whether they opened it before or not."""
    made: Opening = await asking.change(request, openings.helped, key, article_id, data.cause)
    return made


@put(f"{SHELF}/openings/{{opening_id:uuid}}/solution", **route.of(openings.solved))
async def solved(request: AnyRequest, key: FromPath[str], opening_id: FromPath[UUID]) -> Opening:
    made: Opening = await asking.change(request, openings.solved, key, opening_id)
    return made


@put(f"{LEAF}/feedback", **route.of(feedback.give))
async def give(
    request: AnyRequest,
    key: FromPath[str],
    article_id: FromPath[UUID],
    data: JSONBody[FeedbackSaid],
) -> Feedback:
    words = (article_id, data.helpful, data.comment)
    made: Feedback = await asking.change(request, feedback.give, key, *words)
    return made


@get(f"{LEAF}/feedback", **route.of(feedback.of_article, "desk"))
async def said_of(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], *, limit: Limit = 50
) -> list[Feedback]:
    found: list[Feedback] = await asking.read(request, feedback.of_article, key, article_id, limit)
    return found


@get(f"{SHELF}/figures/{{month:date}}", **route.of(figures.of_month, "desk"))
async def of_month(request: AnyRequest, key: FromPath[str], month: FromPath[date]) -> Month:
    found: Month = await asking.read(request, figures.of_month, key, month)
    return found


@get("/tickets/{name:str}/articles", **route.of(beside.ticket, "desk"))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> list[Found]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, beside.ticket, tenant, number, tenant=tenant)


ROUTER = Router(
    "/",
    route_handlers=[
        *(shelf, search, suggestions, leaf, open_article, helped, solved, give, said_of, of_month),
        of_ticket,
    ],
    tags=["knowledge"],
)
