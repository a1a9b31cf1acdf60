"""What is offered, and the tasks behind it, as administrators write them."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.requests import reading
from underpin.console.views import requests
from underpin.desk.catalogue import definition, items
from underpin.desk.catalogue.definition import Definition
from underpin.desk.checklists import templates
from underpin.desk.checklists.step import Step
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PLACE = "/administration/catalogue"
NEW = "new"


@get(PLACE, **route.of(reading.catalogue, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, reading.catalogue)
    shell = frame.shell(request, area="catalogue_admin")
    language = shell.reader.language
    rows = tuple(_row(each, language) for each in found.items)
    steps = tuple(
        requests.TemplateRow(each.key, each.name, len(each.steps), each.active, each.version)
        for each in found.templates
    )
    view = requests.CatalogueAdminPage(shell, rows, steps)
    return answering.page(request, "requests/administration", view)


def _row(item: items.Item, language: str) -> requests.ItemRow:
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
    )


@get(f"{PLACE}/items/{{item:str}}", **route.of(reading.catalogue, "desk"))
async def item(request: AnyRequest, item: FromPath[str]) -> Response[Any]:
    """`new` shows one to begin with."""
    found = await route.perform(request, reading.catalogue)
    shell = frame.shell(request, area="catalogue_admin")
    if item == NEW:
        return _definition(request, shell, True, "", _written(BEGINNING))
    one = next((each for each in found.items if each.key == item), None)
    if one is None:
        raise NotFound
    words = {"name": one.definition.told("en").name, "version": one.version, "active": one.active}
    return _definition(request, shell, True, item, _written(one.definition), **words)


@get(f"{PLACE}/tasks/{{template:str}}", **route.of(reading.catalogue, "desk"))
async def template(request: AnyRequest, template: FromPath[str]) -> Response[Any]:
    found = await route.perform(request, reading.catalogue)
    shell = frame.shell(request, area="catalogue_admin")
    if template == NEW:
        return _definition(request, shell, False, "", _written(FIRST_STEPS))
    one = next((each for each in found.templates if each.key == template), None)
    if one is None:
        raise NotFound
    words = {"name": one.name, "version": one.version, "active": one.active}
    return _definition(request, shell, False, template, _written(one.steps), **words)


@post(f"{PLACE}/items", **route.of(items.put_for_all, "desk"))
async def put_item(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        said = _read(forms.field(form, "text"), Definition)
        words = {"active": form.get("active") == "yes", "version": _version(form)}
        await route.perform(request, items.put_for_all, forms.field(form, "key"), said, **words)
    except Malformed as wrong:
        return _again(request, form, True, wrong)
    return answering.Going(PLACE)


@post(f"{PLACE}/tasks", **route.of(templates.put, "desk"))
async def put_template(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        said = _read(forms.field(form, "text"), list[Step])
        words = (forms.field(form, "key"), forms.field(form, "name"), said)
        more = {"active": form.get("active") == "yes", "version": _version(form)}
        await route.perform(request, templates.put, *words, **more)
    except Malformed as wrong:
        return _again(request, form, False, wrong)
    return answering.Going(PLACE)


def _again(request: AnyRequest, form: Any, is_item: bool, wrong: Malformed) -> Response[Any]:
    shell = frame.shell(request, area="catalogue_admin")
    words = {
        "name": form.get("name", ""),
        "version": _version(form) or 0,
        "active": form.get("active") == "yes",
        "problem": wrong.detail,
    }
    key, text = form.get("key", ""), form.get("text", "")
    return _definition(request, shell, is_item, key, text, status=422, **words)


def _definition(
    request: AnyRequest, shell: Any, is_item: bool, key: str, text: str, *, status: int = 200,
    **words: Any,
) -> Response[Any]:  # fmt: skip
    view = requests.DefinitionPage(shell, is_item, key, text, **words)
    return answering.page(request, "requests/definition", view, status)


def _version(form: Any) -> int | None:
    given = form.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and int(given[:9]) > 0 else None


def _read(text: str, wanted: Any) -> Any:
    try:
        return msgspec.json.decode(text.encode(), type=wanted)
    except msgspec.MsgspecError as wrong:
        raise Malformed(f"text: {wrong}.", field="text") from wrong


def _written(said: Any) -> str:
    plain = msgspec.json.encode(msgspec.to_builtins(said))
    return msgspec.json.format(plain, indent=2).decode()


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
