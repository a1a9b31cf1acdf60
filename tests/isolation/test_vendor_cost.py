"""What a vendor cost, which one it was and who worked: read by no member, whatever is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from billing.invoicing import drafting, finalising
from billing.invoicing.invoices import Invoice
from billing.metered import cut
from billing.pricing.price_list import NewTerm
from billing.terms import client_terms
from tests.conftest import PREFIX, Database
from tests.service.billing import ground
from tests.service.billing.owed import done
from tests.service.billing.papers import ground as papers_ground
from tests.service.billing.test_terms import listed
from tests.world import Client, World
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Member, Work

COST, VENDOR = "271.83", "00000000-0000-7000-8000-00000bad5eed"
OCTOBER, AT = date(2026, 10, 1), datetime(2026, 10, 7, 12, tzinfo=UTC)
PRICE = {
    "key": "vendors",
    "name": "Outside help",
    "currency": "EUR",
    "meter": "vendor_cost",
    "model": {"kind": "pass_through", "markup": "10"},
    "group_by": ["vendor"],
    "included": "20",
}
USED = """
INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, dimensions, happened_at,
                         stored_at, cut)
VALUES ($1, $2::uuid, 'test', $2::uuid::text, 'vendor_cost', $3,
        jsonb_build_object('vendor', $4::text, 'currency', 'EUR'), $5, $5, $6)
"""
# Every column that the member's role may read, of whatever table there is.
READABLE = """
SELECT c.relname::text AS name, string_agg(quote_ident(a.attname), ', ') AS columns
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND has_column_privilege($1, c.oid, a.attnum, 'SELECT')
GROUP BY 1 ORDER BY 1
"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def billed(scopes: Database) -> AsyncIterator[tuple[World, Invoice]]:
    """ACME's October, with a vendor passed on at a mark-up."""
    house = await ground.build()
    async with papers_ground.selling(house):
        await papers_ground.buys(house, house.acme)
        plan = await listed(house, PRICE)
        async with db.open(Work(house.acme.id)):
            await db.execute("DELETE FROM subscription WHERE tenant_id = $1", house.acme.id)
            words = (house.acme.id, ids.new(), Decimal(COST), VENDOR, AT)
            await db.execute(USED, *words, await cut.current(house.acme.id))
        await done(house.manager, house.acme, client_terms.begin, plan.id, OCTOBER, NewTerm())
        draft = await done(house.finance, house.acme, drafting.draft, OCTOBER)
        words_of = (OCTOBER, draft.inputs_hash)
        made = await done(house.finance, house.acme, finalising.finalise, *words_of)
        yield house, made


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT quantity FROM invoice_line",
        "SELECT body FROM invoice_line",
        "SELECT * FROM invoice_line",
        "SELECT l::text FROM invoice_line l",
        "SELECT to_jsonb(l) FROM invoice_line l",
        "SELECT ordinal FROM invoice_line WHERE quantity > 271",
        "SELECT ordinal FROM invoice_line ORDER BY body",
        "SELECT count(*) FROM invoice_line GROUP BY quantity",
        "SELECT body FROM letterhead",
        "SELECT l FROM letterhead l",
        "SELECT count(*) FROM usage_event",
        "SELECT dimensions FROM usage_event",
        "SELECT 1 FROM invoice i WHERE EXISTS (SELECT FROM usage_event u WHERE u.quantity > 1)",
        "COPY usage_event TO STDOUT",
    ],
)
async def test_what_asks_for_it_is_refused(billed: tuple[World, Invoice], attack: str) -> None:
    acme = billed[0].acme
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Member(acme.id, acme.finance.id)):
            await db.execute(attack)


async def test_it_is_in_nothing_that_a_member_can_read(
    billed: tuple[World, Invoice], database: Database
) -> None:
    house, made = billed
    assert made.lines[0].quantity == Decimal(COST), "staff read what it cost"
    read = {person.email: await _all_of(database, house.acme, person.id)
            for person in (house.acme.finance, house.acme.admin)}  # fmt: skip
    for found in read.values():
        assert "Outside help" in found, "the line itself is theirs"
        for secret in (COST, VENDOR, "251.83"):
            assert secret not in found


async def _all_of(database: Database, client: Client, person: UUID) -> str:
    connection = await asyncpg.connect(database.admin)
    tables = await connection.fetch(READABLE, f"{PREFIX}_member")
    await connection.close()
    assert {"invoice", "invoice_line", "letterhead"} <= {row["name"] for row in tables}
    said = []
    async with db.open(Member(client.id, person)):
        for row in tables:
            found = await db.rows(f"SELECT ROW({row['columns']})::text AS said FROM {row['name']}")
            said += [each["said"] for each in found]
    return "\n".join(said)
