"""What contracts say of themselves, a term that comes, money a vendor owes, a promise that may not
be kept, gathered into the same mails as warnings, for whoever manages the account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from underpin.desk.on_call import warnings
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

COHERENCE: Final = "coherence"

# The account's managers; where there are none, the provider's admins answer for it.
GATHER: Final = f"""
WITH managers AS (
    SELECT s.id FROM account a JOIN staff s ON s.id = a.manager_id AND s.state = 'active'
    WHERE a.tenant_id = $1
), who AS (
    SELECT id FROM managers
    UNION
    SELECT s.id FROM staff s JOIN staff_role r ON r.staff_id = s.id AND r.role = 'provider_admin'
    WHERE s.state = 'active' AND NOT EXISTS (SELECT FROM managers)
), kept AS (
    INSERT INTO warning (tenant_id, id, staff_id, action, metric, said, happened_at)
    SELECT $1, gen_random_uuid(), w.id, 'notify', $2, $3::text::jsonb, $4 FROM who w
    RETURNING staff_id
)
{warnings.DUE}
"""


async def hear(act: Act, event: Event) -> None:
    words = (act.tenant_id, event.kind, msgspec.json.encode(_words(event)).decode())
    rows = await db.rows(GATHER, *words, event.happened_at)
    await warnings.arm(act, rows)


def _words(event: Event) -> Mapping[str, Any]:
    """What the line needs, and no more: nobody's name."""
    if event.kind.startswith(f"{COHERENCE}."):
        return {"count": len(event.body.get("findings", ()))}
    return {name: event.body[name] for name in ("occasion", "due_on") if name in event.body}


CONSUMER = Consumer(
    "contract_notice",
    "mail",
    (
        *("contract.reminder_raised", "recovery.due", "recovery.reminder", "recovery.lapsed"),
        f"{COHERENCE}.",
    ),
    hear,
)
