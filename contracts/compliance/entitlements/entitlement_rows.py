"""Credits due as rows: read, locked, changed; each change is told as an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from contracts.compliance.frozen import compliance_period
from underpin.kernel import db, events, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.timers import Timer

State = Literal["claimable", "provisional", "confirmed", "settled", "refused", "lapsed"]
KIND: Final = "entitlement"


class WrongState(Conflict):
    code = "credit-state"
    title = "This credit is not in the state that allows this"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """`percent` of `basis`, exact, as a fraction: "25/2" is 12.5 %. `detail` is JSON: how it was
    counted. `escalated_at`: since when it is a provider admin's. `answer` is what the client reads;
    `settled_with` the document that settled it."""

    id: UUID
    year: int
    month: int
    version_id: UUID
    percent: str
    basis: str
    nature: str
    detail: str
    state: str
    due_at: datetime
    claim_by: datetime | None
    claimed_by: UUID | None
    claimed_at: datetime | None
    escalated_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    answer: str | None
    settled_at: datetime | None
    settled_with: str | None
    author_id: UUID | None


COLUMNS: Final = ", ".join(
    f"p.{name}" if name in ("year", "month") else f"e.{name}"
    for name in Entitlement.__dataclass_fields__
)
SELECT: Final = f"""
SELECT {COLUMNS} FROM entitlement e
JOIN compliance_period p ON p.tenant_id = e.tenant_id AND p.id = e.period_id
WHERE e.tenant_id = $1
"""


async def await_confirmation(act: Act, entitlement_id: UUID) -> None:
    terms = await compliance_period.terms(act.tenant_id)
    until = act.now + timedelta(days=terms.confirmation_days)
    await timers.arm(act, Timer(KIND, str(entitlement_id), entitlement_id, until))


async def held(act: Act, entitlement_id: UUID, state: State) -> Entitlement:
    await db.execute(
        "SELECT id FROM entitlement WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, entitlement_id),
    )
    found = await one(act, entitlement_id)
    if found.state != state:
        raise WrongState(f"It is {found.state}; it would have to be {state}.")
    return found


async def one(act: Act, entitlement_id: UUID) -> Entitlement:
    row = await db.row(f"{SELECT} AND e.id = $2", act.tenant_id, entitlement_id)
    if row is None:
        raise NotFound
    return Entitlement(**row)


async def change(act: Act, entitlement_id: UUID, **columns: Any) -> Entitlement:
    await db.update("entitlement", {"tenant_id": act.tenant_id, "id": entitlement_id}, columns)
    said = columns.get("state", "escalated")
    await events.emit(act, events.New(f"entitlement.{said}", entitlement_id))
    return await one(act, entitlement_id)
