"""What events said is forgotten: 30 days after they were applied or ignored, which is for as long
as Stripe itself keeps them; what was set aside after 180. That they came, and what became of them,
stays."""

from __future__ import annotations

from datetime import timedelta

from underpin.kernel import db
from underpin.kernel.database.scope import Provider

KEPT, ASIDE_KEPT = timedelta(days=30), timedelta(days=180)
MOST = 5_000

FORGET = """
UPDATE provider_event SET body = NULL WHERE id IN (
    SELECT id FROM provider_event
    WHERE body IS NOT NULL AND decided_at < $1 AND (state <> 'set_aside' OR decided_at < $2)
    ORDER BY decided_at LIMIT $3)
"""


async def round() -> int:  # noqa: A001 - reads as forgetting.round()
    """One bounded batch; returns how many bodies went. A person who is named in one is thus
    forgotten without being looked for."""
    async with db.open(Provider()):
        now = await db.now()
        return await db.execute(FORGET, now - KEPT, now - ASIDE_KEPT, MOST)
