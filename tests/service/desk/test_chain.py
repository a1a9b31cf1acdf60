"""The chain, lived: a promise at risk moves the ticket up the tiers, a missed one opens a case at
the vendor by real mail, the vendor's answer comes back into it, and the month is on the invoice."""

from __future__ import annotations

import asyncio
import smtplib
from datetime import date, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest

from billing.invoicing import drafting
from contracts.escalation import proposals
from tests import served
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import World, browser, build
from underpin.desk.cases import case
from underpin.desk.escalated import proposed_step
from underpin.desk.tickets import finishing, raising, reading, talking, time_entry
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.reading import Detail
from underpin.kernel import db, smtp_catcher, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound

HOUR = timedelta(hours=1)
SOON = timedelta(microseconds=1)
"""An alarm acts strictly after its instant."""


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


def micros(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


async def a_ticket(world: World, urgency: str = "high") -> int:
    """P1 when urgent: first response in 30 minutes, resolution in 4 hours, around the clock."""
    new = NewTicket(
        "Nothing prints",
        "Since this morning.",
        impact="high",
        urgency=urgency,
        service_id=ground.service(world.acme),  # type: ignore[arg-type]
    )
    ticket = await verb.perform(raising.raise_ticket, world.acme.requester.principal, new)
    return int(ticket.number)


async def detail(world: World, number: int) -> Detail:
    found: Detail = await verb.perform(
        reading.one, world.lead.principal, world.acme.id, number, tenant=world.acme.id
    )
    return found


async def clock(world: World, number: int, metric: str, holder: str = "") -> db.Row:
    async with db.open(Work(world.acme.id)):
        row = await db.row(
            "SELECT c.* FROM clock c JOIN ticket t ON t.tenant_id = c.tenant_id "
            "AND t.id = c.ticket_id WHERE t.tenant_id = $1 AND t.number = $2 AND c.metric = $3 "
            "AND ($4 = '' OR c.holder = $4) ORDER BY c.number DESC LIMIT 1",
            world.acme.id,
            number,
            metric,
            holder,
        )
    assert row is not None, f"no {metric} clock"
    return row


async def test_a_promise_at_risk_moves_up_and_out_and_the_answer_comes_back(
    world: World, tmp_path: Path
) -> None:
    await ground.pass_time(world.acme, MONDAY)
    number = await a_ticket(world)
    assert (await clock(world, number, "resolution"))["due_at"] == MONDAY + 4 * HOUR

    # 80 % and 95 % of four hours: L2 and L3, each at its instant however late the worker was
    await ground.pass_time(world.acme, MONDAY + 3.5 * HOUR)
    assert (await detail(world, number)).ticket.tier == 2
    hold = await clock(world, number, "hold", "L1")
    assert (hold["state"], hold["elapsed_us"]) == ("stopped", micros(3.2 * HOUR + SOON))
    await ground.pass_time(world.acme, MONDAY + 3.9 * HOUR)
    assert (await detail(world, number)).ticket.tier == 3

    # missed: dated at the instant, and out to the vendor
    await ground.pass_time(world.acme, MONDAY + 5 * HOUR)
    missed = await clock(world, number, "resolution")
    assert missed["breached_at"] == MONDAY + 4 * HOUR
    found = await detail(world, number)
    assert (found.ticket.tier, found.ticket.state) == (4, "waiting_vendor")
    (opened,) = found.cases
    assert opened.case.state == "opened"
    assert opened.case.opened_at == MONDAY + 4 * HOUR + SOON

    async with ground.post_office(tmp_path) as (catcher, listener), ground.mail_leaves(catcher):
        await ground.settle(world.acme)
        assert await ground.hurry(world.acme) == 5, "the acknowledgement, the case, 3 warnings"
        assert await ground.hurry(world.acme) == 0, "the same mail left twice"
        ours = ("cases@northwind.example",)
        (caught,) = [m for m in smtp_catcher.messages(tmp_path) if m.recipients == ours]
        mail = BytesParser(policy=default).parsebytes(caught.raw)
        body = mail.get_content()
        assert "Since this morning." in body
        assert world.acme.requester.name not in body
        assert f"{world.acme.name} " not in body

        # the vendor answers by mail; an automatic answer moves nothing
        await ground.pass_time(world.acme, MONDAY + 6 * HOUR)
        await asyncio.to_thread(
            _answer, listener, mail, "I am out of office.", **{"Auto-Submitted": "auto-replied"}
        )
        await ground.settle(world.acme)
        assert (await clock(world, number, "acknowledge"))["state"] == "running"

        await asyncio.to_thread(_answer, listener, mail, "Technician is on the way.\n\nMaya")
        await ground.settle(world.acme)
        acknowledged = await clock(world, number, "acknowledge")
        assert (acknowledged["state"], acknowledged["breached_at"]) == ("stopped", None)
        assert acknowledged["elapsed_us"] == micros(2 * HOUR - SOON)

        await ground.pass_time(world.acme, MONDAY + 9 * HOUR)
        await asyncio.to_thread(_answer, listener, mail, "#fixed\nReplaced the fuser.")
        await asyncio.to_thread(_answer, listener, mail, "#fixed\nReplaced the fuser.")
        await ground.settle(world.acme)

    found = await detail(world, number)
    assert (found.ticket.tier, found.ticket.state) == (3, "open")
    assert found.cases[0].case.state == "fixed"
    said = [each.body for each in found.cases[0].messages if each.direction == "in"]
    assert said == ["Technician is on the way.\n\nMaya", "#fixed\nReplaced the fuser."]
    fix = await clock(world, number, "fix")
    assert fix["elapsed_us"] == micros(5 * HOUR - SOON)


def _answer(port: int, mail: EmailMessage, text: str, **headers: str) -> None:
    """What a vendor's mail program sends: to the Reply-To, under any From it likes."""
    reply = EmailMessage()
    reply["From"] = "Maya at Northwind <maya@northwind.example>"
    reply["To"] = mail["Reply-To"]
    reply["Subject"] = f"Re: {mail['Subject']}"
    reply["In-Reply-To"] = mail["Message-ID"]
    reply["Message-ID"] = f"<{abs(hash(text))}@northwind.example>"
    for name, value in headers.items():
        reply[name] = value
    reply.set_content(text)
    _send(port, mail["Reply-To"].addresses[0].addr_spec, reply.as_bytes())


def _send(port: int, recipient: str, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        smtp.sendmail("maya@northwind.example", [recipient], raw)


async def test_a_mail_to_an_address_nobody_signed_reaches_no_case(
    world: World, tmp_path: Path
) -> None:
    async def inbound() -> int:
        async with db.open(Work(world.acme.id)):
            return int(await db.value("SELECT count(*) FROM inbound_mail"))

    before = await inbound()
    async with ground.post_office(tmp_path) as (_, listener):
        await asyncio.to_thread(
            _send, listener, "case+aaaa@desk.example", b"Subject: x\r\n\r\n#fixed"
        )
    assert await inbound() == before


async def test_each_step_of_the_policy_happens_exactly_once(world: World) -> None:
    await ground.pass_time(world.acme, MONDAY + 24 * HOUR)
    number = await a_ticket(world)
    start = (await detail(world, number)).ticket.raised_at
    for minutes in (200, 230, 260, 300, 600):
        await ground.pass_time(world.acme, start + timedelta(minutes=minutes))
    async with db.open(Work(world.acme.id)):
        rows = await db.rows(
            "SELECT step_id, epoch, count(*) FROM escalation e JOIN ticket t "
            "ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id WHERE t.number = $1 "
            "GROUP BY 1, 2, e.clock_id HAVING count(*) > 1",
            number,
        )
        cases = await db.value(
            "SELECT count(*) FROM vendor_case c JOIN ticket t ON t.tenant_id = c.tenant_id "
            "AND t.id = c.ticket_id WHERE t.number = $1",
            number,
        )
    assert (rows, cases) == ([], 1)


async def test_a_step_that_would_move_a_ticket_to_a_closed_desk_asks_first(world: World) -> None:
    """PRACTICE 22: the receiver must be open; L2 goes home at 18:00."""
    await ground.pass_time(world.acme, MONDAY + timedelta(days=1, hours=12))
    number = await a_ticket(world)
    await ground.pass_time(world.acme, MONDAY + timedelta(days=1, hours=18))
    assert (await detail(world, number)).ticket.tier == 1
    async with db.open(Work(world.acme.id)):
        states = await db.rows(
            "SELECT DISTINCT e.state FROM escalation e JOIN ticket t ON t.tenant_id = e.tenant_id "
            "AND t.id = e.ticket_id JOIN escalation_step s ON s.tenant_id = e.tenant_id "
            "AND s.id = e.step_id WHERE t.number = $1 AND s.action = 'move_tier'",
            number,
        )
    assert "proposed" in {row["state"] for row in states}
    await _somebody_says_yes(world, number)


async def _somebody_says_yes(world: World, number: int) -> None:
    """Carried out once; a second word about it is told that it was decided."""
    path = f"/api/v1/tickets/{world.acme.key}-{number}/escalations"
    async with browser(served.site(), world.stranger) as page:
        assert (await page.get(path)).status_code == 404
    async with browser(served.site(), world.agent) as page:
        steps = (await page.get(path)).json()
        asked = next(one for one in steps if (one["state"], one["to_tier"]) == ("proposed", 2))
        assert (await detail(world, number)).ticket.tier == 1
        yes, no = f"{path}/{asked['id']}/acceptance", f"{path}/{asked['id']}/refusal"
        assert (await page.put(yes)).json()["state"] == "accepted"
        assert (await detail(world, number)).ticket.tier == 2
        assert (await page.put(no)).status_code == proposals.Decided.status == 409
    with pytest.raises(NotFound):
        await verb.perform(
            *(proposed_step.decline, world.stranger.principal, number, UUID(asked["id"])),
            tenant=world.acme.id,
        )


async def test_a_month_ends_up_on_the_invoice_and_adds_up(world: World) -> None:
    number = await a_ticket(world, "low")
    await verb.perform(talking.reply, world.agent.principal, number, "Hi", tenant=world.acme.id)
    entry = await verb.perform(
        time_entry.log,
        world.agent.principal,
        number,
        90,
        tenant=world.acme.id,
        coverage="chargeable",
    )
    with pytest.raises(time_entry.OwnEntry):
        await _post_own(world, number)
    await verb.perform(time_entry.post, world.lead.principal, entry, tenant=world.acme.id)
    await verb.perform(finishing.resolve, world.agent.principal, number, tenant=world.acme.id)
    outside = await a_ticket(world)
    await verb.perform(case.open_vendor_case, world.lead.principal, outside, tenant=world.acme.id)
    await ground.settle(world.acme)
    made = await verb.perform(
        drafting.draft, world.admin.principal, date(2026, 3, 15), tenant=world.acme.id
    )
    lines = {line.description: line for line in made.lines}
    assert lines["Service desk"].net == Decimal("950.00")
    assert lines["Technicians' time"].net == Decimal("142.50")
    each = Decimal("132.00")
    assert lines["Outside vendors"].net == await _cases(world) * each, "120.00 and ten per cent"
    assert made.net == sum(line.net for line in made.lines)
    assert made.tax == (made.net * 23 / 100).quantize(Decimal("0.01"))
    assert made.gross == made.net + made.tax
    again = await verb.perform(
        drafting.draft, world.admin.principal, date(2026, 3, 20), tenant=world.acme.id
    )
    assert (again.lines, again.gross) == (made.lines, made.gross)


async def _cases(world: World) -> int:
    """How many the vendors had from this client: this story's, and those of others before it."""
    async with db.open(Work(world.acme.id)):
        return int(await db.value("SELECT count(*) FROM vendor_case"))


async def _post_own(world: World, number: int) -> None:
    own = await verb.perform(time_entry.log, world.lead.principal, number, 5, tenant=world.acme.id)
    await verb.perform(time_entry.post, world.lead.principal, own, tenant=world.acme.id)
