"""Credits, claims and what waits for a second person, as pages of the desk."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts.compliance.entitlements import entitlement
from tests import world
from tests.service.billing import ground as billed
from tests.service.console.ground import Ground
from tests.service.console.test_pricing import sent
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

AT = datetime(2026, 11, 12, 9, tzinfo=UTC)
COUNTED = {"metric": "resolution", "priority": "P1", "met": 3, "breached": 2, "over": [1]}
DETAIL = json.dumps({"months": ["2001-01"], "open_caps": [], "counted": [COUNTED]})


async def _due(here: Ground, state: str, month: int = 3) -> UUID:
    """Ten per cent of a month's fee, which Bolt is due."""
    client, made = here.bolt.client, ids.new()
    period = await billed.frozen(client, 2025, month if state == "provisional" else 4)
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO entitlement (tenant_id, id, period_id, version_id, percent, basis, "
            "nature, detail, state, due_at, decided_by, decided_at) "
            "VALUES ($1, $2, $3, $4, '10', 'service_fee', 'price_reduction', $5, $6, $7, $8, $9)",
            *(client.id, made, period, here.bolt.version_id, DETAIL, state, AT),
            *((None, None) if state == "provisional" else (here.people.admin.id, AT)),
        )
    return made


async def _claim(here: Ground) -> UUID:
    client, made = here.bolt.client, ids.new()
    period = await billed.frozen(client, 2025, 5)
    async with db.open(Work(client.id)):
        under = await db.row(
            "SELECT v.id, a.vendor_id FROM provider_agreement_version v "
            "JOIN provider_agreement a ON a.id = v.agreement_id "
            "WHERE a.vendor_id IS NOT NULL ORDER BY v.id LIMIT 1"
        )
        assert under is not None
        await db.execute(
            "INSERT INTO recovery (tenant_id, id, period_id, vendor_id, version_id, holder, "
            "counted, missed, percent, basis, detail, state, due_at, claim_by) VALUES "
            "($1, $2, $3, $4, $5, 'msp', 5, 2, '20', 'service_fee', $6, 'due', $7, $7)",
            *(client.id, made, period, under["vendor_id"], under["id"], DETAIL, AT),
        )
    return made


async def _state(here: Ground, table: str, of: UUID) -> str:
    async with db.open(Work(here.bolt.client.id)):
        found: str = await db.value(
            f"SELECT state FROM {table} WHERE tenant_id = $1 AND id = $2", here.bolt.client.id, of
        )
    return found


@pytest.fixture
async def refused(here: Ground) -> UUID:
    return await _due(here, "provisional")


async def test_a_credit_is_refused_with_a_reason_or_confirmed(
    site: Caller, here: Ground, refused: UUID
) -> None:
    slug = here.bolt.client.slug
    at = f"/clients/{slug}/credits/{refused}"
    async with world.browser(site, here.people.finance) as page:
        seen = (await page.get("/credits")).text
        assert f'action="{at}/confirmation"' in seen
        assert "Resolution P1: 2 of 5 missed" in seen
        empty = await sent(page, "/credits", f"{at}/refusal", reason=" ", back="all")
        assert empty.status_code == 422
        assert await _state(here, "entitlement", refused) == "provisional"
        said = {"reason": "REASON-FOR-CLIENT", "back": "all"}
        done = await sent(page, "/credits", f"{at}/refusal", **said)
        assert done.headers["location"] == "/credits"
        assert "REASON-FOR-CLIENT" not in (await page.get("/credits")).text, "it waits no more"
        own = f"/clients/{slug}/credits"
        assert "REASON-FOR-CLIENT" in (await page.get(own)).text
        again = await sent(page, own, f"{at}/confirmation")
        assert again.status_code == 409
        early = await _due(here, "confirmed")
        note = await sent(page, own, f"{own}/{early}/note/credit")
        assert note.status_code == 409
        assert "has not been invoiced yet" in note.text
        settled = f"{own}/{early}/settlement"
        assert f'action="{settled}"' in (await page.get(own)).text
        assert (await sent(page, own, settled, document=" ")).status_code == 422
        assert await _state(here, "entitlement", early) == "confirmed"
        assert (await sent(page, own, settled, document="NOTE-OF-OLD-BOOKS")).status_code == 303
        seen = (await page.get(own)).text
        assert "NOTE-OF-OLD-BOOKS" in seen
        assert f'action="{settled}"' not in seen, "it is money already"
    assert await _state(here, "entitlement", early) == "settled"
    about = {"tenant": here.bolt.client.id}
    with pytest.raises(entitlement.WrongState):
        await verb.perform(entitlement.confirm, here.people.admin.principal, refused, **about)
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get("/credits")).status_code == 403
    async with world.browser(site, here.people.manager) as page:
        assert (await page.get(f"/clients/{slug}/credits")).status_code == 404


