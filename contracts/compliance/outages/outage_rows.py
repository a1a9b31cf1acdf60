"""Outages as they are kept, and what of them the asker may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import Audience

SAID: Final = (
    "o.id, o.service_id, o.starts_at, o.ends_at, o.state, o.note, o.confirmed_at, o.withdrawn_at, "
    "o.withdrawn_for"
)
OF_MEMBERS: Final = f"SELECT {SAID}, NULL::uuid AS vendor_id FROM outage o"
OF_STAFF: Final = (
    f"SELECT {SAID}, v.vendor_id FROM outage o LEFT JOIN outage_vendor v "
    "ON v.tenant_id = o.tenant_id AND v.outage_id = o.id"
)


@dataclass(frozen=True, slots=True)
class Outage:
    """`ends_at` None: it goes on. `vendor_id`: who let us down, shown to staff alone."""

    id: UUID
    service_id: UUID
    starts_at: datetime
    ends_at: datetime | None
    state: str
    note: str
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_for: str | None
    vendor_id: UUID | None = None


def select(act: Act) -> str:
    """What the asker may read of outages `o`."""
    return OF_MEMBERS if act.audience is Audience.MEMBER else OF_STAFF


async def one(act: Act, outage_id: UUID) -> Outage:
    """For staff. Raises NotFound."""
    row = await db.row(f"{OF_STAFF} WHERE o.tenant_id = $1 AND o.id = $2", act.tenant_id, outage_id)
    if row is None:
        raise NotFound
    return Outage(**row)
