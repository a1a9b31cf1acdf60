"""Macros: keeping them, and using them on a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping import deed_rows
from underpin.console.routes.writing import prepared
from underpin.desk.api import addressing
from underpin.desk.automation import names
from underpin.desk.automation.names import Names
from underpin.desk.deeds import placeholders
from underpin.desk.macros import macros, using
from underpin.desk.macros.macro import AUDIENCES, Macro, Said
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/macros/{macro_id:uuid}"


@get("/macros", **route.of(macros.listed, "desk"))
async def every(request: AnyRequest, words: FromQuery[str] = "") -> Response[Any]:
    found = await route.perform(request, macros.listed, words)
    shell = frame.shell(request, area="macros")
    rows = tuple(_row(request, each) for each in found)
    return answering.page(request, "macros", views.MacrosPage(shell, rows, words))


@get("/macros/new", **route.of(names.known, "desk"))
async def new(request: AnyRequest) -> Response[Any]:
    known = await route.perform(request, names.known)
    return answering.page(request, "macro", _page(request, known, {"deeds": ()}))


@get(ONE, **route.of(macros.one, "desk"))
async def one(request: AnyRequest, macro_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, macros.one, macro_id)
    ids = [str(found.team_id or "")] + [str(getattr(e, "staff_id", "")) for e in found.deeds]
    known = await route.perform(request, names.known, ids)
    return answering.page(request, "macro", _of(request, known, found))


@post("/macros", **route.of(macros.keep, "desk"))
async def keep(request: AnyRequest) -> Response[Any]:
    return await _keep(request, None)


@post(ONE, **route.of(macros.change, "desk"))
async def change(request: AnyRequest, macro_id: FromPath[UUID]) -> Response[Any]:
    return await _keep(request, macro_id)


@post(f"{ONE}/retirement", **route.of(macros.retire, "desk"))
async def retire(request: AnyRequest, macro_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, macros.retire, macro_id)
    return answering.Going("/macros")


@get("/tickets/{name:str}/macros", **route.of(macros.listed, "desk"))
async def pick(
    request: AnyRequest, name: FromPath[str], words: FromQuery[str] = ""
) -> Response[Any]:
    """The composer's picker, or a page of its own."""
    addressing.ticket(request, name)
    found = await route.perform(request, macros.listed, words)
    rows = tuple(_row(request, each) for each in found[:50])
    shell = frame.shell(request, area="list")
    view = views.MacroPickerPage(shell, name, rows, words=words)
    return answering.page(request, "macro_picker", view)


@get(f"/tickets/{{name:str}}{ONE}", **route.of(using.preview, "desk"))
async def look(request: AnyRequest, name: FromPath[str], macro_id: FromPath[UUID]) -> Response[Any]:
    chosen = await prepared.picked(request, name, macro_id)
    view = views.MacroPickerPage(frame.shell(request, area="list"), name, (), chosen)
    return answering.page(request, "macro_picker", view)


@post(f"/tickets/{{name:str}}{ONE}/use", **route.of(using.use, "desk"))
async def use(request: AnyRequest, name: FromPath[str], macro_id: FromPath[UUID]) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    text = (await forms.of(request)).get("text", "").strip() or None
    await route.perform(request, using.use, number, macro_id, text=text, tenant=tenant)
    return answering.Going(f"/tickets/{name}")


async def _keep(request: AnyRequest, macro_id: UUID | None) -> Response[Any]:
    form = await forms.of(request)
    lines = deed_rows.typed(form)
    known = await route.perform(
        request, names.known, [*deed_rows.words(lines), form.get("team", "")]
    )
    try:
        said = _said(form, deed_rows.deeds_of(lines, known), known)
        if macro_id is None:
            await route.perform(request, macros.keep, said)
        else:
            version = forms.version(form)
            await route.perform(request, macros.change, macro_id, said, version=version)
    except Malformed as problem:
        typed = {**form, "id": str(macro_id or ""), "problem": problem.detail, "lines": lines}
        return answering.page(request, "macro", _page(request, known, typed), 422)
    return answering.Going("/macros")


def _said(form: Mapping[str, str], deeds: Any, known: Names) -> Said:
    audience, team = form.get("audience", "own"), form.get("team", "")
    team_id = known.ids.get(team.lower())
    if audience == "team" and team_id is None:
        raise Malformed("team: there is no such team.", field="team")
    texts = {each: text for each in placeholders.LANGUAGES if (text := form.get(f"text-{each}"))}
    whose = (
        form.get("name", ""),
        audience,
        UUID(team_id) if audience == "team" and team_id else None,
    )
    return Said(*whose, form.get("says", "nothing"), texts, deeds)  # type: ignore[arg-type]


def _of(request: AnyRequest, known: Names, of: Macro) -> views.MacroPage:
    texts = {f"text-{language}": text for language, text in of.texts.items()}
    team = known.labels.get(str(of.team_id), "")
    typed = {"id": str(of.id), "name": of.name, "audience": of.audience, "team": team}
    more = {"says": of.says, "version": str(of.version), "deeds": of.deeds}
    return _page(request, known, typed | texts | more)


def _page(request: AnyRequest, known: Names, typed: Mapping[str, Any]) -> views.MacroPage:
    free = (views.DeedRow(),) * deed_rows.FREE_LINES
    rows = (*typed["lines"], *free) if "lines" in typed else deed_rows.rows(typed["deeds"], known)
    may = route.principal_of(request).may(macros.OTHERS)
    return views.MacroPage(
        frame.shell(request, area="macros"),
        str(typed.get("id", "")),
        typed.get("name", ""),
        typed.get("audience", "own"),
        typed.get("team", ""),
        typed.get("says", "nothing"),
        tuple((each, typed.get(f"text-{each}", "")) for each in placeholders.LANGUAGES),
        rows,
        forms.seen(typed.get("version")),
        known.offered,
        placeholders.NAMES,
        AUDIENCES if may else AUDIENCES[:1],
        typed.get("problem", ""),
    )


def _row(request: AnyRequest, each: Macro) -> views.MacroRow:
    may = each.audience == "own" or route.principal_of(request).may(macros.OTHERS)
    did = deed_rows.summary(each.deeds)
    return views.MacroRow(str(each.id), each.name, each.audience, did, each.says, each.used, may)


HANDLERS = [every, new, one, keep, change, retire, pick, look, use]
