"""Over the API, as finance and a client would: a statement comes in, a line is questioned, the old
is reported, and a run is started."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests import served, world
from tests.conftest import Database
from tests.service.billing.owed import issued
from tests.world import World
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Provider
from underpin.kernel.web.caller import Caller

API = "/api/v1"
MAPPING = {"booked_on": "day", "amount": "amount", "text": ["text"]}


@pytest.fixture
def site(scopes: Database) -> Caller:
    return served.site()


@pytest_asyncio.fixture(loop_scope="session")
async def account(site: Caller, billed: World) -> str:
    async with world.browser(site, billed.finance) as page:
        new = {"name": f"Main {ids.new()}", "currency": "EUR"}
        made = await page.post(f"{API}/bank-accounts", json=new)
        assert made.status_code == 201, made.text
        where = f"{API}/bank-accounts/{made.json()['id']}"
        put = await page.put(f"{where}/mapping", json=MAPPING)
        assert put.json()["mapping"]["text"] == ["text"]
    return where


def file(*rows: str) -> dict[str, str]:
    text = "day,amount,text\n" + "".join(f"2026-12-01,{row}\n" for row in rows)
    return {"form": "csv", "file": base64.b64encode(text.encode()).decode()}


async def ok(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


async def of_account(page: httpx.AsyncClient, account: str) -> list[Any]:
    """What is open on it: others of this process have accounts too."""
    found, after = list[Any](), {}
    while listed := await ok(await page.get(f"{API}/bank-entries", params=after)):
        found += [each for each in listed if account.endswith(each["account_id"])]
        after = {"after": listed[-1]["id"]}
    return found


async def test_a_statement_is_previewed_imported_and_what_is_left_assigned(
    site: Caller, billed: World, account: str
) -> None:
    acme = billed.acme
    invoice = await issued(billed, acme)
    statement = file(f"1000.00,{invoice.payment_reference}", "68.50,hello")
    async with world.browser(site, billed.finance) as page:
        seen = await ok(await page.post(f"{account}/statement-previews", json=statement))
        assert (seen["entries"], seen["came_in"]) == (2, "1068.50")
        made = await ok(await page.post(f"{account}/statements", json=statement))
        assert made["statement"]["added"] == 2 and made["outcome"]["matched"] == 1
        (left,) = await of_account(page, account)
        assert left["why"] == "names no invoice, and the payer is not known"
        parts = {"parts": [{"number": invoice.number, "amount": "68.50"}]}
        of_client = f"{API}/clients/{acme.key}"
        where = f"{of_client}/bank-entries/{left['id']}/allocations"
        (done,) = await ok(await page.post(where, json=parts))
        assert (done["invoice"], done["rule"]) == (invoice.number, "hand")
        again = await page.post(where, json=parts)
        assert again.status_code == 409, again.text
        undone = f"{of_client}/bank-allocations/{done['id']}/reversal"
        assert (await ok(await page.put(undone)))[0]["undone_at"]
        aged = await ok(await page.get(f"{API}/receivables/ageing"))
        assert aged[-1] | {"client": None, "total": "168.50", "current": "168.50"} == aged[-1]
        broken = await page.post(f"{account}/statements", json=file("1,000.0,x"))
        assert broken.status_code == 422 and "line 2" in broken.json()["detail"]


async def test_a_client_questions_a_line_and_reads_the_answer(site: Caller, billed: World) -> None:
    acme = billed.acme
    invoice = await issued(billed, acme)
    where = f"{API}/clients/{acme.key}/invoices/by-number/{invoice.number}"
    async with world.browser(site, acme.finance) as page:
        asked = await ok(
            await page.post(f"{where}/questions", json={"ordinal": 1, "words": "Why?"})
        )
        assert (await ok(await page.get(f"{where}/receivable")))["state"] == "questioned"
        whole = await ok(await page.get(where))
        assert whole["payment_reference"] == invoice.payment_reference
        to_pay = await ok(await page.get(f"{where}/how-to-pay"))
        assert to_pay["reference"] == invoice.payment_reference
    async with world.browser(site, billed.finance) as page:
        answer = f"{where}/questions/{asked['id']}/explanation"
        assert (await ok(await page.put(answer, json={"answer": "As agreed"})))["answered_at"]
        proposed = await ok(await page.post(f"{where}/write-off", json={"reason": "x"}))
    async with world.browser(site, billed.admin) as page:
        one = f"{API}/clients/{acme.key}/write-offs/{proposed['id']}"
        assert (await ok(await page.put(f"{one}/approval")))["state"] == "approved"
    async with world.browser(site, acme.finance) as page:
        (read,) = await ok(await page.get(f"{where}/questions"))
        assert read["answer"] == "As agreed"
        assert (await ok(await page.get(f"{where}/receivable")))["state"] == "written_off"
        for closed in (f"{API}/bank-entries", f"{API}/clients/{acme.key}/write-offs"):
            assert (await page.get(closed)).status_code in (403, 404)


async def test_terms_schedule_and_runs_are_said_over_the_api(site: Caller, billed: World) -> None:
    acme = billed.acme
    async with world.browser(site, billed.finance) as page:
        terms = {"payment_days": 14, "reminders": [{"after_days": 3, "fees": {"EUR": "5.00"}}]}
        where = f"{API}/clients/{acme.key}/payment-terms"
        await ok(await page.put(where, json=terms))
        assert (await ok(await page.get(where)))["reminders"][0]["fees"] == {"EUR": "5.00"}
        wrong = await page.put(where, json=terms | {"payment_days": 400})
        assert wrong.status_code == 422
        run = await ok(await page.post(f"{API}/invoice-runs", json={"month": "1999-01-01"}))
        shown = await ok(await page.get(f"{API}/invoice-runs/{run['id']}"))
        assert (shown["month"], shown["finished_at"]) == ("1999-01-01", None)
        assert await ok(await page.get(f"{API}/invoice-runs/{run['id']}/clients")) == []
    async with db.open(Provider()):
        await db.execute("UPDATE invoice_run SET finished_at = started_at WHERE id = $1", run["id"])
    async with world.browser(site, billed.agent) as page:
        standing = await ok(await page.get(f"{API}/clients/{acme.key}/standing"))
        assert standing == {"tenant_id": acme.id, "overdue_since": None}
