"""The provider's own bank accounts, each with how its bank writes CSV."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import asyncpg
import msgspec

from billing.amounts import money
from billing.payments.statement import csv_mapping, entry
from billing.payments.statement.csv_mapping import CsvMapping
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


class Known(Conflict):
    code = "bank-account-known"
    title = "An account with this name, or this IBAN and currency, is there already"


@dataclass(frozen=True, slots=True)
class BankAccount:
    """`iban` is empty for an account without one; `mapping` None where only CAMT is imported."""

    id: UUID
    name: str
    iban: str
    currency: str
    mapping: CsvMapping | None


@read("bank.read", STAFF)
async def every(act: Act) -> list[BankAccount]:
    """By name."""
    return [_read(row) for row in await db.rows(f"{SELECT} ORDER BY name LIMIT 1000")]


@provide("bank.import")
async def open_account(
    act: Act, name: str, iban: str, currency: str, mapping: CsvMapping | None = None
) -> BankAccount:
    """Raises Malformed, NotMoney, Invalid naming the field, and Known."""
    money.places(currency)
    plain = entry.iban(iban)
    if iban.strip() and not plain:
        raise Malformed("iban: its check digits do not fit: copy it from the bank.", field="iban")
    if not 1 <= len(name.strip()) <= 100:
        raise Malformed("name: 1 to 100 characters.", field="name")
    made = BankAccount(ids.new(), name.strip(), plain, currency, mapping and _checked(mapping))
    try:
        await db.execute(
            "INSERT INTO bank_account (id, name, iban, currency, mapping, opened_at) "
            "VALUES ($1, $2, $3, $4, $5::text::jsonb, $6)",
            *(made.id, made.name, plain, currency, _written(mapping), act.now),
        )
    except asyncpg.UniqueViolationError as known:
        raise Known from known
    return made


@provide("bank.import")
async def map_columns(act: Act, account_id: UUID, mapping: CsvMapping) -> BankAccount:
    """For the files to come. Raises NotFound, Invalid naming the field."""
    changed = await db.execute(
        "UPDATE bank_account SET mapping = $2::text::jsonb WHERE id = $1",
        *(account_id, _written(_checked(mapping))),
    )
    if not changed:
        raise NotFound
    return await one(account_id)


async def one(account_id: UUID) -> BankAccount:
    """Raises NotFound."""
    row = await db.row(f"{SELECT} WHERE id = $1", account_id)
    if row is None:
        raise NotFound
    return _read(row)


SELECT = "SELECT id, name, iban, currency, mapping FROM bank_account"


def _read(row: db.Row) -> BankAccount:
    stored = row["mapping"]
    mapping = None if stored is None else msgspec.json.decode(stored, type=CsvMapping)
    return BankAccount(row["id"], row["name"], row["iban"], row["currency"], mapping)


def _written(mapping: CsvMapping | None) -> str | None:
    return None if mapping is None else msgspec.json.encode(mapping).decode()


def _checked(mapping: CsvMapping) -> CsvMapping:
    return csv_mapping.checked(mapping)
