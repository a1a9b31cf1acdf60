"""A statement's entries become rows, each once per account however often a file names it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from billing.payments.statement import account, camt, csv_statement, entry
from billing.payments.statement.account import BankAccount
from billing.payments.statement.entry import Entry
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

Form = Literal["csv", "camt.053"]
SHOWN = 200
PAGE = 100


class NoMapping(Conflict):
    code = "no-csv-mapping"
    title = "It is not said how this account's bank writes CSV: store its mapping first"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring: the first two hundred entries, and sums over all of them."""

    entries: int
    came_in: Decimal
    went_out: Decimal
    first: list[Entry]


@dataclass(frozen=True, slots=True)
class Statement:
    """An import: of its `entries`, `added` were not known to the account yet."""

    id: UUID
    form: str
    entries: int
    added: int
    imported_at: datetime


@read("bank.import", STAFF)
async def preview(act: Act, account_id: UUID, form: Form, file: bytes) -> Preview:
    """Nothing is kept of it. Raises NotFound, NoMapping, BrokenStatement."""
    found = _entries(await account.one(account_id), form, file)
    came_in = sum((each.amount for each in found if each.amount > 0), Decimal(0))
    went_out = sum((each.amount for each in found if each.amount < 0), Decimal(0))
    return Preview(len(found), came_in, went_out, found[:SHOWN])


@provide("bank.import")
async def store(act: Act, account_id: UUID, form: Form, file: bytes) -> Statement:
    """All of it, or nothing. Imported again, the same or an overlapping file adds what is new.

    Raises NotFound, NoMapping, BrokenStatement.
    """
    of = await account.one(account_id)
    # two imports for an account are one after the other, so that `added` is true
    await db.execute("SELECT id FROM bank_account WHERE id = $1 FOR UPDATE", account_id)
    keyed = entry.keyed(_entries(of, form, file))
    new = await _new(account_id, keyed)
    made = Statement(ids.new(), form, len(keyed), len(new), act.now)
    await db.execute(
        "INSERT INTO bank_statement (id, account_id, form, sha256, entries, added, imported_by, "
        "imported_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        *(made.id, account_id, form, hashlib.sha256(file).hexdigest(), made.entries, made.added),
        *(act.person_id, act.now),
    )
    await db.many(INSERT, [_row(account_id, made.id, key, each) for key, each in new])
    return made


@read("bank.read", STAFF)
async def of_account(act: Act, account_id: UUID, before: UUID | None = None) -> list[Statement]:
    """What was imported, newest first, a hundred at a time. Raises NotFound."""
    await account.one(account_id)
    rows = await db.rows(
        "SELECT id, form, entries, added, imported_at FROM bank_statement WHERE account_id = $1 "
        f"AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT {PAGE}",
        *(account_id, before),
    )
    return [Statement(**row) for row in rows]


def _entries(of: BankAccount, form: Form, file: bytes) -> list[Entry]:
    if form == "camt.053":
        return camt.read(file, of.iban, of.currency)
    if of.mapping is None:
        raise NoMapping
    return csv_statement.read(file, of.mapping, of.currency)


async def _new(account_id: UUID, keyed: Sequence[tuple[str, Entry]]) -> list[tuple[str, Entry]]:
    rows = await db.rows(
        "SELECT entry_key FROM bank_entry WHERE account_id = $1 AND entry_key = ANY ($2::text[])",
        *(account_id, [key for key, _ in keyed]),
    )
    known = {row["entry_key"] for row in rows}
    return [(key, each) for key, each in keyed if key not in known]


INSERT = """
INSERT INTO bank_entry (id, account_id, entry_key, statement_id, booked_on, valued_on, amount,
                        currency, payer, iban, remittance, reference, end_to_end, is_reversal,
                        state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""


def _row(account_id: UUID, statement: UUID, key: str, of: Entry) -> tuple[Any, ...]:
    dates: tuple[date, date | None] = (of.booked_on, of.valued_on)
    outgoing = of.amount < 0 and not of.is_reversal
    return (
        *(ids.new(), account_id, key, statement, *dates, of.amount, of.currency, of.payer),
        *(of.iban, of.text, of.reference, of.end_to_end, of.is_reversal),
        "outgoing" if outgoing else "open",
    )
