"""The entries of the ledger that an invoice was made of, a hundred at a time, of all its lines or
of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from billing.exports import usage_behind
from billing.exports.usage_behind import After, Page
from billing.papers.letterhead import NoParties
from tenants.company import Company
from underpin.console.routes import answering, frame
from underpin.console.routes.one_invoice import gathered, shaping
from underpin.console.routes.one_invoice.gathered import Made
from underpin.console.routes.one_invoice.paid import ONE
from underpin.console.routes.shaping import money
from underpin.console.views import one_invoice as views
from underpin.console.views.shell import Shell
from underpin.kernel import verb
from underpin.kernel.csv_rows import Cell
from underpin.kernel.errors import NotFound
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PAGE: Final = 100
BETWEEN: Final = "~"


@get(f"{ONE}/entries", **route.of(usage_behind.page, "desk"))
async def shown(
    request: AnyRequest,
    slug: FromPath[str],
    number: FromPath[str],
    line: FromQuery[int | None] = None,
    after: FromQuery[str] = "",
) -> Response[Any]:
    """`after` names the last entry of the page before."""
    found = await route.perform(request, gathered.made, slug, number)
    last = _last(after) if after else None
    words = (route.principal_of(request), found.which.company.id, number, last)
    nothing = ""
    try:
        entries = await verb.begin(usage_behind.page, *words, line=line, limit=PAGE)
    except NoParties as missing:
        entries, nothing = usage_behind.NOTHING, missing.detail
    shell = frame.shell(request, area="clients", now=found.now)
    view = _page(shell, found, entries, line, nothing, first=last is not None)
    view = replace(view, rows=await _numbered(request, found.which.company, view.rows))
    return answering.page(request, "one_invoice/entries", view)


async def _numbered(
    request: AnyRequest, client: Company, rows: Sequence[views.EntryRow]
) -> tuple[views.EntryRow, ...]:
    """The ledger names tickets by their ids; a reader knows them by their numbers."""
    known = {each.ticket: UUID(each.ticket) for each in rows if _is_id(each.ticket)}
    if not known:
        return tuple(rows)
    words = (client.id, list(known.values()))
    numbers = await route.perform(request, gathered.tickets, *words, tenant=client.id)
    named = {said: numbers[of] for said, of in known.items() if of in numbers}
    return tuple(
        replace(each, ticket=f"{client.key}-{named[each.ticket]}") if each.ticket in named else each
        for each in rows
    )


def _is_id(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True


def _page(
    shell: Shell, found: Made, entries: Page, line: int | None, nothing: str, *, first: bool
) -> views.EntriesPage:
    head = shaping.head(found.which)
    under = f"{head.path}/entries"
    asked = {"line": line} if line is not None else {}
    here = f"{under}?{urlencode(asked)}" if asked else under
    return views.EntriesPage(
        shell,
        head,
        tuple(map(_entry, entries.rows)),
        tuple((str(each.ordinal), each.description) for each in found.which.invoice.lines),
        "" if line is None else str(line),
        tuple(
            views.CountedRow(each.meter, each.entries, each.total, each.last, each.last_at)
            for each in found.counted
        ),
        f"{money.documents(found.which.company.key, head.number)}/usage",
        _more(under, asked, entries.after),
        here if first else "",
        nothing,
    )


def _more(under: str, asked: dict[str, int], after: After | None) -> str:
    if after is None:
        return ""
    last = f"{after.happened_at.isoformat()}{BETWEEN}{after.id}"
    return f"{under}?{urlencode({**asked, 'after': last})}"


def _last(said: str) -> After:
    """Raises NotFound for what no page of ours named."""
    at, _, entry = said.partition(BETWEEN)
    try:
        found = After(datetime.fromisoformat(at), UUID(entry))
    except ValueError as wrong:
        raise NotFound from wrong
    if found.happened_at.tzinfo is None:
        raise NotFound
    return found


def _entry(row: Sequence[Cell]) -> views.EntryRow:
    """Of `usage_behind.COLUMNS`."""
    line, _, at, meter, quantity, ticket, tier, kind, work_type, more, *told = row
    assert isinstance(line, int)  # noqa: S101 - what COLUMNS says
    assert isinstance(at, datetime)  # noqa: S101 - what COLUMNS says
    assert isinstance(quantity, Decimal)  # noqa: S101 - what COLUMNS says
    about = "; ".join(str(each) for each in (kind, work_type, more) if each)
    source, entry, takes_back = (str(each or "") for each in told)
    named = (str(meter), quantity, str(ticket or ""), str(tier or ""), about)
    return views.EntryRow(line, at, *named, source, entry, takes_back)


HANDLERS = [shown]
