"""What waits for a yes, on pages: the approver's portal, the plan beside a ticket at the desk."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from tenants import spending
from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from underpin.desk.approvals import asking
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.asking import New
from underpin.kernel import verb
from underpin.kernel.web.caller import Caller


async def test_an_approver_decides_with_a_button_and_no_link_does(
    site: Caller, here: Ground
) -> None:
    client, lead = here.acme.client, here.people.lead.principal
    about = {"tenant": client.id}
    limit = (client.approver.id, "EUR", Decimal(1000))
    await verb.perform(spending.set_limit, here.people.admin.principal, *limit, **about)
    new = New(
        "chargeable",
        "Two hours on the firewall",
        (Wanted(people=(client.approver.id,)),),
        "As agreed on the phone.",
        Decimal("180.00"),
        "EUR",
    )
    asked = await verb.perform(asking.ask, lead, here.acme.ticket.number, new, **about)
    path = f"/approvals/{client.key}/{asked.request.id}"
    async with world.browser(site, client.approver) as page:
        assert "Two hours on the firewall" in (await page.get("/approvals")).text
        shown = await page.get(path)
        assert shown.status_code == 200
        assert "As agreed on the phone." in shown.text
        assert f"/tickets/{here.acme.name}" not in shown.text, "the ticket is not theirs to see"
        before = await ground.traces(client)
        await page.get(f"{path}?decision=approved")
        assert await ground.traces(client) == before
        form = {"decision": "refused", "po_number": "PO-4711"}
        wrong = await page.post(f"{path}/decision", data=form)
        assert wrong.status_code == 422
        assert "PO-4711" in wrong.text, "what was typed comes back"
        done = await page.post(f"{path}/decision", data=form | {"decision": "approved"})
        assert done.headers["location"] == path
        decided = (await page.get("/approvals?which=decided")).text
        assert "Two hours on the firewall" in decided
        again = await page.post(f"{path}/decision", data={"decision": "approved"})
        assert again.status_code == 409
    async with world.browser(site, client.requester) as page:
        assert (await page.get("/approvals")).status_code == 403


async def test_a_change_is_planned_asked_for_and_scheduled_beside_its_ticket(
    site: Caller, here: Ground
) -> None:
    client = here.acme.client
    ticket = await ground.raised(client, "Move the files", type="change_request")
    base = f"/tickets/{client.key}-{ticket.number}"
    begins = (ticket.raised_at + timedelta(days=3)).replace(minute=0)
    form = {
        "form": "draft",
        "zone": "Europe/Berlin",
        "kind": "normal",
        "likelihood": "low",
        "effect": "low",
        "is_tested": "yes",
        "plan": "Copy, then switch over.",
        "starts": begins.strftime("%Y-%m-%dT%H:%M"),
    }
    async with world.browser(site, here.people.l2) as page:
        wrong = await page.post(f"{base}/change", data=form)
        assert wrong.status_code == 422
        assert "Copy, then switch over." in wrong.text
        form["ends"] = (begins + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
        assert (await page.post(f"{base}/change", data=form)).status_code == 303
        shown = (await page.get(f"{base}/approvals")).text
        assert "Risk: Medium" in shown
        version = re.search(r'name="version" value="(\d+)"', shown)
        assert version is not None
        asked = await page.post(
            f"{base}/change/approval", data={"version": version[1], "question": ""}
        )
        assert asked.status_code == 303
        late = await page.post(
            f"{base}/change/approval", data={"version": version[1], "question": ""}
        )
        assert late.status_code in (409, 412)
        months = (await page.get("/changes")).text
        assert f"{client.key}-{ticket.number}" in months
    async with world.browser(site, client.approver) as page:
        waiting = (await page.get("/approvals")).text
        path = re.search(
            rf'href="(/approvals/{client.key}/[0-9a-f-]+)"><bdi>Move the files', waiting
        )
        assert path is not None
        assert "Copy, then switch over." in (await page.get(path[1])).text


async def test_a_wrong_code_is_counted_and_told(site: Caller, here: Ground) -> None:
    ticket = await ground.raised(here.acme.client, "I forgot my password")
    base = f"/tickets/{here.acme.client.key}-{ticket.number}"
    async with world.browser(site, here.people.agent) as page:
        await page.post(f"{base}/sensitivity", data={"matter": "password_reset"})
        refused = await page.post(f"{base}/resolution", data={"text": "Done.", "version": "3"})
        assert refused.status_code == 409
        assert "not verified" in refused.text
        await page.post(f"{base}/verifications/codes", data={})
        shown = (await page.get(f"{base}/approvals")).text
        path = re.search(rf'action="({base}/verifications/[0-9a-f-]+/code)"', shown)
        assert path is not None
        wrong = await page.post(path[1], data={"code": "no"})
        assert wrong.status_code == 422
        assert "4 tries are left" in wrong.text
        assert "4 tries left" in (await page.get(f"{base}/approvals")).text


async def test_a_client_asks_for_something_else_in_the_contract(site: Caller, here: Ground) -> None:
    client = here.acme.client
    async with world.browser(site, client.requester) as page:
        form = {"subject": "Ten seats more", "matter": "limit", "wish": ""}
        wrong = await page.post("/contract-changes", data=form)
        assert wrong.status_code == 422
        assert "Ten seats more" in wrong.text
        made = await page.post("/contract-changes", data=form | {"wish": "We hire ten people."})
        shown = await page.get(made.headers["location"])
        assert "We hire ten people." in shown.text
        assert "Ten seats more" in (await page.get("/contract-changes/new")).text
