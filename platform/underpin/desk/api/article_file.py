"""The JSON API over pictures and files in articles: given to the next version, taken from it, and
read by who may read what carries them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import MediaType, Response, Router, delete, get, post
from litestar.params import FromPath

from underpin.desk.api import writing as waiting
from underpin.desk.api.writing import LARGEST_BODY, Multipart
from underpin.desk.knowledge import clients, enclosing, finding, home, providers
from underpin.desk.knowledge.enclosing import Carried
from underpin.desk.knowledge.finding import Leaf
from underpin.desk.knowledge.home import Home
from underpin.desk.knowledge.writing import Written
from underpin.kernel import verb
from underpin.kernel.errors import NotFound
from underpin.kernel.web import asking, route, uploaded
from underpin.kernel.web.asking import CLIENT, AnyRequest

OURS = "/articles/{article_id:uuid}/files"
THEIRS = f"{CLIENT}/articles/{{article_id:uuid}}/files"
READ = f"{CLIENT}/knowledge/{{article_id:uuid}}/files"
ONE = "{file_id:uuid}"


@post(OURS, request_max_body_size=LARGEST_BODY, **route.of(providers.carry, "desk"))
async def add(request: AnyRequest, article_id: FromPath[UUID], data: Multipart) -> Written:
    return await _added(request, providers.carry, article_id, data, None)


@post(THEIRS, request_max_body_size=LARGEST_BODY, **route.of(clients.carry, "desk"))
async def add_to_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], data: Multipart
) -> Written:
    return await _added(request, clients.carry, article_id, data, route.tenant_of(request, key))


@delete(f"{OURS}/{ONE}", status_code=200, **route.of(providers.carry, "desk"))
async def drop(request: AnyRequest, article_id: FromPath[UUID], file_id: FromPath[UUID]) -> Written:
    change = Carried(drop=frozenset({file_id}))
    made: Written = await route.perform(request, providers.carry, article_id, change)
    return made


@delete(f"{THEIRS}/{ONE}", status_code=200, **route.of(clients.carry, "desk"))
async def drop_from_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Written:
    change = Carried(drop=frozenset({file_id}))
    made: Written = await asking.change(request, clients.carry, key, article_id, change)
    return made


@get(f"{OURS}/{ONE}", **route.of(providers.one, "desk"), media_type=MediaType.TEXT)
async def show(
    request: AnyRequest, article_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    await route.perform(request, providers.one, article_id)
    return await answer(home.PROVIDER, article_id, file_id)


@get(f"{THEIRS}/{ONE}", **route.of(clients.one, "desk"), media_type=MediaType.TEXT)
async def show_theirs(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    await asking.read(request, clients.one, key, article_id)
    return await answer(home.of_client(route.tenant_of(request, key)), article_id, file_id)


@get(f"{READ}/{ONE}", **route.of(finding.leaf), media_type=MediaType.TEXT)
async def read(
    request: AnyRequest, key: FromPath[str], article_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """Of what is published, for its readers."""
    tenant = route.tenant_of(request, key)
    return await of_leaf(await asking.read(request, finding.leaf, key, article_id), tenant, file_id)


@get(
    "/article-files/{token:str}",
    **route.open_to_all("a signed address that ends after minutes", "content"),
    media_type=MediaType.TEXT,
)
async def download(token: FromPath[str]) -> Response[bytes]:
    found = await enclosing.download(token)
    return uploaded.kept(found.name, found.content)


async def of_leaf(found: Leaf, tenant: int, file_id: UUID) -> Response[bytes]:
    """What a published article carries. Raises NotFound for anything else."""
    if file_id not in {each.id for each in found.files}:
        raise NotFound
    return await answer(home.of_client(tenant) if found.own else home.PROVIDER, found.id, file_id)


async def answer(at: Home, article_id: UUID, file_id: UUID) -> Response[bytes]:
    """For who may read the article, which is asked before. Raises NotFound."""
    found = await enclosing.opened(at, article_id, file_id)
    return uploaded.shown_or(found.content, found.url)


async def _added(
    request: AnyRequest, wanted: Any, article_id: UUID, data: waiting.Form, tenant: int | None
) -> Written:
    async with waiting.gate:
        change = Carried(add=[(data.file.filename, await data.file.read())])
        who, way = route.principal_of(request), route.source_of(request)
        made: Written = await verb.perform(
            wanted, who, article_id, change, tenant=tenant, source=way
        )
        return made


HANDLERS: list[Any] = [add, add_to_theirs, drop, drop_from_theirs, show, show_theirs, read]
ROUTER = Router("/", route_handlers=HANDLERS, tags=["knowledge"])
