"""Who approves what is said on a page: for one client, subject by subject."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_connectors import sent
from underpin.kernel.web.caller import Caller


async def test_a_policy_is_said_kept_and_taken_back(site: Caller, here: Ground) -> None:
    client = here.people.acme
    at = f"/clients/{client.key}/approval-policies"
    async with world.browser(site, here.people.manager) as desk:
        wrong = await sent(desk, at, f"{at}/change", amount_1="many", client_1="2", risk_1="high")
        assert wrong.status_code == 422
        assert 'value="many"' in wrong.text
        row = {"client_1": "2", "client_role_1": "approver", "provider_1": "1", "risk_1": "high"}
        more = {"amount_2": "500.00", "currency_2": "eur", "client_2": "1"}
        assert (await sent(desk, at, f"{at}/change", **row, **more)).status_code == 303
        kept = (await desk.get(f"/api/v1/clients/{client.key}/approval-policies")).json()["own"]
        first, second = kept["change"]
        assert [(each["side"], each["quorum"]) for each in first["groups"]] == [
            *(("client", 2), ("provider", 1))
        ]
        assert (second["from_amount"], second["currency"]) == ("500.00", "EUR")
        assert (await sent(desk, at, f"{at}/change/default")).status_code == 303
        kept = (await desk.get(f"/api/v1/clients/{client.key}/approval-policies")).json()
        assert kept["own"] == {}
    async with world.browser(site, here.people.agent) as desk:
        shown = await desk.get(at)
        assert (shown.status_code, "Back to the default" in shown.text) == (200, False)
        assert (await desk.get("/administration/approval-policies")).status_code == 200
