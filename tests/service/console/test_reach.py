"""Before a version is taken up by what is open: each ticket behind the counts, on its page."""

from __future__ import annotations

from dataclasses import replace

from contracts.agreements import agreement, provider_agreement
from contracts.agreements.versions import Version
from contracts.instant import MINUTE
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_agreeing import draft, press
from underpin.kernel import verb
from underpin.kernel.web.caller import Caller

__all__ = ["draft"]


async def test_the_tickets_behind_the_counts_are_listed(
    site: Caller, here: Ground, draft: Version
) -> None:
    people, client, number = here.people, here.acme.client, here.acme.ticket.number
    short = tuple(
        replace(each, allowed_us=MINUTE) if each.metric == "resolution" else each
        for each in draft.content.targets
    )
    words = (draft.id, replace(draft.content, targets=short))
    await verb.perform(agreement.rewrite, people.manager.principal, *words, tenant=client.id)
    path = f"/clients/{client.slug}/versions/{draft.id}/reach"
    async with world.browser(site, people.manager) as page:
        contract = (await page.get(f"/clients/{client.slug}/contract?version={draft.id}")).text
        assert f"{path}?effect=" in contract, "each count leads to its tickets"
        shown = (await page.get(path)).text
        assert f"/tickets/{client.key}-{number}" in shown
        assert "clocks would change" in shown
        later = (await page.get(f"{path}?effect=later")).text
        assert f"/tickets/{client.key}-{number}" not in later
        assert "No clock changes so" in later
        assert (await page.get(f"{path}?effect=worse")).status_code == 422
    async with world.browser(site, client.admin) as page:
        assert (await page.get(path)).status_code == 404, "the desk's alone"


async def test_what_is_under_way_goes_on_under_an_olas_version(site: Caller, here: Ground) -> None:
    people = here.people
    every = await verb.perform(provider_agreement.of_provider, people.admin.principal)
    active = next(v for each in every for v in each.versions if v.state == "active")
    path = f"/agreements/versions/{active.id}/reach"
    async with world.browser(site, people.manager) as page:
        assert "go on under it" not in (await page.get(path)).text.split("What it does")[-1][:40]
        assert (await page.post(f"{path}/taking-up")).status_code == 403
    async with world.browser(site, people.admin) as page:
        assert f"{path}/taking-up" in (await page.get(path)).text
        assert (await press(page, path, f"{path}/taking-up")).headers["location"] == path
        after = (await page.get(path)).text
        assert f"{path}/taking-up" not in after, "asked once it is under way"
        assert "Open tickets go over" in after
