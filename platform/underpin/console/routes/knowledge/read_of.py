"""What articles were read for at a client in a month, and what its people say of one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, frame
from underpin.console.routes.knowledge import homes
from underpin.console.routes.knowledge.writing import ONE, named
from underpin.console.routes.shaping.knowing import written
from underpin.console.views.knowledge import FeedbackPage, ReadingPage, ReadRow, SaidOfArticle
from underpin.desk.knowledge import feedback, figures
from underpin.desk.knowledge.figures import Month, Row
from underpin.desk.knowledge.writing import Written
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/articles/figures"


@get(HERE, **route.of(figures.of_month, "desk"))
async def month(
    request: AnyRequest, client: FromQuery[str] = "", month: FromQuery[str] = ""
) -> Response[Any]:
    """This month of the first client where nothing is chosen."""
    shell, clients = frame.shell(request, area="articles"), await named(request)
    of = month_of(month, shell.now.date())
    key = client or (clients[0][0] if clients else "")
    if not key:
        return answering.page(request, "knowing/figures", ReadingPage(shell, clients, "", of))
    tenant = route.tenant_of(request, key)
    found: Month = await route.perform(request, figures.of_month, tenant, of, tenant=tenant)
    view = ReadingPage(
        *(shell, clients, key, of, tuple(_row(each, key) for each in found.rows)),
        *(found.visits, found.deflected),
        Fraction(found.deflected, found.visits) if found.visits else None,
        _at(key, of - relativedelta(months=1)),
        _at(key, of + relativedelta(months=1)) if of < shell.now.date().replace(day=1) else "",
    )
    return answering.page(request, "knowing/figures", view)


def month_of(given: str, today: date) -> date:
    """Raises Malformed."""
    try:
        return date.fromisoformat(f"{given}-01") if given else today.replace(day=1)
    except ValueError as wrong:
        raise Malformed("month: such as 2026-11.", field="month") from wrong


def _at(key: str, of: date) -> str:
    return f"{HERE}?client={key}&month={of:%Y-%m}"


def _row(each: Row, key: str) -> ReadRow:
    path = f"{written.path(key, each.article_id)}/feedback"
    counts = (each.opened, each.visits, each.deflected, each.helpful, each.unhelpful)
    return ReadRow(path, each.title, *counts)


@get(f"{ONE}/feedback", **route.of(feedback.of_article, "desk"))
async def said(
    request: AnyRequest,
    key: FromPath[str],
    article_id: FromPath[UUID],
    client: FromQuery[str] = "",
) -> Response[Any]:
    """By one client's people: of a client's address that client's, be the article ours; else of the
    chosen client, the first where none is. Raises NotFound."""
    home, title = await _titled(request, key, article_id)
    clients = await named(request) if key == written.OURS else ()
    theirs = (client or (clients[0][0] if clients else "")) if key == written.OURS else key
    rows = await _said(request, theirs, article_id) if theirs else ()
    shell, back = frame.shell(request, area="articles"), written.path(home, article_id)
    view = FeedbackPage(shell, title, back, clients, theirs.upper(), rows)
    return answering.page(request, "knowing/feedback", view)


async def _titled(request: AnyRequest, key: str, article_id: UUID) -> tuple[str, str]:
    """Whose it is, and its title: what a client's people read is theirs or ours."""
    try:
        found: Written = await homes.read(request, key, homes.of(key).one, article_id)
    except NotFound:
        if key == written.OURS:
            raise
        return await _titled(request, written.OURS, article_id)
    return key, found.version.texts[found.article.language].title


async def _said(request: AnyRequest, key: str, article_id: UUID) -> tuple[SaidOfArticle, ...]:
    tenant = route.tenant_of(request, key)
    found = await route.perform(request, feedback.of_article, tenant, article_id, tenant=tenant)
    return tuple(SaidOfArticle(e.helpful, e.comment, e.version, e.given_at) for e in found)


HANDLERS = [month, said]
