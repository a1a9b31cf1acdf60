"""The JSON API over debit notes: penalties proposed, issued, refused."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.invoicing import debit_note
from billing.invoicing.debit_note import DebitNote
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

NOTES = f"{CLIENT}/debit-notes"
NOTE = f"{NOTES}/{{debit_note_id:uuid}}"


class Refusal(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@get(NOTES, **route.of(debit_note.of_tenant))
async def listed(
    request: AnyRequest, key: FromPath[str], before: FromQuery[UUID | None] = None
) -> list[DebitNote]:
    found: list[DebitNote] = await asking.read(request, debit_note.of_tenant, key, before)
    return found


@post(
    f"{CLIENT}/credits-due/{{entitlement_id:uuid}}/debit-note",
    **route.of(debit_note.propose, "desk"),
)
async def propose(
    request: AnyRequest, key: FromPath[str], entitlement_id: FromPath[UUID]
) -> DebitNote:
    made: DebitNote = await asking.change(request, debit_note.propose, key, entitlement_id)
    return made


@put(f"{NOTE}/issue", **route.of(debit_note.issue, "desk"))
async def issue(
    request: AnyRequest, key: FromPath[str], debit_note_id: FromPath[UUID]
) -> DebitNote:
    made: DebitNote = await asking.change(request, debit_note.issue, key, debit_note_id)
    return made


@put(f"{NOTE}/refusal", **route.of(debit_note.refuse, "desk"))
async def refuse(
    request: AnyRequest, key: FromPath[str], debit_note_id: FromPath[UUID], data: JSONBody[Refusal]
) -> DebitNote:
    words = (debit_note_id, data.reason)
    made: DebitNote = await asking.change(request, debit_note.refuse, key, *words)
    return made


ROUTER = Router("/", route_handlers=[listed, propose, issue, refuse], tags=["debit notes"])
