"""Pictures and files in the editor of an article."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import UploadFile

from underpin.console import views
from underpin.console.routes import forms
from underpin.desk.knowledge.enclosing import Carried, Enclosed
from underpin.kernel.errors import Malformed
from underpin.kernel.web import uploaded

AnyRequest = Request[Any, Any, Any]


async def of(request: AnyRequest) -> Carried:
    """What the form adds and leaves out. Raises Malformed."""
    found = (await request.form()).getall("file", [])
    chosen = [each for each in found if isinstance(each, UploadFile) and each.filename]
    try:
        drop = frozenset(UUID(each) for each in await forms.each(request, "drop"))
    except ValueError as wrong:
        raise Malformed("drop: files of this article.", field="drop") from wrong
    return Carried([(each.filename, await each.read()) for each in chosen], drop)


def shown(path: str, file: Enclosed) -> views.CarriedFile:
    where = f"<{file.name}>" if " " in file.name else file.name
    sign = "!" if file.media_type in uploaded.PICTURES else ""
    mark = f"{sign}[{file.name}]({where})"
    return views.CarriedFile(str(file.id), file.name, f"{path}/files/{file.id}", mark)
