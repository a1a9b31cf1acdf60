"""The JSON API over who sold and who bought, pinned on a document issued before that was known."""

from __future__ import annotations

from uuid import UUID

from litestar import Router, put
from litestar.params import FromPath

from billing.api.debit_note import NOTE as DEBIT_NOTE
from billing.api.invoice import NUMBERED
from billing.papers import pinning
from billing.papers.letterhead import Letterhead
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest


@put(f"{NUMBERED}/letterhead", **route.of(pinning.pin_invoice, "desk"))
async def pin_invoice(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> Letterhead:
    made: Letterhead = await asking.change(request, pinning.pin_invoice, key, number)
    return made


@put(
    f"{NUMBERED}/credit-notes/{{credit_note_id:uuid}}/letterhead",
    **route.of(pinning.pin_note, "desk"),
)
async def pin_note(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], credit_note_id: FromPath[UUID]
) -> Letterhead:
    words = (number, credit_note_id)
    made: Letterhead = await asking.change(request, pinning.pin_note, key, *words)
    return made


@put(f"{DEBIT_NOTE}/letterhead", **route.of(pinning.pin_debit_note, "desk"))
async def pin_debit_note(
    request: AnyRequest, key: FromPath[str], debit_note_id: FromPath[UUID]
) -> Letterhead:
    made: Letterhead = await asking.change(request, pinning.pin_debit_note, key, debit_note_id)
    return made


ROUTER = Router("/", route_handlers=[pin_invoice, pin_note, pin_debit_note], tags=["invoices"])
