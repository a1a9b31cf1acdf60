"""How a client is collected: by bank transfer unless staff set it to Stripe; one row per client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from billing.payments.gateway import account
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

Method = Literal["bank_transfer", "stripe"]


@dataclass(frozen=True, slots=True)
class Collecting:
    """`card`: what people know the saved card by ("visa, ends in 4242"), "" for none.

    `cards_set_up`: whether this installation can collect by card at all.
    """

    method: str
    card: str
    cards_set_up: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """The row: `customer` and `payment_method` are Stripe's ids, None until they are known."""

    id: UUID
    method: str
    customer: str | None
    payment_method: str | None
    card: str


@dataclass(frozen=True, slots=True)
class Payer:
    """The client company as it pays. `simulated`: it lives in a time of its own."""

    currency: str
    simulated: bool


NOBODY = Kept(UUID(int=0), "bank_transfer", None, None, "")
ROW = "SELECT id, method, customer, payment_method, card FROM collecting WHERE tenant_id = $1"


@write("collecting.write", STAFF)
async def collect_by(act: Act, method: Method) -> Collecting:
    """From the next invoice on. Raises NotSetUp for Stripe where there is no account."""
    if method == "stripe":
        account.current()
    await _row(act)
    await db.execute(
        "UPDATE collecting SET method = $2, set_by = $3, set_at = $4 WHERE tenant_id = $1",
        *(act.tenant_id, method, act.person_id, act.now),
    )
    return _shown(await of(act.tenant_id))


@read("invoice.read", STAFF, MEMBER)
async def of_client(act: Act, tenant: int) -> Collecting:
    """Raises NotFound for another's."""
    act.only_own(tenant)
    return _shown(await of(tenant))


async def of(tenant: int) -> Kept:
    """`NOBODY` while nothing was ever set."""
    row = await db.row(ROW, tenant)
    return Kept(**row) if row else NOBODY


async def client(tenant: int) -> Payer:
    row = await db.row(
        "SELECT currency, simulated_now IS NOT NULL AS simulated FROM tenant WHERE id = $1", tenant
    )
    if row is None:
        raise NotFound
    return Payer(**row)


async def held(act: Act) -> Kept:
    """The row, made where there was none, and locked."""
    await _row(act)
    row = await db.row(f"{ROW} FOR UPDATE", act.tenant_id)
    assert row is not None, "it was made in this transaction"  # noqa: S101
    return Kept(**row)


async def card_saved(act: Act, payment_method: str, card: str) -> None:
    """A card was set up at Stripe and belongs to the client's customer there."""
    await held(act)
    await db.execute(
        "UPDATE collecting SET payment_method = $2, card = $3 WHERE tenant_id = $1",
        *(act.tenant_id, payment_method, card),
    )


async def card_gone(act: Act, payment_method: str) -> None:
    """That card was taken off at Stripe; another one saved meanwhile stays."""
    await db.execute(
        "UPDATE collecting SET payment_method = NULL, card = '' "
        "WHERE tenant_id = $1 AND payment_method = $2",
        *(act.tenant_id, payment_method),
    )


async def _row(act: Act) -> None:
    await db.execute(
        "INSERT INTO collecting (tenant_id, id, method, set_at) "
        "VALUES ($1, $2, 'bank_transfer', $3) ON CONFLICT (tenant_id) DO NOTHING",
        *(act.tenant_id, ids.new(), act.now),
    )


def _shown(kept: Kept) -> Collecting:
    return Collecting(kept.method, kept.card, account.is_set_up())
