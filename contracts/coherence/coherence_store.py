"""The lines of a version's last check, as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from contracts.coherence.coherence_line import Line, Shown, Suggestion
from underpin.kernel import db
from underpin.kernel.act import Act

SELECT = """
SELECT metric, ticket_type, priority, arriving, path, verdict, allowed_us, worst_us,
       allowed_us - worst_us AS slack_us, sum_us, share_missed, raised_at, done_at,
       suggestion, shown
FROM coherence_verdict WHERE tenant_id = $1 AND version_id = $2
ORDER BY metric, ticket_type, priority, arriving
"""

INSERT = """
INSERT INTO coherence_verdict (tenant_id, version_id, checked_at, metric, ticket_type, priority,
    arriving, path, verdict, allowed_us, worst_us, sum_us, share_missed, raised_at, done_at,
    suggestion, shown)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
        $16::text::jsonb, $17::text::jsonb)
"""


async def read(tenant: int, version_id: UUID) -> list[Line]:
    """Empty where it was never checked."""
    return [_line(row) for row in await db.rows(SELECT, tenant, version_id)]


async def write(act: Act, version_id: UUID, lines: Sequence[Line]) -> None:
    """In place of what was found before."""
    await db.execute(
        "DELETE FROM coherence_verdict WHERE tenant_id = $1 AND version_id = $2",
        act.tenant_id,
        version_id,
    )
    about = (act.tenant_id, version_id, act.now)
    await db.many(INSERT, [(*about, *_columns(line)) for line in lines])


async def checked_at(tenant: int, version_id: UUID) -> datetime | None:
    found: datetime | None = await db.value(
        "SELECT max(checked_at) FROM coherence_verdict WHERE tenant_id = $1 AND version_id = $2",
        tenant,
        version_id,
    )
    return found


def _line(row: db.Row) -> Line:
    fields: dict[str, Any] = dict(row)
    suggestion, shown = fields.pop("suggestion"), fields.pop("shown")
    return Line(
        **fields,
        suggestion=None if suggestion is None else msgspec.json.decode(suggestion, type=Suggestion),
        shown=Shown() if shown is None else msgspec.json.decode(shown, type=Shown),
    )


def _columns(line: Line) -> tuple[Any, ...]:
    return (
        *(*line.about, line.path, line.verdict, line.allowed_us, line.worst_us),
        *(line.sum_us, line.share_missed, line.raised_at, line.done_at),
        None if line.suggestion is None else _json(line.suggestion),
        _json(line.shown),
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
