"""A client company as the documents issued to it name it: versions, each from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from billing.parties import party
from billing.parties.party import Buyer
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class BuyerFrom:
    """`details` hold from `starts_on` until the next ones start."""

    starts_on: date
    details: Buyer


@write("party.write", STAFF)
async def set_buyer(act: Act, starts_on: date, given: Buyer) -> BuyerFrom:
    """What documents issued from that day on carry; the same day again replaces what was set for
    it. What is issued keeps what it carries. Raises Malformed naming the field."""
    details = party.buyer(given)
    await db.execute(
        "INSERT INTO buyer (tenant_id, id, starts_on, details, set_at) "
        "VALUES ($1, $2, $3, $4::text::jsonb, $5) ON CONFLICT (tenant_id, starts_on) "
        "DO UPDATE SET details = excluded.details, set_at = excluded.set_at",
        *(act.tenant_id, ids.new(), starts_on, msgspec.json.encode(details).decode(), act.now),
    )
    return BuyerFrom(starts_on, details)


@read("invoice.read", STAFF, MEMBER)
async def buyers(act: Act, tenant: int) -> list[BuyerFrom]:
    """Every version, the newest first. Raises NotFound for another's company."""
    act.only_own(tenant)
    rows = await db.rows(
        "SELECT starts_on, details FROM buyer WHERE tenant_id = $1 ORDER BY starts_on DESC", tenant
    )
    return [
        BuyerFrom(row["starts_on"], msgspec.json.decode(row["details"], type=Buyer)) for row in rows
    ]
