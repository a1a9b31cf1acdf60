"""The JSON API over satisfaction: a ticket's rating, a client's figures and terms."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from underpin.desk.api import addressing
from underpin.desk.surveys import answering, figures, terms
from underpin.desk.surveys.figures import Comment, Figure
from underpin.desk.surveys.survey import Survey
from underpin.desk.surveys.terms import Terms
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

SURVEY = "/tickets/{name:str}/survey"
SATISFACTION = f"{CLIENT}/satisfaction"


class AnswerSaid(msgspec.Struct, forbid_unknown_fields=True):
    """`rating`: 1 very unhappy to 5 very happy."""

    rating: int
    comment: str = ""


class TermsSaid(msgspec.Struct, forbid_unknown_fields=True):
    """As `terms.Terms` explains them."""

    asks: bool
    every_days: int
    changeable_days: int
    low: int


class SettingSaid(msgspec.Struct, forbid_unknown_fields=True):
    agents_see_all: bool


@get(SURVEY, **route.of(answering.of_ticket))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> Survey | None:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, answering.of_ticket, tenant, number, tenant=tenant)


@put(SURVEY, **route.of(answering.answer, "portal"))
async def answer(request: AnyRequest, name: FromPath[str], data: JSONBody[AnswerSaid]) -> Survey:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.rating, data.comment)
    return await route.perform(request, answering.answer, *words, tenant=tenant)


@put(f"{SURVEY}/revocation", status_code=204, **route.of(answering.revoke, "desk"))
async def revoke(request: AnyRequest, name: FromPath[str]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, answering.revoke, number, tenant=tenant)


@get(SATISFACTION, **route.of(figures.of_client, "desk"))
async def of_client(
    request: AnyRequest,
    key: FromPath[str],
    first: FromQuery[date],
    *,
    months: Annotated[int, QueryParameter(ge=1, le=24)] = 1,
) -> list[Figure]:
    found: list[Figure] = await asking.read(request, figures.of_client, key, first, months)
    return found


@get(f"{SATISFACTION}/comments", **route.of(figures.comments, "desk"))
async def comments(
    request: AnyRequest,
    key: FromPath[str],
    *,
    before: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = figures.PAGE,
) -> list[Comment]:
    found: list[Comment] = await asking.read(request, figures.comments, key, before, limit)
    return found


@get(f"{CLIENT}/survey-terms", **route.of(terms.of_client, "desk"))
async def read_terms(request: AnyRequest, key: FromPath[str]) -> Terms:
    found: Terms = await asking.read(request, terms.of_client, key)
    return found


@put(f"{CLIENT}/survey-terms", **route.of(terms.agree, "desk"))
async def agree(request: AnyRequest, key: FromPath[str], data: JSONBody[TermsSaid]) -> Terms:
    agreed = Terms(**msgspec.structs.asdict(data))
    made: Terms = await asking.change(request, terms.agree, key, agreed)
    return made


@delete(f"{CLIENT}/survey-terms", status_code=200, **route.of(terms.to_default, "desk"))
async def to_default(request: AnyRequest, key: FromPath[str]) -> Terms:
    made: Terms = await asking.change(request, terms.to_default, key)
    return made


@put("/survey-setting", **route.of(terms.let_agents_see_all, "desk"))
async def let_agents(request: AnyRequest, data: JSONBody[SettingSaid]) -> bool:
    made: bool = await route.perform(request, terms.let_agents_see_all, data.agents_see_all)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        *(of_ticket, answer, revoke, of_client, comments),
        *(read_terms, agree, to_default, let_agents),
    ],
    tags=["satisfaction"],
)
