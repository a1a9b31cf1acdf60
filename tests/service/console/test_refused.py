"""What people are told when something is refused them: in their own language."""

from __future__ import annotations

from tests import world
from tests.service.console import ground
from tests.service.console import test_connectors as connecting
from tests.service.console.ground import Ground
from underpin.console import locale
from underpin.console.routes import look
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller


def reading(person: world.Human, language: str) -> dict[str, str]:
    """Their cookies, with a language chosen."""
    own = world.credentials(person)["Cookie"]
    return {"Cookie": f"{own}; {look.COOKIE}=auto.{language}"}


async def test_who_may_not_reads_what_and_who_may(site: Caller, here: Ground) -> None:
    agent = here.people.agent
    async with world.browser(site, agent, **reading(agent, "pl")) as page:
        refused = await page.get("/audit")
        assert refused.status_code == 403
        assert "audit.read" not in refused.text
        assert "Your role does not include" not in refused.text
        assert locale.gettext("pl", "Read the audit trail") in refused.text
        assert locale.gettext("pl", "Auditor") in refused.text


async def test_what_is_wrong_with_a_field_is_told_in_the_readers_language(
    site: Caller, here: Ground
) -> None:
    admin = here.people.admin
    async with world.browser(site, admin, **reading(admin, "ar")) as page:
        refused = await page.post("/administration/teams", data={"name": " "})
    assert refused.status_code == 422
    assert locale.gettext("ar", "1 to 200 characters; tier: 1 to 3.") in refused.text


async def test_what_was_refused_is_mended_and_sent_again_from_where_it_is_told(
    site: Caller, here: Ground
) -> None:
    client = here.acme.client
    ticket = await ground.raised(client, "The label printer jams")
    stood = {"Referer": f"{world.SETTINGS.desk_origin}/problems"}
    async with world.browser(site, here.people.lead) as page:
        said = {"client": client.key, "subject": "Jams", "tickets": " "}
        refused = await page.post("/problems", data=said, headers=stood)
        assert refused.status_code == 422
        form = refused.text.partition('action="/problems" aria-labelledby="make-title"')[2]
        assert f'<option value="{client.key}" selected>' in form
        assert 'name="subject" type="text" value="Jams"' in form
        assert 'aria-invalid="true" autofocus' in form
        assert ">Fill this in.</p>" in form
        given = connecting.form(refused.text, **{**said, "tickets": str(ticket.number)})
        assert (await page.post("/problems", data=given)).status_code == 303


async def test_a_secret_is_never_given_back(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.admin) as page:
        said = {"name": "", "token": "keep-this-quiet", "reason": "Because"}
        refused = await page.post("/administration/teams", data=said)
    assert refused.status_code == 422
    assert "keep-this-quiet" not in refused.text


async def test_a_number_that_names_nothing_is_told_as_such(site: Caller, here: Ground) -> None:
    ticket = await ground.raised(here.acme.client, "Joined to nothing")
    at = f"/tickets/{here.acme.client.key}-{ticket.number}"
    async with world.browser(site, here.people.agent) as page:
        refused = await page.post(f"{at}/links", data={"other": "ACME-NONE", "kind": "related"})
        assert refused.status_code == 404
        assert "Ticket: there is none of this name, or it is not yours to see." in refused.text
        assert 'name="other" type="text" value="ACME-NONE"' in refused.text
        nowhere = await page.get("/tickets/ACME-NONE")
        assert "There is nothing at this address, or it is not yours to see." in nowhere.text


async def test_a_name_that_is_taken_is_changed_where_it_is_told(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.lead) as page:
        said = {"name": f"Twice {ids.new()}", "kind": "other"}
        assert (await page.post("/administration/sorting/categories", data=said)).status_code == 303
        taken = await page.post("/administration/sorting/categories", data=said)
        assert taken.status_code == 409
        assert f'name="name" type="text" value="{said["name"]}"' in taken.text
