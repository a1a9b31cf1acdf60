"""A form that may bring files: they are put to wait one by one, and what stands in the form is
held to its key, so that pressing twice asks once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile

from underpin.desk.api import writing
from underpin.kernel import verb
from underpin.kernel.errors import Malformed
from underpin.kernel.idempotency import Key
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
OWN = ("csrf", "idempotency_key")


async def of(request: AnyRequest, tenant: int, number: int | None) -> dict[str, str]:
    """The fields as text; of a file the ids under which it waits, behind those that wait already.
    Raises Malformed, StorageFull for a file that is not taken."""
    given = await request.form()
    typed: dict[str, str] = {}
    for name, value in given.multi_items():
        if isinstance(value, UploadFile):
            if not value.filename:
                continue
            kept = await writing.staged(request, tenant, number, value)
            typed[name] = f"{typed.get(name, '')} {kept.id}".strip()
        elif name not in OWN:
            both = f"{typed[name]} {value}" if name in typed else value
            typed[name] = both.replace("\r\n", "\n").strip()
    return typed


async def perform(
    request: AnyRequest, wanted: Verb[Any, Any], *words: Any, tenant: int | None, **more: Any
) -> Any:
    """Like `route.perform`, for a form whose body is not one text."""
    given = await request.form()
    said = {name: value for name, value in given.items() if isinstance(value, str)}
    once = said.get("idempotency_key", "")
    body = msgspec.json.encode({k: v for k, v in said.items() if k not in OWN}, order="sorted")
    key = Key.of(f"POST {request.url.path}", once, body) if 1 <= len(once) <= 200 else None
    who = route.principal_of(request)
    return await verb.perform(wanted, who, *words, tenant=tenant, source="page", once=key, **more)


def moment(request: AnyRequest, form: Mapping[str, str], name: str) -> datetime | None:
    """A local time where the asker is. Raises Malformed."""
    raw = form.get(name, "").strip()
    if not raw:
        return None
    try:
        at = datetime.fromisoformat(raw)
    except ValueError as wrong:
        raise Malformed(f"{name}: choose a day and a time.", field=name) from wrong
    return at.replace(tzinfo=ZoneInfo(route.principal_of(request).time_zone))
