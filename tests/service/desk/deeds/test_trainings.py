"""Certificates that run out: who is told, and that the skill goes with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from tests.world import World
from underpin.desk.hands import expiring, skills
from underpin.kernel import db, mail_channel, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.outgoing import Outgoing


async def test_who_has_it_and_who_leads_them_are_told_once_a_week(deeds_world: World) -> None:
    world, lead = deeds_world, deeds_world.lead
    today = datetime.now(UTC).date()
    switches = await verb.perform(skills.name, lead.principal, "Switches")
    wifi = await verb.perform(skills.name, lead.principal, "Wi-Fi")
    day, year = timedelta(days=1), timedelta(days=365)
    for whose, skill, title, expires in (
        (world.agent, switches, "CCNA", today + 10 * day),
        (world.l2, switches, "CCNP", today + 200 * day),
        (world.l2, wifi, "CWNA", today + 5 * day),
        (world.l2, wifi, "CWNA again", today + 700 * day),
    ):
        words = (whose.id, skill.id, title, today - year, expires)
        await verb.perform(skills.train, lead.principal, *words, issuer="Cisco", certificate="C-1")
    (first, *_) = await verb.perform(skills.trainings, lead.principal, world.agent.id)
    assert (first.issuer, first.certificate) == ("Cisco", "C-1")
    assert await expiring.everywhere() >= 2
    await expiring.everywhere()
    sent = [mail for client in world.clients for mail in await _mails(client.id)]
    to = {"agent": world.agent.email, "lead": lead.email, "l2": world.l2.email}
    got = {name: [text for reader, text in sent if reader == to[name]] for name in to}
    assert [len(got[name]) for name in to] == [1, 1, 0]
    assert "Agent: Switches (CCNA)" in got["lead"][0]
    assert "CWNA" not in got["lead"][0], "it was renewed"


async def _mails(tenant: int) -> list[tuple[str, str]]:
    async with db.open(Work(tenant)):
        rows = await db.rows(
            "SELECT o.* FROM outgoing o WHERE tenant_id = $1 AND channel = 'mail'", tenant
        )
    found = []
    for row in rows:
        what = (row["tenant_id"], row["id"], row["channel"], row["identity"], row["subject_id"])
        payload = msgspec.json.decode(row["payload"])
        mail = mail_channel.opened(Outgoing(*what, payload, simulated=True))
        if "trainings expire" in mail.subject:
            found.append((mail.to[0].address, mail.text))
    return found
