"""At which tier a ticket starts."""

from __future__ import annotations

from contracts.agreements import clause, version_store
from contracts.subject import Pinned


async def tier(tenant: int, pinned: Pinned, ticket_type: str, priority: str) -> int:
    """Where its SLA has such a ticket start; the first line where nothing is said."""
    if pinned.agreement_version_id is None:
        return clause.FIRST_LINE
    said = await version_store.of_tenant(tenant, [pinned.agreement_version_id])
    content = said[pinned.agreement_version_id]
    return clause.starting_tier(content.starting_tiers, ticket_type, priority)
