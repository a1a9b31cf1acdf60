"""What one client may ask for: ours, and its own items, written by the same form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.requests import administration
from underpin.console.routes.requests.administration import BEGINNING, NEW
from underpin.console.routes.requests.defining import items as item_form
from underpin.console.routes.requests.defining import lines
from underpin.console.views import requests
from underpin.desk.catalogue import items, reading_first
from underpin.desk.catalogue.items import Item
from underpin.desk.checklists import templates
from underpin.desk.checklists.templates import Template
from underpin.desk.knowledge.finding import Found
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
HERE = "/clients/{key:str}/catalogue"
AREA = "desks"


@dataclass(frozen=True, slots=True)
class Offered:
    items: list[Item]
    templates: list[Template]
    articles: list[Found]


@read("catalogue.write", STAFF)
async def offered(act: Act, tenant: int) -> Offered:
    """Raises NotFound."""
    articles = await reading_first.choices_of(act, tenant)
    return Offered(await items.of_client(act, tenant), list(await templates.every(act)), articles)


@get(HERE, **route.of(offered, "desk"))
async def every(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    found = await asking.read(request, offered, key)
    shell = frame.shell(request, area=AREA)
    rows = tuple(administration.row(each, shell.reader.language) for each in found.items)
    view = requests.ClientCataloguePage(shell, key.upper(), rows)
    return answering.page(request, "requests/of_client", view)


@get(f"{HERE}/items/{{item:str}}", **route.of(offered, "desk"))
async def one(request: AnyRequest, key: FromPath[str], item: FromPath[str]) -> Response[Any]:
    """One of ours is where an item of the client's own begins: its first version."""
    found = await asking.read(request, offered, key)
    if item == NEW:
        head, rows = item_form.head(BEGINNING), item_form.rows(BEGINNING)
        return _drawn(request, key, found, "", head, rows)
    kept = next((each for each in found.items if each.key == item), None)
    if kept is None:
        raise NotFound
    said = kept.definition
    words = {"name": said.told("en").name, "active": kept.active}
    words["version"] = kept.version if kept.own else 0
    return _drawn(request, key, found, item, item_form.head(said), item_form.rows(said), **words)


@post(f"{HERE}/items", **route.of(items.put, "desk"))
async def put(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        said = item_form.read(form)
        about = {"active": form.get("active") == "yes", "version": administration.version(form)}
        await asking.change(request, items.put, key, forms.field(form, "key"), said, **about)
    except Malformed as wrong:
        found = await asking.read(request, offered, key)
        head = {name: form.get(name, "") for name in item_form.HEAD}
        rows = lines.shown(item_form.typed(form), item_form.FIELD)
        more = administration.again(form, wrong)
        return _drawn(request, key, found, form.get("key", ""), head, rows, status=422, **more)
    return answering.Going(f"/clients/{key}/catalogue")


def _drawn(  # noqa: PLR0917 - the words of the form
    request: AnyRequest, key: str, found: Offered, item: str, head: lines.Line,
    rows: administration.Rows, *, status: int = 200, **words: Any,
) -> Response[Any]:  # fmt: skip
    shell = frame.shell(request, area=AREA)
    tasks = tuple((each.key, each.name) for each in found.templates if each.active)
    words["articles"] = administration.articles(found.articles)
    view = requests.DefinitionPage(
        shell, True, item, rows, head, tasks, client=key.upper(), **words
    )
    return answering.page(request, "requests/definition", view, status)


HANDLERS = [every, one, put]
