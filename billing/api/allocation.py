"""The JSON API over what of a transfer is a client's: assigned by hand, and undone."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from billing.api.invoice import NUMBERED
from billing.payments.matching import allocation
from billing.payments.matching.allocation import Allocation
from billing.payments.matching.rule import Part
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

PARTS = f"{CLIENT}/bank-entries/{{bank_entry_id:uuid}}/allocations"


class Parts(msgspec.Struct, forbid_unknown_fields=True):
    """Each for an invoice by its number; without one, for the client's balance."""

    parts: list[Part]


@get(PARTS, **route.of(allocation.of_entry, "desk"))
async def of_entry(
    request: AnyRequest, key: FromPath[str], bank_entry_id: FromPath[UUID]
) -> list[Allocation]:
    found: list[Allocation] = await asking.read(request, allocation.of_entry, key, bank_entry_id)
    return found


@get(f"{NUMBERED}/bank-allocations", **route.of(allocation.of_invoice, "desk"))
async def of_invoice(
    request: AnyRequest, key: FromPath[str], number: FromPath[str]
) -> list[Allocation]:
    found: list[Allocation] = await asking.read(request, allocation.of_invoice, key, number)
    return found


@post(PARTS, **route.of(allocation.assign, "desk"))
async def assign(
    request: AnyRequest, key: FromPath[str], bank_entry_id: FromPath[UUID], data: JSONBody[Parts]
) -> list[Allocation]:
    words = (bank_entry_id, data.parts)
    made: list[Allocation] = await asking.change(request, allocation.assign, key, *words)
    return made


@put(
    f"{CLIENT}/bank-allocations/{{bank_allocation_id:uuid}}/reversal",
    **route.of(allocation.undo, "desk"),
)
async def undo(
    request: AnyRequest, key: FromPath[str], bank_allocation_id: FromPath[UUID]
) -> list[Allocation]:
    made: list[Allocation] = await asking.change(request, allocation.undo, key, bank_allocation_id)
    return made


ROUTER = Router("/", route_handlers=[of_entry, of_invoice, assign, undo], tags=["bank"])
