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
        first = {"amount_1": "", "quorum_1_1": "2", "of_1_1": "client:approver", "risk_1": "high"}
        wrong = await sent(desk, at, f"{at}/change", **first | {"quorum_1_1": "many"})
        assert wrong.status_code == 422
        assert 'value="many"' in wrong.text
        first |= {"quorum_1_2": "1", "of_1_2": "client:client_admin", "name_1_2": "The board"}
        first |= {"people_1_2": str(client.admin.id), "quorum_1_3": "1", "of_1_3": "provider:"}
        more = {"amount_2": "500.00", "currency_2": "eur", "quorum_2_1": "1", "of_2_1": "client:"}
        assert (await sent(desk, at, f"{at}/change", **first, **more)).status_code == 303
        kept = (await desk.get(f"/api/v1/clients/{client.key}/approval-policies")).json()["own"]
        risky, dear = kept["change"]
        assert [(each["side"], each["quorum"], each["name"]) for each in risky["groups"]] == [
            *(("client", 2, ""), ("client", 1, "The board"), ("provider", 1, ""))
        ]
        assert risky["groups"][1]["people"] == [str(client.admin.id)]
        assert (dear["from_amount"], dear["currency"]) == ("500.00", "EUR")
        shown = (await desk.get(at)).text
        assert all(each in shown for each in ('value="The board"', 'name="quorum_1_4"', "checked"))
        assert (await sent(desk, at, f"{at}/change/default")).status_code == 303
        kept = (await desk.get(f"/api/v1/clients/{client.key}/approval-policies")).json()
        assert kept["own"] == {}
    async with world.browser(site, here.people.agent) as desk:
        shown = await desk.get(at)
        assert (shown.status_code, "Back to the default" in shown.text) == (200, False)
        assert (await desk.get("/administration/approval-policies")).status_code == 200


async def test_two_of_three_of_the_clients_and_one_of_ours_is_said_in_one_rule(
    site: Caller, here: Ground
) -> None:
    client = here.people.acme
    at = f"/clients/{client.key}/approval-policies"
    async with world.browser(site, here.people.manager) as desk:
        both = {"amount_1": "", "quorum_1_1": "2", "of_1_1": "client:approver"}
        both |= {"quorum_1_2": "1", "of_1_2": "provider:account_manager,service_lead"}
        assert (await sent(desk, at, f"{at}/chargeable", **both)).status_code == 303
        kept = (await desk.get(f"/api/v1/clients/{client.key}/approval-policies")).json()["own"]
        (rule,) = kept["chargeable"]
        assert [(each["side"], each["quorum"], each["roles"]) for each in rule["groups"]] == [
            ("client", 2, ["approver"]),
            ("provider", 1, ["account_manager", "service_lead"]),
        ]
        shown = (await desk.get(at)).text
        assert 'value="provider:account_manager,service_lead" selected' in shown
        assert "our service leads and account managers" in shown
        assert (await sent(desk, at, f"{at}/chargeable/default")).status_code == 303
