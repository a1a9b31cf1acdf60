"""The JSON API over writing articles: the provider's own under /articles, one client's under that
client. What readers see is `knowledge`."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from underpin.desk.knowledge import clients, providers, reviewing
from underpin.desk.knowledge.article import Listed, Version
from underpin.desk.knowledge.difference import Change
from underpin.desk.knowledge.reviewing import Due
from underpin.desk.knowledge.text import Text
from underpin.desk.knowledge.writing import About, Written
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

OURS = "/articles"
THEIRS = f"{CLIENT}/articles"
ONE = "{article_id:uuid}"
BETWEEN = "versions/{new:int}/difference/{old:int}"
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


class TextSaid(msgspec.Struct, forbid_unknown_fields=True):
    """`body` is Markdown; `category` what the article's is called in this language."""

    title: str
    body: str
    summary: str = ""
    category: str = ""


class AboutSaid(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    category: str
    audience: Literal["staff", "members"]
    texts: Annotated[dict[str, TextSaid], Meta(max_length=10)]
    review_months: int = 12
    owner_id: UUID | None = None

    @property
    def about(self) -> About:
        return About(self.category, self.audience, self.review_months, self.owner_id)

    @property
    def written(self) -> dict[str, Text]:
        return {
            language: Text(each.title, each.summary, each.body, each.category)
            for language, each in self.texts.items()
        }


class ArticleSaid(AboutSaid):
    """`language` is the one it was written in: whoever reads none of the others reads that."""

    language: str


class EditSaid(AboutSaid):
    note: str = ""


@get(OURS, **route.of(providers.all_of, "desk"))
async def ours(
    request: AnyRequest, *, before: FromQuery[UUID | None] = None, limit: Limit = 50
) -> list[Listed]:
    found: list[Listed] = await route.perform(request, providers.all_of, before, limit)
    return found


@post(OURS, **route.of(providers.begin, "desk"))
async def begin(request: AnyRequest, data: JSONBody[ArticleSaid]) -> Written:
    words = (data.about, data.language, data.written)
    made: Written = await route.perform(request, providers.begin, *words)
    return made


@get(f"{OURS}/{ONE}", **route.of(providers.one, "desk"))
async def one(request: AnyRequest, article_id: FromPath[UUID]) -> Written:
    found: Written = await route.perform(request, providers.one, article_id)
    return found


@put(f"{OURS}/{ONE}", **route.of(providers.edit, "desk"))
async def edit(
    request: AnyRequest, article_id: FromPath[UUID], data: JSONBody[EditSaid]
) -> Written:
    version, words = route.expected_version(request), (article_id, data.about, data.written)
    made: Written = await route.perform(
        request, providers.edit, *words, note=data.note, version=version
    )
    return made


@put(f"{OURS}/{ONE}/publication", **route.of(providers.publish, "desk"))
async def publish(request: AnyRequest, article_id: FromPath[UUID]) -> Written:
    version = route.expected_version(request)
    return await route.perform(request, providers.publish, article_id, version=version)


@delete(f"{OURS}/{ONE}/publication", status_code=200, **route.of(providers.retire, "desk"))
async def retire(request: AnyRequest, article_id: FromPath[UUID]) -> Written:
    return await route.perform(request, providers.retire, article_id)


@put(f"{OURS}/{ONE}/review", **route.of(providers.review, "desk"))
async def review(request: AnyRequest, article_id: FromPath[UUID]) -> Written:
    return await route.perform(request, providers.review, article_id)


@get(f"{OURS}/{ONE}/versions", **route.of(providers.versions, "desk"))
async def versions(request: AnyRequest, article_id: FromPath[UUID]) -> list[Version]:
    return await route.perform(request, providers.versions, article_id)


@get(f"{OURS}/{ONE}/{BETWEEN}", **route.of(providers.changed, "desk"))
async def changed(
    request: AnyRequest, article_id: FromPath[UUID], old: FromPath[int], new: FromPath[int]
) -> list[Change]:
    return await route.perform(request, providers.changed, article_id, old, new)


@get("/article-reviews", **route.of(reviewing.mine, "desk"))
async def reviews(request: AnyRequest) -> list[Due]:
    """What of mine is to be read again."""
    found: list[Due] = await route.perform(request, reviewing.mine)
    return found


@get(THEIRS, **route.of(clients.all_of, "desk"))
async def theirs(
    request: AnyRequest,
    key: FromPath[str],
    *,
    before: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> list[Listed]:
    found: list[Listed] = await asking.read(request, clients.all_of, key, before, limit)
    return found


@post(THEIRS, **route.of(clients.begin, "desk"))
async def begin_theirs(
    request: AnyRequest, key: FromPath[str], data: JSONBody[ArticleSaid]
) -> Written:
    words = (data.about, data.language, data.written)
    made: Written = await asking.change(request, clients.begin, key, *words)
    return made


@get(f"{THEIRS}/{ONE}", **route.of(clients.one, "desk"))
async def one_of_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> Written:
    found: Written = await asking.read(request, clients.one, key, article_id)
    return found


@put(f"{THEIRS}/{ONE}", **route.of(clients.edit, "desk"))
async def edit_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], data: JSONBody[EditSaid]
) -> Written:
    more = {"note": data.note, "version": route.expected_version(request)}
    words = (article_id, data.about, data.written)
    made: Written = await asking.change(request, clients.edit, key, *words, **more)
    return made


@put(f"{THEIRS}/{ONE}/publication", **route.of(clients.publish, "desk"))
async def publish_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> Written:
    version = route.expected_version(request)
    made: Written = await asking.change(request, clients.publish, key, article_id, version=version)
    return made


@delete(f"{THEIRS}/{ONE}/publication", status_code=200, **route.of(clients.retire, "desk"))
async def retire_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> Written:
    made: Written = await asking.change(request, clients.retire, key, article_id)
    return made


@put(f"{THEIRS}/{ONE}/review", **route.of(clients.review, "desk"))
async def review_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> Written:
    made: Written = await asking.change(request, clients.review, key, article_id)
    return made


@get(f"{THEIRS}/{ONE}/versions", **route.of(clients.versions, "desk"))
async def versions_of_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID]
) -> list[Version]:
    found: list[Version] = await asking.read(request, clients.versions, key, article_id)
    return found


@get(f"{THEIRS}/{ONE}/{BETWEEN}", **route.of(clients.changed, "desk"))
async def changed_in_theirs(
    request: AnyRequest,
    key: FromPath[str],
    article_id: FromPath[UUID],
    old: FromPath[int],
    new: FromPath[int],
) -> list[Change]:
    found: list[Change] = await asking.read(request, clients.changed, key, article_id, old, new)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        *(ours, begin, one, edit, publish, retire, review, versions, changed, reviews),
        *(theirs, begin_theirs, one_of_theirs, edit_theirs, publish_theirs, retire_theirs),
        *(review_theirs, versions_of_theirs, changed_in_theirs),
    ],
    tags=["knowledge"],
)
