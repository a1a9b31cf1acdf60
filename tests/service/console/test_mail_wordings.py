"""What mails say, said otherwise on a page: tried first, and then in the mails themselves."""

from __future__ import annotations

import msgspec

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_connectors import sent
from tests.service.desk.mail import post
from underpin.kernel import ids, mail_channel
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.outgoing import Outgoing
from underpin.kernel.web.caller import Caller


async def mails(client: world.Client) -> list[OutgoingMail]:
    rows = await post.rows(
        client,
        "SELECT tenant_id, id, channel, identity, subject_id, payload::text AS payload, simulated "
        "FROM outgoing WHERE tenant_id = $1 AND channel = 'mail' ORDER BY id",
    )
    left = [Outgoing(**{**row, "payload": msgspec.json.decode(row["payload"])}) for row in rows]
    return [mail_channel.opened(each) for each in left]


async def test_a_clients_words_stand_in_its_mails_before_the_providers(
    site: Caller, here: Ground
) -> None:
    client = here.people.acme
    who = ("Nela", f"nela-{ids.new()}@{client.slug}.example")
    nela = await world.member(here.people.admin, client.id, client.slug, *who)
    ours, at = "/administration/mail-wordings", f"/clients/{client.key}/mail-wordings"
    everywhere = {"acknowledgement": "We got {number}, “{subject}”.", "link": "Look: {link}"}
    async with world.browser(site, here.people.lead) as desk:
        said = await sent(desk, ours, f"{ours}/en", **everywhere)
        assert said.headers["location"] == f"{ours}?language=en"
        for wrong in ("{numbr} came", "It came", "{number} } came"):
            refused = await sent(desk, at, f"{at}/en", acknowledgement=wrong)
            assert (refused.status_code, wrong in refused.text) == (422, True)
        own = {"acknowledgement": "Acme’s {number} is with us."}
        tried = await sent(desk, at, f"{at}/en/preview", **own)
        assert "Acme’s ACME-1042 is with us." in tried.text
        api = f"/api/v1/clients/{client.key}/mail-wordings"
        kept = (await desk.get(api)).json()["said"]
        assert (kept["client"], kept["provider"]["en"]) == ({}, everywhere)
        assert (await sent(desk, at, f"{at}/en", **own)).status_code == 303
    try:
        subject = f"Nothing prints {ids.new()}"
        letter = post.letter(nela.email, post.address_of(client), subject=subject)
        await post.sent(client, letter)
        (text,) = [each.text for each in await mails(client) if subject in each.subject]
        assert text.startswith("Acme’s ")
        assert "Look: http" in text
        assert "We got " not in text
    finally:
        async with world.browser(site, here.people.lead) as desk:
            await sent(desk, ours, f"{ours}/en")
            assert (await desk.put(f"{api}/en", json={})).status_code == 200
    async with world.browser(site, here.people.agent) as desk:
        assert (await desk.put(f"{api}/en", json={})).status_code == 403
