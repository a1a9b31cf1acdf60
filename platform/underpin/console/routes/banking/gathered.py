"""What the pages of bank accounts need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.payments.matching import allocation, bank_entry, progress, reversal
from billing.payments.matching.allocation import OfClient
from billing.payments.matching.bank_entry import BankEntry
from billing.payments.matching.progress import Progress
from billing.payments.statement import account, storing
from billing.payments.statement.account import BankAccount
from billing.payments.statement.storing import Statement
from tenants import company
from tenants.company import Company
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Accounts:
    accounts: Sequence[BankAccount]
    now: datetime


@read("bank.read", STAFF)
async def accounts(act: Act) -> Accounts:
    return Accounts(await account.every(act), act.now)


@dataclass(frozen=True, slots=True)
class OneAccount:
    account: BankAccount
    statements: Sequence[Statement]
    going: Sequence[Progress]
    now: datetime


@read("bank.read", STAFF)
async def one_account(act: Act, account_id: UUID, before: UUID | None = None) -> OneAccount:
    """Raises NotFound."""
    return OneAccount(
        await account.one(account_id),
        await storing.of_account(act, account_id, before),
        await progress.going(act),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """`likely`: what it may take back, where the bank booked it out."""

    entry: BankEntry
    parts: Sequence[OfClient]
    likely: Sequence[BankEntry]
    companies: Sequence[Company]
    now: datetime


@read("bank.read", STAFF)
async def entry(act: Act, entry_id: UUID) -> Entry:
    """Raises NotFound."""
    return Entry(
        await bank_entry.one(entry_id),
        await allocation.parts(act, entry_id),
        await reversal.candidates(act, entry_id),
        await company.companies(act),
        act.now,
    )
