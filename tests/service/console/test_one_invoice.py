"""An invoice as finance works on it: what came in, what is taken off, what it was made of."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

from billing.payments.pushing import push
from tests import world
from tests.service.billing import test_bank
from tests.service.console.ground import Ground
from tests.service.console.test_bank_entries import paid
from tests.service.console.test_pricing import sent
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def test_a_payment_is_written_down_and_a_transfer_taken_off_again(
    site: Caller, here: Ground
) -> None:
    own = f"/clients/{here.bolt.client.slug}/invoices/{here.bolt.invoice}"
    at, before = f"{own}/payments", await paid(here.bolt)
    where = await test_bank.opened(here.people)
    await test_bank.came_in(here.people, where, "2.50,Unheard,,TAKEN-OFF-AGAIN,,EUR")
    async with world.browser(site, here.people.finance) as page:
        assert f'href="{at}"' in (await page.get(own)).text
        wrong = await sent(
            page, at, at, amount="4,200", received_on="2026-11-12", reference="TYPED"
        )
        assert wrong.status_code == 422
        assert 'value="TYPED"' in wrong.text
        assert await paid(here.bolt) == before
        said = {"amount": "4,20", "received_on": "2026-11-12", "reference": "BY-HAND"}
        assert (await sent(page, at, at, **said)).headers["location"] == at
        assert "BY-HAND" in (await page.get(at)).text
        assert (await sent(page, at, at, **{**said, "amount": "-4.20"})).status_code == 303
        assert await paid(here.bolt) == before, "a wrong entry is set right by its opposite"
        entry = re.search(
            r'TAKEN-OFF-AGAIN.*?action="([^"]+)"', (await page.get("/bank-entries")).text, re.DOTALL
        )
        assert entry is not None
        given = {"number": here.bolt.invoice, "amount": "2.50"}
        assert (await sent(page, "/bank-entries", entry[1], **given)).status_code == 303
        assert await paid(here.bolt) == before + Decimal("2.50")
        undo = re.search(r'action="([^"]+/reversal)"', (await page.get(at)).text)
        assert undo is not None
        assert (await sent(page, at, undo[1], back=at)).headers["location"] == at
        assert (await sent(page, at, undo[1], back=at)).status_code == 404
    assert await paid(here.bolt) == before
    async with world.browser(site, here.people.manager) as page:
        own = f"/clients/{here.acme.client.slug}/invoices/{here.acme.invoice}/payments"
        seen = (await page.get(own)).text
        assert "How it stands" in seen
        assert f'action="{own}"' not in seen, "an account manager writes no payment down"
        assert (await page.post(own, data=said)).status_code == 403


async def test_money_back_and_corrections_are_proposed_and_left_to_a_colleague(
    site: Caller, here: Ground
) -> None:
    own = f"/clients/{here.bolt.client.slug}/invoices/{here.bolt.invoice}"
    async with world.browser(site, here.people.admin) as page:
        seen = (await page.get(f"{own}/payments")).text
        of = re.search(r'name="payment_id".*?<option value="([^"]+)"', seen, re.DOTALL)
        assert of is not None
        back = {"payment_id": of[1], "refund_amount": "9000", "reason": "REFUND-TOO-MUCH"}
        much = await sent(page, f"{own}/payments", f"{own}/refunds", **back)
        assert much.status_code == 409
        assert "More than was paid" in much.text
        assert "REFUND-TOO-MUCH" in much.text
        back |= {"refund_amount": "1.50", "reason": "REFUND-BY-PAGE"}
        assert (await sent(page, f"{own}/payments", f"{own}/refunds", **back)).status_code == 303
        assert "REFUND-BY-PAGE" in (await page.get(f"{own}/payments")).text
        at, to = f"{own}/corrections", f"{own}/credit-notes"
        nothing = await sent(page, at, to, note_reason="TYPED-REASON", net_1=" ")
        assert nothing.status_code == 422
        assert "TYPED-REASON" in nothing.text
        much = await sent(page, at, to, note_reason="TYPED-REASON", net_1="90000")
        assert much.status_code == 409
        assert 'value="90000"' in much.text
        assert "TYPED-REASON" not in (await page.get(at)).text
        some = {"note_reason": "OF-ONE-LINE", "net_1": "0.75", "is_correction": "yes"}
        assert (await sent(page, at, to, **some)).status_code == 303
        seen = (await page.get(at)).text
        assert "OF-ONE-LINE" in seen
        assert "rated anew on the next invoice" in seen
        assert "GIVEN-UP-BY-STAFF" in seen
        again = await sent(page, at, f"{own}/write-offs", reason="ONCE-MORE")
        assert again.status_code == 409, "it is proposed already"
        assert 'value="ONCE-MORE"' in again.text
    async with world.browser(site, here.people.finance) as page:
        waiting = (await page.get(f"/clients/{here.bolt.client.slug}/credits")).text
        assert "OF-ONE-LINE" in waiting
        assert "REFUND-BY-PAGE" in waiting


async def test_the_entries_behind_a_line_are_read_page_by_page(site: Caller, here: Ground) -> None:
    own = f"/clients/{here.acme.client.slug}/invoices/{here.acme.invoice}"
    async with world.browser(site, here.people.finance) as page:
        seen = await page.get(f"{own}/entries?line=1")
        assert seen.status_code == 200
        assert "All lines" in seen.text
        for wrong in ("x", "2026-01-01T00:00:00~x", f"2026-01-01T00:00:00~{UUID(int=1)}"):
            assert (await page.get(f"{own}/entries?after={wrong}")).status_code == 404
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get(f"{own}/entries")).status_code == 403


async def test_what_stripe_would_not_take_is_given_up_with_a_reason(
    site: Caller, here: Ground
) -> None:
    client = here.acme.client
    at = f"/clients/{client.slug}/invoices/{here.acme.invoice}/payments"
    async with db.open(Work(client.id)):
        of = await db.value(
            "SELECT id FROM stripe_push WHERE tenant_id = $1 AND kind = 'invoice'", client.id
        )
        assert of is not None
        await db.execute(
            "UPDATE stripe_push SET state = 'aside', trouble = 'TOTALS-DIFFER' "
            "WHERE tenant_id = $1 AND id = $2",
            *(client.id, of),
        )
    to = f"/clients/{client.slug}/pushes/{of}"
    async with world.browser(site, here.people.manager) as page:
        assert "TOTALS-DIFFER" not in (await page.get(at)).text
        assert (await page.post(f"{to}/dropping", data={"push_reason": "x"})).status_code == 403
    async with world.browser(site, here.people.finance) as page:
        assert "TOTALS-DIFFER" in (await page.get(at)).text
        assert (await sent(page, at, f"{to}/dropping", back=at)).status_code == 422
        said = {"push_reason": "BY-TRANSFER", "back": at}
        assert (await sent(page, at, f"{to}/dropping", **said)).headers["location"] == at
        seen = (await page.get(at)).text
        assert "BY-TRANSFER" in seen
        assert f"{to}/retries" not in seen
    async with db.open(Work(client.id)):
        found = await push.of(client.id, "invoice", await _invoice(here))
    assert found is not None
    assert found.state == "dropped"


async def _invoice(here: Ground) -> UUID:
    found: UUID = await db.value(
        "SELECT id FROM invoice WHERE tenant_id = $1 AND number = $2",
        *(here.acme.client.id, here.acme.invoice),
    )
    return found
