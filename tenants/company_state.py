"""Whether a client company is served: active, suspended for a while, or closed for good.

In both of the latter its people cannot come in, from their next request on; what stands is kept,
and staff go on reading it. What machines send is refused to a closed one.
"""

from __future__ import annotations

from typing import Final

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

FROM: Final = {
    "suspended": ("active",),
    "active": ("suspended", "closed"),
    "closed": ("suspended",),
}


class NotFromThere(Conflict):
    code = "state-not-reachable"
    title = "A company is suspended before it is closed, and opened again from either"


@write("tenant.create", STAFF)
async def suspend(act: Act, reason: str) -> None:
    """`reason` stays in the audit trail. Raises NotFromThere, Malformed."""
    await _go(act, "suspended", reason)


@write("tenant.create", STAFF)
async def close(act: Act, reason: str) -> None:
    """Raises NotFromThere for one that is not suspended, Malformed."""
    await _go(act, "closed", reason)


@write("tenant.create", STAFF)
async def reopen(act: Act, reason: str) -> None:
    """Raises NotFromThere for one that is active, Malformed."""
    await _go(act, "active", reason)


async def _go(act: Act, state: str, reason: str) -> None:
    if not 1 <= len(reason.strip()) <= 200:
        raise Malformed("reason: why, in 1 to 200 characters.", field="reason")
    sql = "UPDATE tenant SET state = $2 WHERE id = $1 AND state = ANY ($3::text[])"
    if not await db.execute(sql, act.tenant_id, state, list(FROM[state])):
        raise NotFromThere
