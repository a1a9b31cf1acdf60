"""Runs over all clients and one client's draft, as pages of the desk."""

from __future__ import annotations

import re
from uuid import UUID

from billing.invoicing.bulk import invoice_run, working
from tests import world
from tests.service.console.ground import Ground, Lived
from tests.service.console.test_pricing import sent
from tests.world import World
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.web.caller import Caller


async def _taxed(of: Lived, treatment: str) -> None:
    async with db.open(Work(of.client.id)):
        await db.execute(
            "UPDATE subscription SET tax_treatment = $2 WHERE tenant_id = $1",
            *(of.client.id, treatment),
        )


async def _served(people: World, path: str) -> None:
    """As the worker comes to this world's clients, and to its end."""
    run = await verb.perform(
        invoice_run.shown, people.finance.principal, UUID(path.rpartition("/")[2])
    )
    for client in people.clients:
        await working.serve(client.id, run)
    async with db.open(Provider()):
        await db.execute(
            "UPDATE invoice_run SET finished_at = started_at, clients = 3 WHERE id = $1", run.id
        )


async def test_a_run_names_what_failed_and_tries_it_again(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.finance) as page:
        wrong = await sent(page, "/invoice-runs", "/invoice-runs", month="May", mode="draft")
        assert wrong.status_code == 422
        assert 'value="May"' in wrong.text
        said = {"month": "2099-05", "mode": "draft"}
        path = (await sent(page, "/invoice-runs", "/invoice-runs", **said)).headers["location"]
        assert 'hx-trigger="every 2s"' in (await page.get(path)).text
        assert (await sent(page, "/invoice-runs", "/invoice-runs", **said)).status_code == 409
        await _taxed(here.bolt, "unheard of")
        try:
            await _served(here.people, path)
        finally:
            await _taxed(here.bolt, "domestic")
        seen = (await page.get(f"{path}?outcome=failed")).text
        assert "unheard of" in seen
        assert 'hx-trigger="every 2s"' not in seen
        assert (await page.get(path, headers={"x-fragment": "invoice_run"})).text.count("<h1") == 0
        assert (await sent(page, path, f"{path}/retries")).status_code == 303
        assert "Under way" in (await page.get(path)).text
        await _served(here.people, path)
        assert "unheard of" not in (await page.get(path)).text
        assert "/api/v1/accounting/" in (await page.get("/invoice-runs")).text
    async with world.browser(site, here.people.manager) as page:
        assert (await page.get("/invoice-runs")).status_code == 403
        assert (await page.get(path)).status_code == 403


async def test_a_draft_is_reviewed_given_a_line_and_stopped_when_it_moved(
    site: Caller, here: Ground
) -> None:
    own = f"/clients/{here.bolt.client.slug}"
    async with world.browser(site, here.people.finance) as page:
        made = await sent(page, f"{own}/invoices", f"{own}/invoice/draft", day="2099-03-04")
        at = made.headers["location"]
        seen = (await page.get(at)).text
        assert "To be reviewed" in seen
        hash_ = re.search(r'name="seen" value="([^"]+)"', seen)
        assert hash_ is not None
        about = {"day": "2099-03-01", "currency": "EUR"}
        old = about | {"seen": hash_[1]}
        assert (await sent(page, at, f"{own}/invoice/review", **old)).status_code == 303
        assert "Reviewed as it is" in (await page.get(at)).text
        line = about | {"name": "TRAVEL-BY-CAR", "quantity": "2", "on_day": "2099-03-09"}
        wrong = await sent(page, at, f"{own}/invoice/lines", **line, price="cheap")
        assert wrong.status_code == 422
        assert 'value="TRAVEL-BY-CAR"' in wrong.text
        added = await sent(page, at, f"{own}/invoice/lines", **line, price="40.50")
        assert added.status_code == 303
        seen = (await page.get(at)).text
        assert "€81.00" in seen
        assert "To be reviewed" in seen, "it is made of something else now"
        early = await sent(page, at, f"{own}/invoice/finalisation", **old)
        assert early.status_code in (409, 412)
        assert "TRAVEL-BY-CAR" in early.text
        removal = re.search(rf'action="({own}/invoice/lines/[0-9a-f-]+/removal)"', seen)
        assert removal is not None
        assert (await sent(page, at, removal[1], **about)).status_code == 303
        assert "TRAVEL-BY-CAR" not in (await page.get(at)).text
    async with world.browser(site, here.people.manager) as page:
        shown = await page.get(f"/clients/{here.acme.client.slug}/invoices")
        assert "Make a draft" not in shown.text
