"""Matching what is open on the accounts with what is owed, for the clients of who asks.

Reading is across the asker's clients; each match is a transaction of its own in its client's
scope, where everything is looked at again under lock. Run again it goes on where it was cut off.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from billing.payments import creditor_reference
from billing.payments.matching import allocation, bank_entry, progress, reversal, rule
from billing.payments.matching.bank_entry import BankEntry
from billing.payments.matching.progress import Progress
from billing.payments.matching.rule import Match, Owed, Transfer, Unmatched
from billing.payments.statement import storing
from billing.payments.statement.storing import Form, Statement
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider, Staff
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of the entries that were open: how many found their client, how many wait for a person."""

    matched: int
    left: int


@dataclass(frozen=True, slots=True)
class Imported:
    """`outcome` is None while the worker matches a big one: see its `progress`."""

    statement: Statement
    outcome: Outcome | None
    progress: Progress | None = None


@outer("bank.import", STAFF)
async def take_in(principal: Principal, account_id: UUID, form: Form, file: bytes) -> Imported:
    """Store a statement, then match what is open; of more than two hundred new entries the worker
    does, as this person. Raises as `storing.store`."""
    stored = await verb.perform(storing.store, principal, account_id, form, file)
    if stored.added > progress.BIG:
        begun = await verb.perform(progress.begin, principal, stored.id, stored.added)
        return Imported(stored, None, begun)
    return Imported(stored, await run.run(principal))


@outer("bank.match", STAFF)
async def run(principal: Principal) -> Outcome:
    """Everything that is open, in the order in which it was imported."""
    matched, left, after = 0, 0, None
    while batch := await _page(principal, after):
        after = batch[-1].id
        done = await each(principal, batch)
        matched, left = matched + done.matched, left + done.left
    return Outcome(matched, left)


async def each(principal: Principal, batch: Sequence[BankEntry]) -> Outcome:
    """These entries, in their order."""
    whys = {}
    for entry in batch:
        why = await _match(principal, entry)
        if why is not None:
            whys[entry.id] = why
    await _say(whys)
    return Outcome(len(batch) - len(whys), len(whys))


async def _page(principal: Principal, after: UUID | None) -> list[BankEntry]:
    async with db.open(Staff(principal.tenant_ids)):
        return await bank_entry.in_state("open", after)


async def _match(principal: Principal, entry: BankEntry) -> str | None:
    """None when it is done, else why it is not."""
    try:
        if entry.amount < 0:
            return await reversal.undo_original(principal, entry)
        if entry.allocated:
            return "is assigned in part, by hand"
        found = await _decided(principal, entry)
        if isinstance(found, Unmatched):
            return found.why
        await verb.perform(
            allocation.assign,
            principal,
            entry.id,
            found.parts,
            rule=found.rule,
            tenant=found.tenant,
        )
    except Conflict as moved:
        return moved.detail
    return None


async def _decided(principal: Principal, entry: BankEntry) -> Match | Unmatched:
    transfer = Transfer(entry.left, entry.currency)
    numbers = creditor_reference.named_in(entry.reference, entry.end_to_end, entry.remittance)
    async with db.open(Staff(principal.tenant_ids)):
        named = await _named(principal, numbers)
        return rule.decide(transfer, named, [] if named else await _of_payer(principal, entry))


OWED = """
SELECT r.due_on, i.number, i.tenant_id AS tenant, i.id, r.currency,
       r.gross - r.credited - r.paid AS open
FROM receivable r JOIN invoice i ON i.tenant_id = r.tenant_id AND i.id = r.id
"""


async def _named(principal: Principal, numbers: Collection[str]) -> list[Owed]:
    """Of the clients whose key the number begins with."""
    keys: Mapping[str, int] = principal.tenants
    known = [each for each in sorted(numbers) if each.split("-")[0] in keys]
    tenants = sorted({keys[each.split("-")[0]] for each in known})
    rows = await db.rows(
        f"{OWED} WHERE i.tenant_id = ANY ($1::int[]) AND i.number = ANY ($2::text[])",
        *(tenants, known),
    )
    return _owed(rows)


PAYERS = """
SELECT DISTINCT tenant_id FROM known_payer
WHERE tenant_id = ANY ($1::int[]) AND (
    ($2 <> '' AND iban = $2) OR ($3 <> '' AND ($2 = '' OR iban = '') AND name = $3))
"""


async def _of_payer(principal: Principal, entry: BankEntry) -> list[Owed]:
    """All that is open of clients for whom this IBAN, or without one this name, paid before."""
    name = allocation.payer_name(entry.payer)
    rows = await db.rows(PAYERS, list(principal.tenant_ids), entry.iban, name)
    tenants = [row["tenant_id"] for row in rows]
    return _owed(
        await db.rows(f"{OWED} WHERE r.tenant_id = ANY ($1::int[]) AND r.is_open", tenants)
    )


def _owed(rows: Sequence[db.Row]) -> list[Owed]:
    return [Owed(**row) for row in rows]


# Locked in one order, because two may be saying it at once.
SAY = """
WITH held AS (
    SELECT e.id, u.why FROM bank_entry e
    JOIN unnest($1::uuid[], $2::text[]) AS u(id, why) ON u.id = e.id
    WHERE e.state = 'open' AND e.why <> u.why ORDER BY e.id FOR UPDATE OF e
)
UPDATE bank_entry e SET why = held.why FROM held WHERE e.id = held.id
"""


async def _say(whys: Mapping[UUID, str]) -> None:
    """Why it is still there, for the person who looks."""
    async with db.open(Provider()):
        await db.execute(SAY, list(whys), list(whys.values()))
