"""A client's month is told by a report: provisional while it may object, final once frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from tests import served
from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import World, build
from underpin.desk.mail.leaving import figures
from underpin.desk.service_reports import making, reading, recipients, sending
from underpin.desk.service_reports.told import Report
from underpin.desk.tickets import finishing, raising, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, mail_channel, mail_compose, outgoing, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.mail_compose import Correspondent, OutgoingMail

MARCH = (2026, 3)
APRIL = MONDAY.replace(month=4, day=1, hour=9)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EARLIER = """
UPDATE service_report_recipient SET chosen_at = chosen_at - interval '1 year'
WHERE tenant_id = $1 AND person_id = $2
"""
ROLE = """
UPDATE member_role SET role = $3 WHERE tenant_id = $1 AND person_id = $2
AND role IN ('client_admin', 'requester')
"""


@dataclass
class Lived:
    world: World
    quick: int
    lying: int


@pytest_asyncio.fixture(scope="module")
async def lived(scopes: Database) -> Lived:
    """March is over: one ticket was answered and done in time, one nobody touched."""
    world = await build()
    acme, l1 = world.acme, world.agent.principal
    await ground.under_contract(acme)
    about: dict[str, Any] = {"tenant": acme.id}

    async def raised(subject: str, impact: str) -> int:
        service: Any = ground.service(acme)
        new = NewTicket(subject, impact=impact, urgency=impact, service_id=service)
        return int((await verb.perform(raising.raise_ticket, acme.requester.principal, new)).number)

    quick, lying = await raised("SUBJECT-Q", "low"), await raised("SUBJECT-L", "high")
    await ground.pass_time(acme, MONDAY + 10 * MINUTE)
    await verb.perform(working.take, l1, quick, **about)
    await verb.perform(talking.reply, l1, quick, "Done.", **about)
    await verb.perform(finishing.resolve, l1, quick, **about)
    await ground.pass_time(acme, APRIL)
    await ground.settle(acme)
    return Lived(world, quick, lying)


async def round_of(lived: Lived) -> int:
    return await sending.of_client(lived.world.acme.id)


async def march(lived: Lived) -> Report:
    acme = lived.world.acme
    kept = await verb.perform(reading.of_month, acme.admin.principal, acme.id, *MARCH)
    found: Report = kept.report
    return found


async def mails(lived: Lived, address: str) -> list[OutgoingMail]:
    async with db.open(Work(lived.world.acme.id)):
        rows = await db.rows(
            "SELECT tenant_id, id, channel, identity, subject_id, payload, simulated "
            "FROM outgoing WHERE tenant_id = $1 AND channel = 'mail' ORDER BY id",
            lived.world.acme.id,
        )
    found = [await mail_channel.whole(outgoing._read(row)) for row in rows]
    return [mail for mail in found if mail.to[0].address == address]


async def addressed(lived: Lived, name: str, address: str) -> None:
    """The client's desk writes as somebody of its own."""
    async with db.open(Work(lived.world.acme.id)):
        sql = "INSERT INTO mail_sender (tenant_id, name, address) VALUES ($1, $2, $3)"
        await db.execute(sql, lived.world.acme.id, name, address)


async def test_a_month_is_told_once_it_is_over_and_final_when_it_is_frozen(lived: Lived) -> None:
    acme, lead, about = (
        lived.world.acme,
        lived.world.lead.principal,
        {"tenant": lived.world.acme.id},
    )
    admin = acme.admin
    with pytest.raises(making.NotBegun):
        await verb.perform(making.make, lead, 2026, 5, **about)
    await verb.perform(
        recipients.choose, admin.principal, admin.id, ["provisional", "final"], **about
    )
    assert await round_of(lived) == 2
    assert await round_of(lived) == 0
    told = await march(lived)
    whole = {each.metric: each for each in told.promises if not each.priority}
    assert told.state == "provisional"
    assert (told.volume.raised, told.volume.resolved, told.volume.open) == (2, 1, 1)
    assert {(each.met, each.breached) for each in whole.values()} >= {(1, 1)}
    missed = [each for each in told.misses if each.metric == "first_response"]
    assert [each.ticket for each in missed] == [f"{acme.key}-{lived.lying}"]
    assert all(each.used_us >= each.allowed_us for each in missed)
    (first,) = await mails(lived, admin.email)
    assert "/service-reports/2026/3" in first.text
    assert "Missed: " in first.text
    assert "Tickets raised: 2\nResolved: 1\nSatisfied: —\n" in first.text
    assert "<th" in (first.html or "")
    assert [each.name for each in first.enclosures] == [f"{acme.slug}-2026-03.pdf"]
    assert first.enclosures[0].content.startswith(b"%PDF-")
    assert len(mail_compose.as_bytes(first)) > len(first.enclosures[0].content)

    await ground.pass_time(acme, APRIL + 20 * DAY)
    await ground.settle(acme)
    await addressed(lived, "Acme's desk", "help@acme-desk.test")
    assert await round_of(lived) == 2
    assert (await march(lived)).state == "final"
    assert (await march(lived)).misses == told.misses
    with pytest.raises(making.IsFinal):
        await verb.perform(making.make, lead, *MARCH, **about)
    _, second = await mails(lived, admin.email)
    assert first.subject == second.subject
    assert first.sender.address.startswith(f"{acme.slug}@")
    assert second.sender == Correspondent("Acme's desk", "help@acme-desk.test")
    assert await round_of(lived) == 0


