"""What stands in the composer before anything is typed: what an article or a macro says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from litestar import Request

from underpin.console import views
from underpin.console.routes.shaping import deed_rows
from underpin.desk.api import addressing
from underpin.desk.knowledge import quoting
from underpin.desk.macros import using
from underpin.desk.macros.using import Preview
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """`macro`: what is done when it is sent; `problem`: why it could not be."""

    draft: str = ""
    problem: str = ""
    noting: bool = False
    macro: views.PickedMacro | None = None


UNWRITTEN: Final = Written()


async def of(
    request: AnyRequest,
    name: str,
    article: UUID | None,
    what: Literal["link", "text"],
    macro: UUID | None,
) -> Written:
    """Raises NotFound for what may not be used here."""
    if macro is not None:
        chosen = await picked(request, name, macro)
        return Written(chosen.text, noting=chosen.manner == "note", macro=chosen)
    if article is None:
        return UNWRITTEN
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number, article, what)
    return Written(await route.perform(request, quoting.quote, *words, tenant=tenant))


async def picked(request: AnyRequest, name: str, macro_id: UUID) -> views.PickedMacro:
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, using.preview, tenant, number, macro_id, tenant=tenant)
    return of_preview(found)


def of_preview(found: Preview) -> views.PickedMacro:
    refused = tuple(each.refused for each in found.steps if each.refused)
    did = deed_rows.summary(each.deed for each in found.steps)
    of_macro = found.macro
    what = (str(of_macro.id), of_macro.name, found.text, did, refused, found.missing)
    return views.PickedMacro(*what, of_macro.says)
