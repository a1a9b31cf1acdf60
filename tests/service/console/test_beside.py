"""What stands beside a client's month: tickets set apart and counted again, how long the client may
object, and what the desk alone is told."""

from __future__ import annotations

from contracts.compliance.apart import counted_ticket
from contracts.compliance.frozen import compliance_period
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_contract_editor import fields
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def known(here: Ground) -> str:
    """A ticket of ACME's as compliance knows it, so that it can stand apart; its name."""
    acme = here.acme
    async with db.open(Work(acme.client.id)):
        await db.execute(
            "INSERT INTO counted_ticket (tenant_id, id, channel, touched) "
            "VALUES ($1, $2, 'portal', false) ON CONFLICT DO NOTHING",
            *(acme.client.id, acme.ticket.id),
        )
    return f"{acme.client.key}-{acme.ticket.number}"


async def test_a_ticket_is_set_apart_with_a_reason_and_counted_again(
    site: Caller, here: Ground
) -> None:
    client, lead = here.acme.client, here.people.lead
    where, name, why = f"/compliance/{client.key}/beside", await known(here), f"Twice {ids.new()}"
    form = {"ticket": name, "kind": "duplicate", "reason": why}
    async with world.browser(site, here.people.agent) as page:
        assert (await page.post(f"{where}/apart", data=form)).status_code == 403
    async with world.browser(site, lead) as page:
        for wrong in ({"ticket": "999999"}, {"kind": "boring"}, {"reason": ""}):
            refused = await page.post(f"{where}/apart", data={**form, **wrong})
            assert refused.status_code == 422
        assert fields(refused.text)["ticket"] == name, "what was typed is kept"
        assert await verb.perform(counted_ticket.apart_of, lead.principal, client.id) == []
        assert (await page.post(f"{where}/apart", data=form)).headers["location"] == where
        shown = (await page.get(where)).text
        assert why in shown
        (apart,) = await verb.perform(counted_ticket.apart_of, lead.principal, client.id)
        assert (apart.ticket_id, apart.apart) == (here.acme.ticket.id, "duplicate")
        await page.post(f"{where}/apart/{apart.ticket_id}/end")
        assert why not in (await page.get(where)).text
    assert await verb.perform(counted_ticket.apart_of, lead.principal, client.id) == []


async def test_how_long_a_month_stays_open_is_agreed(site: Caller, here: Ground) -> None:
    client, manager = here.acme.client, here.people.manager
    where = f"/compliance/{client.key}/beside"
    async with world.browser(site, manager) as page:
        few = await page.post(f"{where}/terms", data={"object_days": "2", "confirm_days": "9"})
        assert few.status_code == 422, "the client has five days at least"
        await page.post(f"{where}/terms", data={"object_days": "14", "confirm_days": "9"})
        assert fields((await page.get(where)).text)["object_days"] == "14"
        assert (await page.get(f"{where}?month=soon")).status_code == 422
    async with db.open(Work(client.id)):
        agreed = await compliance_period.terms(client.id)
    assert (agreed.provisional_days, agreed.confirmation_days) == (14, 9)
    async with world.browser(site, client.admin) as page:
        assert (await page.get(where)).status_code == 404, "the desk's alone"
