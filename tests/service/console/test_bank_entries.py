"""Finance says whose a transfer is; nobody else sees it."""

from __future__ import annotations

import re
from decimal import Decimal

from tests import world
from tests.service.billing import test_bank
from tests.service.console.ground import Ground, Lived
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

TEXT = "WHO-KNOWS-WHAT"


async def paid(lived: Lived) -> Decimal:
    async with db.open(Work(lived.client.id)):
        found: Decimal = await db.value(
            "SELECT r.paid FROM receivable r JOIN invoice i ON i.tenant_id = r.tenant_id "
            "AND i.id = r.id WHERE r.tenant_id = $1 AND i.number = $2",
            *(lived.client.id, lived.invoice),
        )
    return found


async def test_finance_assigns_what_no_rule_could(site: Caller, here: Ground) -> None:
    where = await test_bank.opened(here.people)
    await test_bank.came_in(here.people, where, f"3.25,Unheard,,{TEXT},,EUR")
    before = await paid(here.acme)
    words = {"number": here.acme.invoice, "amount": "3.25"}
    async with world.browser(site, here.people.finance) as page:
        assert "Bank entries that are nobody" in (await page.get("/receivables")).text
        text = (await page.get("/bank-entries")).text
        found = re.search(rf'{TEXT}.*?action="([^"]+)"', text, re.DOTALL)
        assert found
        path = found[1]
        for wrong, status in (
            ({**words, "amount": "3,250"}, 422),
            ({**words, "amount": "9000"}, 409),
            ({**words, "number": "NOBODY-2026-0001"}, 404),
            ({**words, "number": here.bolt.invoice.replace("0001", "9999")}, 404),
        ):
            assert (await page.post(path, data=wrong)).status_code == status
        assert await paid(here.acme) == before
        done = await page.post(path, data=words)
        assert done.headers["location"] == "/bank-entries"
        assert TEXT not in (await page.get("/bank-entries")).text
    assert await paid(here.acme) == before + Decimal("3.25")


async def test_who_keeps_no_money_sees_none_of_it(site: Caller, here: Ground) -> None:
    for who in ("agent", "lead", "manager"):
        async with world.browser(site, getattr(here.people, who)) as page:
            assert (await page.get("/bank-entries")).status_code == 403
            path = f"/bank-entries/{here.acme.ticket.id}/allocations"
            words = {"number": here.acme.invoice, "amount": "1"}
            assert (await page.post(path, data=words)).status_code == 403
    async with world.browser(site, here.people.acme.finance) as page:
        assert (await page.get("/bank-entries")).status_code == 404
