"""What is offered, and the tasks behind it, as administrators write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.requests import reading
from underpin.console.routes.requests.defining import items as item_form
from underpin.console.routes.requests.defining import lines
from underpin.console.routes.requests.defining import steps as step_form
from underpin.console.routes.requests.reading import Catalogue
from underpin.console.views import requests
from underpin.desk.catalogue import definition, items
from underpin.desk.catalogue.definition import Definition
from underpin.desk.checklists import templates
from underpin.desk.checklists.step import Step
from underpin.desk.knowledge.finding import Found
from underpin.kernel import digits
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PLACE = "/administration/catalogue"
NEW = "new"
Rows = tuple[lines.Line, ...]


@get(PLACE, **route.of(reading.catalogue, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, reading.catalogue)
    shell = frame.shell(request, area="catalogue_admin")
    language = shell.reader.language
    rows = tuple(row(each, language) for each in found.items)
    steps = tuple(
        requests.TemplateRow(each.key, each.name, len(each.steps), each.active, each.version)
        for each in found.templates
    )
    view = requests.CatalogueAdminPage(shell, rows, steps)
    return answering.page(request, "requests/administration", view)


def row(item: items.Item, language: str) -> requests.ItemRow:
    said = item.definition
    told = said.told(language)
    return requests.ItemRow(
        item.key,
        told.name,
        definition.said(said.category, language),
        told.price,
        len(said.fields),
        said.fulfilment.tasks,
        item.active,
        item.version,
        item.own,
    )


@get(f"{PLACE}/items/{{item:str}}", **route.of(reading.catalogue, "desk"))
async def item(request: AnyRequest, item: FromPath[str]) -> Response[Any]:
    """`new` shows one to begin with."""
    found = await route.perform(request, reading.catalogue)
    if item == NEW:
        return _item(request, "", item_form.head(BEGINNING), item_form.rows(BEGINNING), found)
    one = next((each for each in found.items if each.key == item), None)
    if one is None:
        raise NotFound
    said = one.definition
    words = {"name": said.told("en").name, "version": one.version, "active": one.active}
    return _item(request, item, item_form.head(said), item_form.rows(said), found, **words)


@get(f"{PLACE}/tasks/{{template:str}}", **route.of(reading.catalogue, "desk"))
async def template(request: AnyRequest, template: FromPath[str]) -> Response[Any]:
    found = await route.perform(request, reading.catalogue)
    if template == NEW:
        return _steps(request, "", step_form.rows(FIRST_STEPS))
    one = next((each for each in found.templates if each.key == template), None)
    if one is None:
        raise NotFound
    words = {"name": one.name, "version": one.version, "active": one.active}
    return _steps(request, template, step_form.rows(one.steps), **words)


@post(f"{PLACE}/items", **route.of(items.put_for_all, "desk"))
async def put_item(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        said = item_form.read(form)
        words = {"active": form.get("active") == "yes", "version": version(form)}
        await route.perform(request, items.put_for_all, forms.field(form, "key"), said, **words)
    except Malformed as wrong:
        found = await route.perform(request, reading.catalogue)
        head = {name: form.get(name, "") for name in item_form.HEAD}
        rows = lines.shown(item_form.typed(form), item_form.FIELD)
        key, more = form.get("key", ""), again(form, wrong)
        return _item(request, key, head, rows, found, status=422, **more)
    return answering.Going(PLACE)


@post(f"{PLACE}/tasks", **route.of(templates.put, "desk"))
async def put_template(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        said = step_form.read(form)
        words = (forms.field(form, "key"), forms.field(form, "name"), said)
        more = {"active": form.get("active") == "yes", "version": version(form)}
        await route.perform(request, templates.put, *words, **more)
    except Malformed as wrong:
        rows = lines.shown(step_form.typed(form), step_form.STEP)
        return _steps(request, form.get("key", ""), rows, status=422, **again(form, wrong))
    return answering.Going(PLACE)


def again(form: lines.Line, wrong: Malformed) -> dict[str, Any]:
    return {
        "name": form.get("name", ""),
        "version": version(form) or 0,
        "active": form.get("active") == "yes",
        "problem": wrong.detail,
    }


def _item(
    request: AnyRequest, key: str, head: lines.Line, rows: Rows, found: Catalogue, *,
    status: int = 200, **words: Any,
) -> Response[Any]:  # fmt: skip
    shell = frame.shell(request, area="catalogue_admin")
    tasks = tuple((each.key, each.name) for each in found.templates if each.active)
    words["articles"] = articles(found.articles)
    view = requests.DefinitionPage(shell, True, key, rows, head, tasks, **words)
    return answering.page(request, "requests/definition", view, status)


def articles(found: Sequence[Found]) -> tuple[requests.Pair, ...]:
    return tuple((str(each.id), "".join(part.text for part in each.title)) for each in found)


def _steps(
    request: AnyRequest, key: str, rows: Rows, *, status: int = 200, **words: Any
) -> Response[Any]:
    shell = frame.shell(request, area="catalogue_admin")
    view = requests.DefinitionPage(shell, False, key, rows, **words)
    return answering.page(request, "requests/definition", view, status)


def version(form: Any) -> int | None:
    return digits.read(form.get("version", ""), 9) or None


BEGINNING = msgspec.convert(
    {
        "texts": {"en": {"name": "New laptop", "summary": "Ready to work", "price": ""}},
        "category": {"en": "Devices"},
        "icon": "laptop",
        "fields": [
            {"key": "who", "kind": "person", "label": {"en": "For whom"}, "required": True},
        ],
        "fulfilment": {"wanted": "may", "notice_hours": 24},
    },
    Definition,
)
FIRST_STEPS = [Step("first", "What is done first"), Step("second", "And then", after=["first"])]

HANDLERS = [every, item, template, put_item, put_template]
