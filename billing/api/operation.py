"""The JSON API over what is invoiced apart from a period."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from billing.api.invoice import Finalisation
from billing.invoicing import extras, operation
from billing.invoicing.extras import Waiting
from billing.invoicing.invoices import Invoice
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

OPERATIONS = f"{CLIENT}/operation-invoices"
ONE = f"{OPERATIONS}/{{invoice_id:uuid}}"


class NewOperation(msgspec.Struct, forbid_unknown_fields=True):
    """Ids of extra lines that wait."""

    lines: list[UUID]


@get(f"{CLIENT}/extra-lines", **route.of(extras.of_tenant, "desk"))
async def waiting(request: AnyRequest, key: FromPath[str]) -> list[Waiting]:
    found: list[Waiting] = await asking.read(request, extras.of_tenant, key)
    return found


@get(OPERATIONS, **route.of(operation.drafts, "desk"))
async def drafts(request: AnyRequest, key: FromPath[str]) -> list[Invoice]:
    found: list[Invoice] = await asking.read(request, operation.drafts, key)
    return found


@post(OPERATIONS, **route.of(operation.draft, "desk"))
async def draft(request: AnyRequest, key: FromPath[str], data: JSONBody[NewOperation]) -> Invoice:
    made: Invoice = await asking.change(request, operation.draft, key, data.lines)
    return made


@put(f"{ONE}/finalisation", **route.of(operation.finalise, "desk"))
async def finalise(
    request: AnyRequest,
    key: FromPath[str],
    invoice_id: FromPath[UUID],
    data: JSONBody[Finalisation],
) -> Invoice:
    words = (invoice_id, data.inputs_hash)
    made: Invoice = await asking.change(request, operation.finalise, key, *words)
    return made


@delete(ONE, **route.of(operation.discard, "desk"))
async def discard(request: AnyRequest, key: FromPath[str], invoice_id: FromPath[UUID]) -> None:
    await asking.change(request, operation.discard, key, invoice_id)


ROUTER = Router("/", route_handlers=[waiting, drafts, draft, finalise, discard], tags=["invoices"])
