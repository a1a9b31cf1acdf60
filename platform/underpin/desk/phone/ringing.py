"""What a telephone system tells us (CTI): a call that rings, was answered, has ended or was missed.
It becomes a call to be written down, of whoever has the number.

    {"id": "their name of it", "event": "ringing", "direction": "in", "number": "+48221234567",
     "at": "2026-11-22T09:00:00Z", "seconds": 42, "agent": "ada@provider.example"}
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from underpin.desk.hooks.inbox import Delivery, Purpose, SetAside
from underpin.desk.hooks.secret import Held
from underpin.desk.phone import call, number
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience
from underpin.kernel.realtime import Notice, tell

PURPOSE_NAME: Final = "call"


class Rang(msgspec.Struct, forbid_unknown_fields=True):
    """`at` is when the call began; `seconds` how long it was spoken; `agent` the address of who of
    ours took it."""

    id: Annotated[str, Meta(min_length=1, max_length=200)]
    event: Literal["ringing", "answered", "ended", "missed"]
    number: Annotated[str, Meta(max_length=60)] = ""
    direction: Literal["in", "out"] = "in"
    at: Annotated[datetime, Meta(tz=True)] | None = None
    seconds: Annotated[int, Meta(ge=0, le=86_400)] | None = None
    agent: Annotated[str, Meta(max_length=320)] = ""


# However its news is ordered and repeated: it began with the earliest, took the longest that was
# told, and was missed unless anybody spoke. What a person has written down stays as they wrote it.
KEEP: Final = """
INSERT INTO phone_call (tenant_id, id, line_id, reference, direction, number, person_id, staff_id,
                        started_at, seconds, state, version)
SELECT $1, $2, $3, $4, $5, $6, $7,
       (SELECT s.id FROM staff s JOIN assignment a ON a.staff_id = s.id AND a.tenant_id = $1
        WHERE s.email = lower($8) AND s.state = 'active'), $9, $10, $11, 1
ON CONFLICT (tenant_id, line_id, reference) DO UPDATE
SET number = CASE WHEN phone_call.number = '' THEN excluded.number ELSE phone_call.number END,
    person_id = coalesce(phone_call.person_id, excluded.person_id),
    staff_id = coalesce(excluded.staff_id, phone_call.staff_id),
    started_at = least(phone_call.started_at, excluded.started_at),
    seconds = greatest(phone_call.seconds, excluded.seconds),
    state = CASE WHEN $12 OR phone_call.seconds > 0 THEN 'draft'
                 WHEN excluded.state = 'missed' THEN 'missed' ELSE phone_call.state END,
    version = phone_call.version + 1
WHERE phone_call.state IN ('draft', 'missed')
RETURNING id, state
"""


async def proves(act: Act, held: Held) -> str | None:
    found: str | None = await db.value(
        "SELECT proof FROM phone_line WHERE tenant_id = $1 AND id = $2 AND paused_at IS NULL",
        *(act.tenant_id, held.owner_id),
    )
    return found


async def handle(act: Act, delivery: Delivery) -> dict[str, Any]:
    """Raises SetAside for what is not in our form."""
    try:
        rang = msgspec.json.decode(delivery.body, type=Rang)
    except (msgspec.DecodeError, RecursionError) as why:
        raise SetAside(f"{why}"[:300]) from why
    person = await call.whose(act, rang.number)
    began = min(rang.at or delivery.received_at, delivery.received_at)
    state = call.MISSED if rang.event == "missed" else call.DRAFT
    spoke = rang.event == "answered" or bool(rang.seconds)
    row = await db.row(
        KEEP,
        *(act.tenant_id, ids.new(), delivery.owner_id, rang.id, rang.direction),
        *(number.digits(rang.number), person, rang.agent, began, rang.seconds, state, spoke),
    )
    tell(act.tenant_id, (Audience.STAFF,), Notice("list", "calls"))
    return {"call": str(row["id"]), "state": row["state"]} if row else {"ignored": "written down"}


PURPOSE = Purpose(PURPOSE_NAME, proves, handle)
