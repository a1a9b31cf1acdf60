"""Tickets as rules see them: their facts at certain moments, read set-based."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from contracts import instant
from contracts.calendars import compiled
from underpin.desk.automation.condition import SEVERAL, Facts
from underpin.desk.automation.said_in import Said
from underpin.desk.fields.field import Value
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db

# The client's last word until then: what was said later is no reason for what happened before.
READ: Final = f"""
SELECT t.id, u.at, t.type, t.priority, t.tier::text AS tier, t.state, t.channel, n.key AS client,
       coalesce(t.service_id::text, '') AS service, t.requester_id::text AS requester,
       coalesce(t.assignee_id::text, '') AS assignee, t.subject, coalesce(m.body, '') AS body,
       ARRAY(SELECT g.tag FROM ticket_tag g WHERE g.tenant_id = $1 AND g.ticket_id = t.id) AS tags,
       ARRAY(SELECT x.id::text FROM category c, unnest(ARRAY[c.id, c.parent_id]) AS x(id)
             WHERE c.id = t.category_id AND x.id IS NOT NULL) AS categories,
       ARRAY(SELECT a.asset_id::text FROM asset_ticket a
             WHERE a.tenant_id = $1 AND a.ticket_id = t.id) AS assets,
       ARRAY(SELECT k.kind FROM asset_ticket a
             JOIN asset k ON k.tenant_id = $1 AND k.id = a.asset_id
             WHERE a.tenant_id = $1 AND a.ticket_id = t.id) AS asset_kinds,
       ARRAY(SELECT f.given::text FROM ticket_fields f
             WHERE f.tenant_id = $1 AND f.ticket_id = t.id) AS fields,
       t.calendar_version_id
FROM unnest($2::uuid[], $3::timestamptz[]) AS u(id, at)
JOIN ticket t ON t.tenant_id = $1 AND t.id = u.id
JOIN tenant n ON n.id = $1
LEFT JOIN LATERAL (
    SELECT m.body FROM message m WHERE m.tenant_id = $1 AND m.ticket_id = t.id
      AND m.visibility = 'public' AND m.author_kind = 'member' AND m.happened_at <= u.at
    ORDER BY m.happened_at DESC, m.id DESC LIMIT 1
) m ON true
WHERE {staff_sees("t", "$4")}
"""
Moment = tuple[UUID, datetime]


async def of(tenant: int, moments: Sequence[Moment], author: UUID) -> dict[Moment, Facts]:
    """By ticket and moment, of those that `author` may see; as the tickets stand now, but for what
    was said until then."""
    words = (tenant, [each for each, _ in moments], [at for _, at in moments], author)
    rows = await db.rows(READ, *words)
    calendars = await compiled.of_tenant(tenant, _calendars(rows))
    found = {}
    for row in rows:
        known = dict(row)
        at, ticket_id = known.pop("at"), known.pop("id")
        calendar = calendars.get(known.pop("calendar_version_id"))
        for name in SEVERAL.values():
            known[name] = frozenset(known[name])
        known["fields"] = _said(known["fields"])
        known["open"] = None if calendar is None else calendar.is_open(instant.of(at))
        found[ticket_id, at] = Facts(**known)
    return found


def _said(given: Sequence[str]) -> Said:
    """What members see and what staff alone see, each value as text."""
    found: dict[str, list[str]] = {}
    for each in given:
        for name, value in msgspec.json.decode(each, type=dict[str, Value]).items():
            several = value if isinstance(value, list) else [value]
            found[name] = [str(one).lower() if isinstance(one, bool) else one for one in several]
    return found


def _calendars(rows: Iterable[db.Row]) -> set[UUID]:
    found = {row["calendar_version_id"] for row in rows}
    return {each for each in found if each is not None}
