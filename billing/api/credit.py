"""The JSON API over credit notes: proposed, issued, refused."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from billing.api.invoice import NUMBERED
from billing.invoicing import credit_note, service_credit
from billing.invoicing.credit_note import CreditNote
from billing.invoicing.crediting import Part
from billing.receivables import to_decide
from billing.receivables.to_decide import Proposed
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest


class NewCreditNote(msgspec.Struct, forbid_unknown_fields=True):
    """Without `lines` all that is left of the invoice is credited."""

    reason: str
    lines: list[Part] = []
    is_correction: bool = False


class Refusal(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@get(f"{NUMBERED}/credit-notes", **route.of(credit_note.of_invoice))
async def credited(
    request: AnyRequest, key: FromPath[str], number: FromPath[str]
) -> list[CreditNote]:
    found: list[CreditNote] = await asking.read(request, credit_note.of_invoice, key, number)
    return found


@post(f"{NUMBERED}/credit-notes", **route.of(credit_note.propose, "desk"))
async def propose(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    data: JSONBody[NewCreditNote],
) -> CreditNote:
    words = (number, data.reason, data.lines)
    more = {"is_correction": data.is_correction}
    made: CreditNote = await asking.change(request, credit_note.propose, key, *words, **more)
    return made


@post(
    "/clients/{key:str}/credits-due/{entitlement_id:uuid}/credit-note",
    **route.of(service_credit.propose, "desk"),
)
async def propose_due(
    request: AnyRequest, key: FromPath[str], entitlement_id: FromPath[UUID]
) -> CreditNote:
    made: CreditNote = await asking.change(request, service_credit.propose, key, entitlement_id)
    return made


@put(
    f"{NUMBERED}/credit-notes/{{credit_note_id:uuid}}/issue", **route.of(credit_note.issue, "desk")
)
async def issue(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], credit_note_id: FromPath[UUID]
) -> CreditNote:
    made: CreditNote = await asking.change(request, credit_note.issue, key, number, credit_note_id)
    return made


@put(
    f"{NUMBERED}/credit-notes/{{credit_note_id:uuid}}/refusal",
    **route.of(credit_note.refuse, "desk"),
)
async def refuse(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    credit_note_id: FromPath[UUID],
    data: JSONBody[Refusal],
) -> CreditNote:
    words = (number, credit_note_id, data.reason)
    made: CreditNote = await asking.change(request, credit_note.refuse, key, *words)
    return made


@get("/credit-proposals", **route.of(to_decide.proposed, "desk"))
async def proposed(request: AnyRequest) -> list[Proposed]:
    """Of all one's clients, the longest waiting first."""
    found: list[Proposed] = await route.perform(request, to_decide.proposed)
    return found


ROUTER = Router(
    "/",
    route_handlers=[proposed, credited, propose, propose_due, issue, refuse],
    tags=["credit notes"],
)