async def test_each_reads_their_own_language_and_who_lost_the_right_gets_nothing(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, lead = lived.world.acme, lived.world.lead.principal
    about = {"tenant": acme.id}
    monkeypatch.setattr(figures, "LARGEST", 10)
    admin, told = acme.admin, {"tenant_id": acme.id, "id": acme.admin.id}
    await verb.perform(recipients.choose, lead, admin.id, ["provisional", "final"], **about)
    async with db.open(Work(acme.id)):
        sql = "UPDATE person SET locale = $3 WHERE tenant_id = $1 AND id = $2"
        await db.execute(sql, *told.values(), "pl")
        await db.execute(EARLIER, *told.values())
    await verb.perform(making.make, lead, 2026, 4, **about)
    await ground.pass_time(acme, MONDAY.replace(month=5, day=1, hour=9))
    assert await round_of(lived) == 2
    last = (await mails(lived, admin.email))[-1]
    assert last.subject == "Raport o usługach: kwiecień 2026"
    assert "Nowe zgłoszenia: 0" in last.text
    assert last.enclosures == (), "larger than goes with a mail"
    assert "Cały raport jest tutaj, także w formacie PDF:" in last.text
    sent = len(await mails(lived, admin.email))
    async with db.open(Work(acme.id)):
        await db.execute(ROLE, *told.values(), "requester")
    await ground.pass_time(acme, MONDAY.replace(month=5, day=20, hour=9))
    await ground.settle(acme)
    assert await round_of(lived) == 1, "final, and nobody may be told"
    assert len(await mails(lived, admin.email)) == sent
    async with db.open(Work(acme.id)):
        await db.execute(ROLE, *told.values(), "client_admin")
        await db.execute("UPDATE person SET locale = 'en' WHERE tenant_id = $1", acme.id)


async def test_who_may_read_it(lived: Lived) -> None:
    acme = lived.world.acme
    with pytest.raises(Forbidden):
        await verb.perform(reading.of_client, acme.requester.principal, acme.id)
    other = lived.world.bolt
    with pytest.raises(NotFound):
        await verb.perform(reading.of_month, other.admin.principal, acme.id, *MARCH)
    with pytest.raises(Malformed):
        await verb.perform(
            recipients.choose,
            lived.world.lead.principal,
            acme.requester.id,
            ["final"],
            tenant=acme.id,
        )
    told = await verb.perform(recipients.of_client, acme.admin.principal, acme.id)
    assert acme.requester.id not in {each.person_id for each in told}


async def test_on_the_portal_and_at_the_desk_it_is_one_report(lived: Lived) -> None:
    acme, site = lived.world.acme, served.site()
    pdf = f"/api/v1/clients/{acme.key}/service-reports/2026/3/pdf"
    async with worlds.browser(site, acme.admin) as page:
        assert "/service-reports/2026/3" in (await page.get("/service-reports")).text
        own = (await page.get("/service-reports/2026/3")).text
        assert f"/tickets/{acme.key}-{lived.lying}" in own
        assert "SUBJECT-" not in own
        for secret in ("OLA", "Pickup", "Vendor", "Margin"):
            assert secret not in own
        form = {"told": "final", "idempotency_key": "one"}
        path = f"/service-reports/recipients/{acme.admin.id}"
        assert (await page.post(path, data=form)).status_code == 303
        got = await page.get(pdf)
        assert got.status_code in (200, 503)
        if got.status_code == 200:
            assert (got.content[:5], (await page.get(pdf)).content) == (b"%PDF-", got.content)
        assert (await page.get("/service-reports/2026/2")).status_code == 404
    async with worlds.browser(site, acme.requester) as page:
        for path in ("/service-reports", "/service-reports/2026/3", pdf):
            assert (await page.get(path)).status_code == 403
    async with worlds.browser(site, lived.world.manager) as page:
        under = f"/clients/{acme.slug}/service-reports"
        assert f"{under}/2026/3" in (await page.get(under)).text
        assert (await page.get(f"{under}/2026/3")).status_code == 200
        assert (await page.post(f"{under}/2026/3/making")).status_code == 409
