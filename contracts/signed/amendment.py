"""A contract's amendments: each takes it one version on and stays on record, who and when, before
and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from contracts.signed import contract_rows, reminder_timers
from contracts.signed.contract_rows import Contract
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PAGE, LONGEST_PAGE = 50, 200


@dataclass(frozen=True, slots=True)
class Amendment:
    """`version` is the contract's after it; `before` and `after` hold what changed, and no more.
    `made_by` is a person of the provider's, None for the product itself."""

    version: int
    what: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    made_by: UUID | None
    made_at: datetime


@read("contract.read", STAFF, MEMBER)
async def of_contract(
    act: Act, tenant: int, contract_id: UUID, before: int | None = None, limit: int = PAGE
) -> list[Amendment]:
    """The newest first, `before` a version. Raises NotFound."""
    act.only_own(tenant)
    rows = await db.rows(HISTORY, tenant, contract_id, before, limit)
    return [
        Amendment(
            **{
                **row,
                "before": msgspec.json.decode(row["before"]),
                "after": msgspec.json.decode(row["after"]),
            }
        )
        for row in rows
    ]


HISTORY = """
SELECT version, what, before, after, reason, made_by, made_at FROM contract_amendment
WHERE tenant_id = $1 AND contract_id = $2 AND ($3::int IS NULL OR version < $3)
ORDER BY version DESC LIMIT $4
"""

AMEND = f"""
WITH recorded AS (
    INSERT INTO contract_amendment (tenant_id, contract_id, version, what, before, after, reason,
                                    made_by, made_at)
    VALUES ($1, $2, $13 + 1, $14, $15::text::jsonb, $16::text::jsonb, $17, $18, $19)
)
UPDATE contract c SET name = $3, ends_on = $4, notice_days = $5, renewal = $6, renewal_months = $7,
    uplift_percent = $8, uplift_on = $9, notice_given_on = $10, notice_by = $11, last_day = $12,
    version = $13 + 1
WHERE c.tenant_id = $1 AND c.id = $2 RETURNING {contract_rows.COLUMNS}
"""


async def record(
    act: Act, after: Contract, what: str, said: tuple[str, str], reason: str
) -> Contract:
    """The contract stands locked; `said` is what was before and what is after, as JSON text."""
    if len(reason) > 2000:
        raise Malformed("reason: up to 2000 characters.", field="reason")
    notice = after.notice
    row = await db.row(
        AMEND,
        *(act.tenant_id, after.id, after.name.strip(), after.ends_on, after.notice_days),
        *(after.renewal, after.renewal_months, after.uplift_percent, after.uplift_on),
        *((notice.given_on, notice.by, notice.last_day) if notice else (None, None, None)),
        *(after.version, what, *said, reason, act.principal.person_id, act.now),
    )
    assert row is not None, "the contract stands locked"  # noqa: S101
    await reminder_timers.rearm(act, after.id)
    body = {"version": after.version + 1, "what": what}
    await events.emit(act, events.New("contract.amended", after.id, body, reason=reason or None))
    return contract_rows.of(row, await contract_rows.today(act, act.tenant_id))