async def test_a_vendor_is_asked_to_pay_and_answers(site: Caller, here: Ground) -> None:
    claim, own = await _claim(here), f"/clients/{here.bolt.client.slug}/credits"
    at = f"/clients/{here.bolt.client.slug}/recoveries/{claim}"
    async with world.browser(site, here.people.finance) as page:
        assert (await sent(page, own, f"{at}/filing", reference="")).status_code == 422
        assert (await sent(page, own, f"{at}/filing", reference="CLAIM-77")).status_code == 303
        seen = (await page.get(own)).text
        assert "CLAIM-77" in seen
        assert f'formaction="{at}/refusal"' in seen
        assert (await sent(page, own, f"{at}/grant", answer="Their note 9")).status_code == 303
        assert "Their note 9" in (await page.get(own)).text
        less = {"amount": "-3", "currency": "EUR"}
        assert (await sent(page, own, f"{at}/payment", **less)).status_code == 422
        money = {"amount": "120.50", "currency": "EUR"}
        assert (await sent(page, own, f"{at}/payment", **money)).status_code == 303
        assert "paid: €120.50" in (await page.get(own)).text
        assert claim.hex not in (await page.get("/credits")).text.replace("-", "")
    assert await _state(here, "recovery", claim) == "granted"


async def test_who_proposed_does_not_decide(site: Caller, here: Ground) -> None:
    """The ground's credit note of Bolt was proposed by the provider's finance person."""
    async with db.open(Work(here.bolt.client.id)):
        note = await db.row(
            "SELECT n.id, n.proposed_by, i.number FROM credit_note n JOIN invoice i "
            "ON i.tenant_id = n.tenant_id AND i.id = n.invoice_id "
            "WHERE n.tenant_id = $1 AND n.state = 'proposed' ORDER BY n.id LIMIT 1",
            here.bolt.client.id,
        )
    assert note is not None
    house = here.people
    staff = (house.finance, house.admin)
    (author,) = [each for each in staff if each.id == note["proposed_by"]]
    (other,) = [each for each in staff if each.id != note["proposed_by"]]
    own = f"/clients/{here.bolt.client.slug}/credits"
    at = f"/clients/{here.bolt.client.slug}/invoices/{note['number']}/credit-notes/{note['id']}"
    async with world.browser(site, author) as page:
        seen = (await page.get(own)).text
        assert "a colleague decides" in seen
        assert f"{at}/issue" not in seen
        assert (await sent(page, own, f"{at}/issue")).status_code == 403
    async with world.browser(site, other) as page:
        assert f"{at}/issue" in (await page.get(own)).text
        assert (await sent(page, own, f"{at}/refusal", reason="")).status_code == 422
    assert await _state(here, "credit_note", note["id"]) == "proposed"


async def test_who_is_judged_on_a_client_is_shown_no_button(site: Caller, here: Ground) -> None:
    """The admin keeps Bolt's account meanwhile: reads what it is due, and a colleague decides."""
    due, admin = await _due(here, "provisional", 6), here.people.admin
    own = f"/clients/{here.bolt.client.slug}/credits"
    whose = (here.bolt.client.id, admin.id)
    async with db.open(Work(whose[0])):
        await db.execute(
            "INSERT INTO account (tenant_id, manager_id, since) VALUES ($1, $2, $3)", *whose, AT
        )
    try:
        async with world.browser(site, admin) as page:
            seen = (await page.get(own)).text
            assert f"{own}/{due}/confirmation" not in seen
            assert "a colleague decides" in seen
            assert (await sent(page, own, f"{own}/{due}/confirmation")).status_code == 403
    finally:
        async with db.open(Work(whose[0])):
            await db.execute("DELETE FROM account WHERE tenant_id = $1 AND manager_id = $2", *whose)
    async with world.browser(site, here.people.finance) as page:
        assert f"{own}/{due}/confirmation" in (await page.get(own)).text
    assert await _state(here, "entitlement", due) == "provisional"
