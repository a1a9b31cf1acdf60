"""What stands beside a client's compliance: the months kept and how long the client may object,
tickets set apart and counted again, the other truth of vendors' time (PRACTICE 31), due times that
our people moved later, what vendors kept and owe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from contracts.compliance.apart import counted_ticket
from contracts.compliance.apart.counted_ticket import Apart
from contracts.compliance.frozen import compliance_period
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.keeping import showing
from underpin.console.routes.keeping.beside import gathered, shaping
from underpin.console.routes.keeping.beside.gathered import Asked
from underpin.kernel import digits
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
BASE: Final = f"{showing.ONE}/beside"
KINDS: Final = ("spam", "duplicate")


@get(BASE, **route.of(gathered.beside, "desk"))
async def beside(
    request: AnyRequest,
    key: FromPath[str],
    month: FromQuery[str] = "",
    after: FromQuery[UUID | None] = None,
    before: FromQuery[UUID | None] = None,
) -> Response[Any]:
    asked = Asked(forms.month(month) if month else None, after, before)
    return await _page(request, key, asked, {})


@post(f"{BASE}/terms", **route.of(compliance_period.agree_terms, "desk"))
async def terms(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        days = [_whole(form, name) for name in ("object_days", "confirm_days")]
        await asking.change(request, compliance_period.agree_terms, key, *days)
    except Malformed as wrong:
        return await _page(request, key, Asked(), form, wrong.detail)
    return _back(key)


@post(f"{BASE}/apart", **route.of(counted_ticket.set_apart, "desk"))
async def apart(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """A ticket by its number: spam or a duplicate. The client reads the reason at once."""
    form = await forms.of(request)
    try:
        words = (await _ticket(request, key, form), _kind(form), forms.field(form, "reason"))
        await asking.change(request, counted_ticket.set_apart, key, *words)
    except Malformed as wrong:
        return await _page(request, key, Asked(), form, wrong.detail)
    return _back(key)


@post(f"{BASE}/apart/{{ticket_id:uuid}}/end", **route.of(counted_ticket.count_again, "desk"))
async def counted(
    request: AnyRequest, key: FromPath[str], ticket_id: FromPath[UUID]
) -> Response[Any]:
    await asking.change(request, counted_ticket.count_again, key, ticket_id)
    return _back(key)


async def _ticket(request: AnyRequest, key: str, form: Mapping[str, str]) -> UUID:
    """Named as people name it (ACME-1042), or by its number. Raises Malformed."""
    said = forms.field(form, "ticket").upper().removeprefix(f"{key.upper()}-")
    try:
        number = digits.read(said, 9) or 0
        found: UUID = await asking.read(request, gathered.ticket, key, number)
    except NotFound as wrong:
        raise Malformed("ticket: there is no ticket of this number.", field="ticket") from wrong
    return found


def _kind(form: Mapping[str, str]) -> Apart:
    said = form.get("kind", "")
    if said not in KINDS:
        raise Malformed("kind: choose one from the list.", field="kind")
    return cast(Apart, said)


def _whole(form: Mapping[str, str], name: str) -> int:
    said = forms.field(form, name)
    found = digits.read(said, 4)
    if found is None:
        raise Malformed(f"{name}: write a whole number.", field=name)
    return found


def _back(key: str) -> Response[Any]:
    return answering.Going(f"{showing.ALL}/{key.upper()}/beside")


async def _page(
    request: AnyRequest, key: str, asked: Asked, typed: Mapping[str, str], problem: str = ""
) -> Response[Any]:
    found = await asking.read(request, gathered.beside, key, asked)
    shell = frame.shell(request, area="keeping", now=found.now)
    view = shaping.page(shell, found, route.principal_of(request), typed, problem)
    return answering.page(request, "keeping/beside", view, 422 if problem else 200)


HANDLERS = [beside, terms, apart, counted]
