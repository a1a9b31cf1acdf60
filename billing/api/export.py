"""The JSON API's exports, as CSV: the usage behind an invoice, a month for accounting.

The first page is read before the answer starts, so that a refusal is one; each page is a
transaction of its own, in which it is asked again who may see it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date
from typing import Any, Protocol

from litestar import Router, get
from litestar.params import FromPath
from litestar.response import Stream

from billing.api.invoice import NUMBERED
from billing.exports import documents, payments, usage_behind
from underpin.kernel import csv_rows, security_headers, verb
from underpin.kernel.csv_rows import Cell
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest

CSV = "text/csv"


class Page(Protocol):
    """Some rows, and where to go on; None where nothing follows."""

    @property
    def rows(self) -> Sequence[Sequence[Cell]]: ...
    @property
    def after(self) -> Any: ...


@get(f"{NUMBERED}/usage", **route.of(usage_behind.page))
async def usage(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> Stream:
    async def page(*after: Any) -> Page:
        words = (route.principal_of(request), route.tenant_of(request, key), number)
        found: Page = await verb.begin(usage_behind.page, *words, *after)
        return found

    return await _streamed(usage_behind.COLUMNS, page, f"{number}-usage.csv")


@get("/accounting/{month:date}/documents", **route.of(documents.page, "desk"))
async def issued(request: AnyRequest, month: FromPath[date]) -> Stream:
    async def page(*after: Any) -> Page:
        found: Page = await route.perform(request, documents.page, month, *after)
        return found

    return await _streamed(documents.COLUMNS, page, f"documents-{month:%Y-%m}.csv")


@get("/accounting/{month:date}/payments", **route.of(payments.page, "desk"))
async def paid(request: AnyRequest, month: FromPath[date]) -> Stream:
    async def page(*after: Any) -> Page:
        found: Page = await route.perform(request, payments.page, month, *after)
        return found

    return await _streamed(payments.COLUMNS, page, f"payments-{month:%Y-%m}.csv")


async def _streamed(
    columns: Sequence[str], page: Callable[..., Awaitable[Page]], name: str
) -> Stream:
    headers = security_headers.private_file(name)
    rows = _rows(columns, await page(), page)
    return Stream(rows, media_type=CSV, headers=headers)


async def _rows(
    columns: Sequence[str], first: Page, page: Callable[..., Awaitable[Page]]
) -> AsyncIterator[bytes]:
    yield csv_rows.encode([columns])
    found = first
    while True:
        yield csv_rows.encode(found.rows)
        if found.after is None:
            return
        found = await page(found.after)


ROUTER = Router("/", route_handlers=[usage, issued, paid], tags=["exports"])
