"""What a far side told, done here: a vendor's word moves its case's clocks, a tracker's state and
comments stand beside the ticket, for staff.

A word counts when it reached us. What names no person moves no clock, as an automatic mail does
(PRACTICE 12): it is kept, and shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.cases import case as cases
from underpin.desk.cases import case_messages, case_talk
from underpin.desk.cases.case_talk import Word
from underpin.desk.connectors import link
from underpin.desk.connectors.adapter import Told
from underpin.desk.connectors.connector import Connector
from underpin.desk.connectors.link import Link
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act

CHANGED: Final = "connector.changed"
NOBODY: Final = "automatic"
DECIDES: Final = (Word.QUESTION, Word.FIXED, Word.REFUSE)


@dataclass(frozen=True, slots=True)
class Done:
    """`new`: whether it had not been told before. `refused`: why it waits for a person."""

    new: bool
    refused: str = ""


FOUND: Final = """
SELECT l.id, l.ticket_id FROM connector_link l
LEFT JOIN vendor_case c ON c.tenant_id = l.tenant_id AND c.id = l.case_id
LEFT JOIN ticket t ON t.tenant_id = l.tenant_id AND t.id = l.ticket_id
LEFT JOIN tenant n ON n.id = l.tenant_id
WHERE l.tenant_id = $1 AND l.connector_id = $2 AND (
    ($3 <> '' AND l.reference = $3)
    OR ($4 <> '' AND l.case_id IS NOT NULL AND n.key || '-' || t.number || '/' || c.number = $4)
) ORDER BY l.id LIMIT 1
"""


async def find(act: Act, to: Connector, told: Told) -> Link | None:
    """What it is about, its ticket and itself locked; None for what is none of this client's."""
    case = told.case.strip().upper()
    row = await db.row(FOUND, act.tenant_id, to.id, told.reference, case)
    if row is None:
        return None
    await tickets.held_by_id(act, row["ticket_id"])
    return await link.held(act, row["id"])


async def apply(act: Act, to: Connector, found: Link, told: Told, at: datetime) -> Done:
    if told.status and (told.status, told.resolution) == (found.status, found.resolution or ""):
        return Done(False)
    if told.id in found.said:
        return Done(False)
    if found.case_id is not None:
        done = await _case(act, to, found.case_id, told, at)
    else:
        done = await _tracker(act, found, told, at)
    await _seen(act, found, told, done)
    return done


async def _case(act: Act, to: Connector, case_id: UUID, told: Told, at: datetime) -> Done:
    _, case = await cases.held(act, case_id)
    word = told.word or (Word.UPDATE if told.text else "")
    if not word:
        return Done(bool(told.status))
    identity = f"{to.id}:{told.id}:{ids.new() if told.status else ''}"
    words = told.text or told.status or f"#{word}"
    if told.author:
        body = words if word == Word.UPDATE else f"#{word}\n{words}"
        new = await case_talk.heard(act, case.id, told.author, body, identity=identity, at=at)
        return Done(new)
    if word in DECIDES:
        return Done(True, f"It says {word}, and no person's name: write it down by hand, or mend "
                    "where the author stands.")  # fmt: skip
    kept = (act, case, "in", f"{to.name} ({NOBODY})", words)
    return Done(await case_messages.keep(*kept, identity=identity, at=at))


KEEP: Final = """
INSERT INTO connector_note (tenant_id, id, link_id, direction, author_name, body, identity,
                            happened_at)
VALUES ($1, $2, $3, 'in', $4, $5, $6, $7) ON CONFLICT (tenant_id, link_id, identity) DO NOTHING
"""


async def _tracker(act: Act, found: Link, told: Told, at: datetime) -> Done:
    if told.status:
        return Done(True)
    if not found.hears_comments or not told.text:
        return Done(False)
    words = (told.author or NOBODY, told.text, told.id, told.at or at)
    return Done(await db.execute(KEEP, act.tenant_id, ids.new(), found.id, *words) == 1)


async def _seen(act: Act, found: Link, told: Told, done: Done) -> None:
    if not done.new or done.refused:
        return
    columns: dict[str, object] = {"seen_at": act.now}
    if told.status:
        over = told.over and found.case_id is None
        columns |= {"status": told.status[:200], "resolution": told.resolution[:200] or None}
        columns |= {"ended_at": act.now if over else None}
    if told.reference and found.reference is None:
        columns["reference"] = told.reference
        if found.case_id is not None:
            await cases.refer(act, found.case_id, told.reference)
    await link.write(found, **columns)
    if found.case_id is None:
        body = {"link_id": str(found.id), "status": bool(told.status)}
        await events.emit(act, events.New(CHANGED, found.ticket_id, body))
