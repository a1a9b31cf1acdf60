"""What stands behind an invoice, and a month for accounting, as CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.exports import documents, month, payments, usage_behind
from billing.invoicing import extras
from billing.invoicing.crediting import Part
from billing.metered import cut
from billing.payments import payment
from tests import world
from tests.service.billing import ground as billing_ground
from tests.service.billing.papers import ground
from tests.world import Client, Human, World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound
from underpin.kernel.web.caller import Caller

AT = datetime(2026, 10, 7, 12, tzinfo=UTC)


async def read(site: Caller, person: Human, path: str) -> list[dict[str, str]]:
    async with world.browser(site, person) as page:
        answer = await page.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


async def used(client: Client, meter: str, count: str, dimensions: str = "{}") -> None:
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, "
            "dimensions, happened_at, stored_at, cut) VALUES ($1, $2, 'test', $3, $4, $5, "
            "$6::text::jsonb, $7, $7, $8)",
            *(client.id, ids.new(), str(ids.new()), meter, Decimal(count), dimensions, AT),
            await cut.current(client.id),
        )


async def test_the_usage_behind_each_line_sums_to_its_quantity(
    selling: World, site: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = selling.acme
    for count in (30, 45, 15):
        await billing_ground.minutes(acme, count, AT)
    await billing_ground.minutes(acme, 600, datetime(2026, 11, 2, tzinfo=UTC))
    await used(acme, "tickets", "1", '{"tier": "L1", "ticket": "=cmd()"}')
    await used(acme, "tickets", "1", '{"tier": "L2"}')
    await used(acme, "staff_minutes", "5", '{"tier": "L3", "work_type": "remote"}')
    made = await ground.issued(selling, acme)
    await used(acme, "staff_minutes", "7")
    path = f"clients/{acme.key}/invoices/by-number/{made.number}/usage"
    rows = await read(site, acme.finance, path)
    assert tuple(rows[0]) == usage_behind.COLUMNS
    by_line = {
        line.ordinal: [row for row in rows if row["line"] == str(line.ordinal)]
        for line in made.lines
    }
    for line in made.lines:
        if line.unit:
            found = by_line[line.ordinal]
            assert sum(Decimal(row["quantity"]) for row in found) == line.quantity
            assert {row["description"] for row in found} == {line.description}
    minutes = [row for row in rows if row["meter"] == "staff_minutes"]
    assert [row["quantity"] for row in minutes] == ["30", "45", "15", "5"]
    assert (minutes[-1]["tier"], minutes[-1]["work_type"]) == ("", "remote"), "not paid by tier"
    assert (await read(site, selling.finance, path))[-1]["tier"] == "L3"
    assert [row["ticket"] for row in rows if row["tier"] == "L1"] == ["'=cmd()"]
    assert rows[0]["happened_at"] == "2026-10-07T14:00:00+02:00"
    of = next(int(row["line"]) for row in rows if row["meter"] == "staff_minutes")
    about = (selling.finance.principal, acme.id, made.number)
    first = await verb.begin(usage_behind.page, *about, line=of, limit=3)
    rest = await verb.begin(usage_behind.page, *about, first.after, line=of, limit=3)
    assert [row[4] for row in first.rows] == [30, 45, 15], "of that line alone, the oldest first"
    assert ([row[4] for row in rest.rows], rest.after) == ([5], None)
    monkeypatch.setattr(usage_behind, "PAGE", 2)
    assert await read(site, acme.finance, path) == rows


async def test_what_a_vendor_cost_is_read_by_staff_alone(selling: World, site: Caller) -> None:
    acme = selling.acme
    await used(acme, "vendor_cost", "120", '{"currency": "EUR", "vendor": "x"}')
    await used(acme, "worked_minutes", "90")
    made = await ground.issued(selling, acme)
    path = f"clients/{acme.key}/invoices/by-number/{made.number}/usage"
    assert [row["quantity"] for row in await read(site, selling.finance, path)] == ["120"]
    assert await read(site, acme.finance, path) == []
    await used(acme, "tickets", "1")
    words = (acme.id, made.number)
    with pytest.raises(NotFound):
        await verb.begin(usage_behind.page, selling.bolt.finance.principal, *words)


async def test_a_month_for_accounting_sums_to_what_was_issued(
    selling: World, site: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, bolt, finance = selling.acme, selling.bolt, selling.finance.principal
    words = ("=Laptop", Decimal(1), Decimal("999.99"))
    more = {"currency": "EUR", "on_day": date(2026, 10, 5), "tax_class": "exempt"}
    await verb.perform(extras.add, finance, *words, **more, tenant=acme.id)
    first, second = await ground.issued(selling, acme), await ground.issued(selling, bolt)
    note = await ground.credited(selling, acme, first, Part(1, Decimal("100.00")))
    path = "accounting/2026-12-01/documents"
    rows = await read(site, selling.finance, path)
    assert tuple(rows[0]) == documents.COLUMNS
    of = {
        each.number: [row for row in rows if row["number"] == each.number]
        for each in (first, second, note)
    }
    assert [row["tax_category"] for row in of[first.number]] == ["E", "S"]
    for made, sign in ((first, 1), (second, 1), (note, -1)):
        for name in ("net", "tax", "gross"):
            total = sum(Decimal(row[name]) for row in of[made.number])
            assert total == sign * getattr(made, name), f"{made.number} {name}"
    assert of[note.number][0]["corrects"] == first.number
    assert of[first.number][0]["buyer_vat_id"] == "DE136695976"
    assert of[second.number][0]["buyer"] == ""
    assert await read(site, selling.finance, "accounting/2026-11-01/documents") == []
    monkeypatch.setattr(documents, "PAGE", 1)
    monkeypatch.setattr(documents, "ISSUED", documents.ISSUED.replace("LIMIT 500", "LIMIT 1"))
    assert await read(site, selling.finance, path) == rows


async def test_a_months_payments_are_there_once(selling: World, site: Caller) -> None:
    acme, finance = selling.acme, selling.finance.principal
    made = await ground.issued(selling, acme)
    for amount, day in (("100.00", 1), ("-20.00", 2)):
        words = (made.number, Decimal(amount), date(2026, 12, day), "+48 stmt")
        await verb.perform(payment.record, finance, *words, tenant=acme.id)
    rows = [
        row
        for row in await read(site, selling.finance, "accounting/2026-12-15/payments")
        if row["client"] == acme.key
    ]
    assert tuple(rows[0]) == payments.COLUMNS
    assert [(row["invoice"], row["method"], row["amount"]) for row in rows] == [
        (made.number, "bank_transfer", "100.00"),
        (made.number, "bank_transfer", "-20.00"),
    ]
    assert rows[0]["reference"] == "'+48 stmt"
    assert await read(site, selling.finance, "accounting/2026-11-01/payments") == []


async def test_accounting_is_finances_alone_and_of_assigned_clients(
    selling: World, site: Caller
) -> None:
    await ground.issued(selling, selling.acme)
    for person in (selling.manager, selling.agent, selling.auditor, selling.acme.finance):
        async with world.browser(site, person) as page:
            for what in ("documents", "payments"):
                got = await page.get(f"/api/v1/accounting/2026-12-01/{what}")
                assert got.status_code in (403, 404), person.name
    principal = selling.finance.principal
    found = await verb.perform(documents.page, principal, date(2026, 12, 1), month.FIRST)
    keys = {client.key for client in selling.clients}
    assert {row[2] for row in found.rows} <= keys
