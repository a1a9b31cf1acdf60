"""Who is mailed announcements ends that from the mail itself: without signing in, and never by
looking."""

from __future__ import annotations

from tenants import branding
from tests import world
from tests.service.console.ground import Ground
from underpin.desk.announcements import stopping, subscribing
from underpin.kernel import verb
from underpin.kernel.web.caller import Caller


async def test_one_button_ends_them_and_another_brings_them_back(
    site: Caller, here: Ground
) -> None:
    acme, ben = here.people.acme, here.people.acme.colleague
    await verb.perform(subscribing.subscribe, ben.principal)

    async def wanted() -> bool:
        return bool(await verb.perform(subscribing.subscribed, ben.principal, acme.id))

    token = stopping.token(acme.id, ben.id)
    at = f"/announcements/mails/{token}"
    named = (await branding.known(acme.id)).name
    async with world.browser(site, None, face="portal") as visitor:
        for _ in range(2):  # as a mail scanner does
            seen = await visitor.get(at)
            assert (seen.status_code, "Stop these mails" in seen.text) == (200, True)
            assert f"· {named}</title>" in seen.text
        assert await wanted()
        assert (await visitor.post(at)).status_code == 303
        assert not await wanted()
        assert "You get no announcements by mail" in (await visitor.get(at)).text
        assert (await visitor.post(at, data={"again": "yes"})).status_code == 303
        assert await wanted()
        strange = stopping.token(here.people.bolt.id, ben.id)
        for other in (strange, "x", token[:-2] + ("AA" if token[-2:] != "AA" else "BB")):
            assert (await visitor.get(f"/announcements/mails/{other}")).status_code == 404
            assert (await visitor.post(f"/announcements/mails/{other}")).status_code == 404
        polish = {"Accept-Language": "pl"}
        assert "Nie wysyłaj więcej" in (await visitor.get(at, headers=polish)).text
    assert await wanted()


async def test_a_mail_program_ends_them_at_one_address(site: Caller, here: Ground) -> None:
    acme, ben = here.people.acme, here.people.acme.colleague
    await verb.perform(subscribing.subscribe, ben.principal)
    token = stopping.token(acme.id, ben.id)
    path = stopping.one_click(token).removeprefix(world.SETTINGS.portal_origin)
    async with world.browser(site, None, face="portal") as program:
        del program.headers["Origin"]
        assert (await program.get(path)).status_code == 405
        for _ in range(2):
            said = await program.post(path, data={"List-Unsubscribe": "One-Click"})
            assert said.status_code == 204
    assert not await verb.perform(subscribing.subscribed, ben.principal, acme.id)
