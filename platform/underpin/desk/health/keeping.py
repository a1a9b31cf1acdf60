"""A client's health as the worker looks at it: today's row anew every quarter of an hour, and one
for each day that was.

All of it can be reckoned again from what it is of; a lost row is only a gap in the trend.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from contracts.compliance.counted import compliance
from contracts.compliance.counted.figures import Figure
from contracts.signed import contract
from contracts.signed.contract import Contract
from underpin.kernel import db, ids, rounds
from underpin.kernel.act import Act

HEADLINE: Final = "resolution"
"""The metric by which a client's compliance is told in one number."""
RATED_FOR: Final = "90 days"

SEEN: Final = f"""
SELECT n.time_zone,
       (SELECT count(*) FROM ticket t WHERE t.tenant_id = $1 AND t.live) AS live,
       (SELECT count(*) FROM ticket t WHERE t.tenant_id = $1 AND t.live AND t.breached)
           AS breached,
       (SELECT count(*) FROM ticket t WHERE t.tenant_id = $1 AND t.live AND NOT t.breached
        AND t.next_warn_at <= $2) AS at_risk,
       (SELECT count(*) FROM client_escalation e WHERE e.tenant_id = $1
        AND e.answered_at IS NULL) AS escalations,
       (SELECT count(*) FROM entitlement e WHERE e.tenant_id = $1
        AND e.state IN ('claimable', 'provisional', 'confirmed')) AS credits,
       v.answered, v.content
FROM tenant n CROSS JOIN LATERAL (
    SELECT count(s.rating) AS answered, count(*) FILTER (WHERE s.rating >= 4) AS content
    FROM survey s WHERE s.tenant_id = $1
    AND s.asked_at > $2::timestamptz - interval '{RATED_FOR}' AND s.asked_at <= $2
) v
WHERE n.id = $1
"""
COLUMNS: Final = (
    *("live", "breached", "at_risk", "escalations", "credits", "answered", "content"),
    *("met", "missed", "commitment", "is_kept"),
    *("contract", "in_force", "ends_on", "renews_on", "notice_until"),
)


async def everywhere() -> int:
    """Returns at how many clients was looked."""
    return await rounds.each("health", of_client)


async def at(tenant: int) -> int:
    """The round at one client."""
    return await rounds.one("health", of_client, tenant, "round")


async def of_client(act: Act) -> int:
    seen = await db.row(SEEN, act.tenant_id, act.now)
    assert seen is not None, "the scope is a client's"  # noqa: S101
    today = act.now.astimezone(ZoneInfo(seen["time_zone"])).date()
    plain = {name: seen[name] for name in COLUMNS[:7]}
    said = plain | await _promised(act, today) | await _signed(act, today)
    keys, columns = {"tenant_id": act.tenant_id, "day": today}, {**said, "seen_at": act.now}
    await db.put("client_health", keys, columns, id=ids.new())
    return 1


async def _promised(act: Act, today: date) -> dict[str, object]:
    month = await compliance.of_month(act, act.tenant_id, today.year, today.month)
    total: Figure | None = next((each for each in month.totals if each.metric == HEADLINE), None)
    return {
        "met": total.met if total else 0,
        "missed": total.breached if total else 0,
        "commitment": total.commitment if total else None,
        "is_kept": total.kept if total else None,
    }


async def _signed(act: Act, today: date) -> dict[str, object]:
    """The contract in force, else the newest."""
    every: list[Contract] = await contract.of_tenant(act, act.tenant_id)
    current = contract.standing(every, today)
    dates = current.dates if current else None
    return {
        "contract": current.name if current else None,
        "in_force": current is not None and current.in_force(today),
        "ends_on": dates.term_ends_on if dates else None,
        "renews_on": dates.renews_on if dates else None,
        "notice_until": dates.last_notice_day if dates else None,
    }
