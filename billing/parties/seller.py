"""The provider as its documents name it: versions, each from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from billing.parties import party
from billing.parties.party import Seller
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


@dataclass(frozen=True, slots=True)
class SellerFrom:
    """`details` hold from `starts_on` until the next ones start."""

    starts_on: date
    details: Seller


@provide("party.write")
async def set_seller(act: Act, starts_on: date, given: Seller) -> SellerFrom:
    """What documents issued from that day on carry; the same day again replaces what was set for
    it. What is issued keeps what it carries. Raises Malformed naming the field."""
    details = party.seller(given)
    await db.execute(
        "INSERT INTO seller (id, starts_on, details, set_at) VALUES ($1, $2, $3::text::jsonb, $4) "
        "ON CONFLICT (starts_on) DO UPDATE SET details = excluded.details, "
        "set_at = excluded.set_at",
        *(ids.new(), starts_on, msgspec.json.encode(details).decode(), act.now),
    )
    return SellerFrom(starts_on, details)


@read("invoice.read", STAFF)
async def sellers(act: Act) -> list[SellerFrom]:
    """Every version, the newest first."""
    rows = await db.rows("SELECT starts_on, details FROM seller ORDER BY starts_on DESC")
    return [
        SellerFrom(row["starts_on"], msgspec.json.decode(row["details"], type=Seller))
        for row in rows
    ]
