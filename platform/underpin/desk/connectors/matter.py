"""What may leave of a ticket or its case, read at the moment it leaves."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from underpin.desk.cases import sharing_rule, vendor_letter, vendor_words
from underpin.desk.connectors.adapter import Matter
from underpin.desk.connectors.link import Link
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.outgoing import NeverTaken
from underpin.kernel.wordings import filled

CASE: Final = """
SELECT number, subject, shared, opened_at, reference FROM vendor_case
WHERE tenant_id = $1 AND id = $2
"""
TICKET: Final = """
SELECT n.key || '-' || t.number AS name, t.number, t.subject, t.priority, t.type,
       t.raised_at AS opened_at
FROM ticket t JOIN tenant n ON n.id = t.tenant_id WHERE t.tenant_id = $1 AND t.id = $2
"""
SAID: Final = """
SELECT author_name AS author, body AS text FROM case_message
WHERE tenant_id = $1 AND case_id = $2 AND message_id = $3 AND direction = 'out'
"""
VENDORS: Final = """
SELECT v.locale FROM vendor_case c JOIN vendor v ON v.id = c.vendor_id
WHERE c.tenant_id = $1 AND c.id = $2
"""
NOTED: Final = """
SELECT author_name AS author, body AS text FROM connector_note
WHERE tenant_id = $1 AND link_id = $2 AND identity = $3 AND direction = 'out'
"""


async def of(act: Act, found: Link, identity: str, payload: dict[str, str]) -> Matter:
    """Raises NeverTaken where what should be said is gone."""
    words = await _about(act, found)
    words |= {"identity": identity, "reference": found.reference or "", "text": "", "author": ""}
    words |= await _turned(act, found, payload.get("state", ""), words["name"])
    if "message" in payload:
        words |= await _said(act, found, payload["message"])
    return Matter(identity, words)


async def _about(act: Act, found: Link) -> dict[str, Any]:
    allowed = await sharing_rule.allowed(act.tenant_id, found.ticket_id)
    words: dict[str, Any] = {**allowed.parts, "shared": allowed.text, "reply_to": ""}
    row = await db.row(TICKET, act.tenant_id, found.ticket_id)
    if row is None:
        raise NeverTaken("The ticket is gone.")
    words |= {**row, "opened_at": row["opened_at"].isoformat()}
    return words if found.case_id is None else words | await _case(act, found.case_id, words)


async def _case(act: Act, case_id: UUID, words: dict[str, Any]) -> dict[str, Any]:
    """What was shared when it was opened is what is told, however often."""
    row = await db.row(CASE, act.tenant_id, case_id)
    if row is None:
        raise NeverTaken("The case is gone.")
    return {
        "name": f"{words['name']}/{row['number']}",
        "subject": row["subject"],
        "shared": row["shared"],
        "opened_at": row["opened_at"].isoformat(),
        "reply_to": vendor_letter.address_of(act.tenant_id, case_id),
    }


async def _turned(act: Act, found: Link, state: str, name: str) -> dict[str, str]:
    """Which state the case has with us, as a program reads it and as the vendor's people do."""
    if not state or found.case_id is None:
        return {"state": state, "turned": ""}
    locale = await db.value(VENDORS, act.tenant_id, found.case_id)
    words = vendor_words.of(vendor_letter.language(locale))
    return {"state": state, "turned": filled(words.turned[state], name=name)}


async def _said(act: Act, found: Link, identity: str) -> dict[str, str]:
    if found.case_id is not None:
        row = await db.row(SAID, act.tenant_id, found.case_id, identity)
    else:
        row = await db.row(NOTED, act.tenant_id, found.id, identity)
    if row is None:
        raise NeverTaken("What should be said there is gone.")
    return dict(row)
