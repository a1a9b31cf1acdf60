"""Vendors' versions that a question puts in the place of those in force: drafts too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from underpin.kernel import db
from underpin.kernel.errors import Malformed

ASSUMED: Final = f"""
SELECT v.id, v.calendar_version_id, v.terms, a.vendor_id, {version_store.OF_PROVIDER}
FROM provider_agreement_version v
JOIN provider_agreement a ON a.id = v.agreement_id AND a.kind = 'UC'
WHERE v.id = ANY ($1::uuid[]) ORDER BY v.id
"""

OF_VENDORS: Final = """
SELECT v.id FROM provider_agreement_version v
JOIN provider_agreement a ON a.id = v.agreement_id AND a.kind = 'UC'
WHERE a.vendor_id = ANY ($1::uuid[])
"""


class Behind(Struct, frozen=True):
    """A UC version that would govern every case of its vendor, with what it says now."""

    version_id: UUID
    vendor_id: UUID
    content: Content


class Frozen(Struct, frozen=True):
    """What is asked about, as it was when it was asked."""

    sla: Content
    behind: tuple[Behind, ...] = ()


async def of(version_ids: Sequence[UUID]) -> tuple[Behind, ...]:
    """Raises Malformed for an id that is no UC's, or for two of one vendor."""
    rows = await db.rows(ASSUMED, list(version_ids)) if version_ids else []
    found = tuple(Behind(row["id"], row["vendor_id"], version_store.content(row)) for row in rows)
    if len(found) < len(set(version_ids)):
        raise Malformed("uc_versions: versions of UCs.", field="uc_versions")
    if len({each.vendor_id for each in found}) < len(version_ids):
        raise Malformed("uc_versions: one of each vendor.", field="uc_versions")
    return found


async def replaced(behind: Sequence[Behind]) -> frozenset[str]:
    """Ids of every UC version of these vendors."""
    vendors = [each.vendor_id for each in behind]
    rows = await db.rows(OF_VENDORS, vendors) if vendors else []
    return frozenset(str(row["id"]) for row in rows)
