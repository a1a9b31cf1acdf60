"""Vendors reached by telephone, chased when they are silent, and measured."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec
import pytest

from contracts.signed import vendor, vendor_contact
from contracts.signed.vendor_contact import Contact, Desk
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import World, build
from underpin.desk.cases import (
    by_hand,
    calling_off,
    case,
    case_answering,
    case_messages,
    chasing,
    scorecard,
    sharing_rule,
)
from underpin.desk.cases.by_hand import Heard
from underpin.desk.cases.case import Case
from underpin.desk.tickets import raising, reading
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, mail_channel, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.outgoing import Outgoing

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


class At:
    """Where the client's time stands."""

    now = MONDAY


async def at(world: World, moment: datetime) -> None:
    At.now = moment
    await ground.pass_time(world.acme, moment)
    await ground.settle(world.acme)


async def ask(world: World, who: str, wanted: object, *words: object, **more: object) -> object:
    person = getattr(world, who).principal
    return await verb.perform(wanted, person, *words, tenant=world.acme.id, **more)  # type: ignore[arg-type]


async def out(world: World) -> tuple[int, Case]:
    """A ticket that a vendor has."""
    new = NewTicket(
        "Nothing prints",
        "Since this morning.",
        impact="high",
        urgency="high",
        service_id=ground.service(world.acme),  # type: ignore[arg-type]
    )
    ticket = await verb.perform(raising.raise_ticket, world.acme.requester.principal, new)
    opened = await ask(world, "lead", case.open_vendor_case, ticket.number)
    assert isinstance(opened, Case)
    await ground.settle(world.acme)
    return ticket.number, opened


async def mails(world: World, about: UUID) -> list[str]:
    return [each.subject for each in await letters(world, about)]


async def texts(world: World, about: UUID) -> list[str]:
    return [each.text for each in await letters(world, about)]


async def letters(world: World, about: UUID) -> list[OutgoingMail]:
    async with db.open(Work(world.acme.id)):
        rows = await db.rows(
            "SELECT tenant_id, id, channel, identity, subject_id, payload, simulated "
            "FROM outgoing WHERE tenant_id = $1 AND subject_id = $2 ORDER BY created_at, id",
            world.acme.id,
            about,
        )
    leaving = (Outgoing(**{**row, "payload": msgspec.json.decode(row["payload"])}) for row in rows)
    return [mail_channel.opened(each) for each in leaving]


async def clock(world: World, opened: Case, metric: str) -> db.Row:
    async with db.open(Work(world.acme.id)):
        row = await db.row(
            "SELECT * FROM clock WHERE tenant_id = $1 AND case_id = $2 AND metric = $3",
            *(world.acme.id, opened.id, metric),
        )
    assert row is not None
    return row


async def test_what_a_vendor_said_by_telephone_moves_its_clocks(world: World) -> None:
    await at(world, MONDAY)
    number, opened = await out(world)
    await at(world, MONDAY + HOUR)
    heard = Heard("acknowledge", "Maya", "A technician comes.", reference="NW-7")
    found = await ask(world, "l2", by_hand.record, number, opened.id, heard)
    assert isinstance(found, Case)
    assert (found.state, found.reference, found.acknowledged_at) == (
        *("acknowledged", "NW-7"),
        MONDAY + HOUR,
    )
    assert (await clock(world, opened, "acknowledge"))["state"] == "stopped"
    async with db.open(Work(world.acme.id)):
        said = await case_messages.of_case(world.acme.id, opened.id)
    assert [(each.author_name, each.body) for each in said if each.direction == "in"] == [
        ("Maya", "#acknowledge\nA technician comes.")
    ]


async def test_what_is_written_down_late_says_why_and_counts_when_it_was_said(
    world: World,
) -> None:
    number, opened = await out(world)
    said_at = At.now
    await at(world, said_at + HOUR)
    late = {"at": said_at + timedelta(minutes=10)}
    for wrong, field in (
        (Heard("acknowledge", "Maya", "Coming.", **late), "reason"),  # type: ignore[arg-type]
        (Heard("acknowledge", "", "Coming."), "author"),
        (Heard("promise", "Maya", "Coming."), "word"),
        (Heard("update", "Maya", " "), "text"),
        (Heard("update", "Maya", "Coming.", at=said_at + 2 * HOUR), "at"),
    ):
        with pytest.raises(Malformed) as refusal:
            await ask(world, "l2", by_hand.record, number, opened.id, wrong)
        assert refusal.value.field == field
    assert (await clock(world, opened, "acknowledge"))["state"] == "running"
    right = Heard("acknowledge", "Maya", "Coming.", reason="I was in a lift", **late)  # type: ignore[arg-type]
    await ask(world, "l2", by_hand.record, number, opened.id, right)
    elapsed = (await clock(world, opened, "acknowledge"))["elapsed_us"]
    assert elapsed == timedelta(minutes=10) // timedelta(microseconds=1)


async def test_the_sheet_for_the_telephone_is_for_staff(world: World) -> None:
    number, opened = await out(world)
    desk = Desk("+48 22 000 00 00", "C-11", "4711", "4 h on site", ())
    await verb.perform(vendor_contact.reach, world.admin.principal, opened.vendor_id, desk)
    found = await ask(world, "l2", by_hand.sheet, world.acme.id, number, opened.id)
    assert isinstance(found, by_hand.Sheet)
    assert (found.desk, found.is_open) == (desk, True)
    with pytest.raises(Forbidden):
        await verb.perform(
            by_hand.sheet,
            world.acme.admin.principal,
            *(world.acme.id, number, opened.id),
            tenant=world.acme.id,
        )
    other = await ask(world, "lead", reading.one, world.acme.id, number)
    assert other is not None
    with pytest.raises(NotFound):
        await ask(world, "l2", by_hand.sheet, world.acme.id, number, other.ticket.id)  # type: ignore[attr-defined]


async def test_a_silent_vendor_is_reminded_then_asked_further_up_then_told_of_to_us(
    world: World,
) -> None:
    number, opened = await out(world)
    contacts = (Contact("Head of service", "head@northwind.example"),)
    desk = Desk(contacts=contacts)
    await verb.perform(vendor_contact.reach, world.admin.principal, opened.vendor_id, desk)
    due = (await clock(world, opened, "acknowledge"))["due_at"]
    whole = due - At.now
    name = f"[{world.acme.key}-{number}/1] "
    assert await mails(world, opened.id) == [f"{name}Nothing prints"]
    await at(world, due - whole / 5 + timedelta(seconds=1))
    assert len(await mails(world, opened.id)) == 2, "reminded with a fifth of the time left"
    await at(world, due + timedelta(seconds=1))
    assert len(await mails(world, opened.id)) == 3, "the next contact"
    async with db.open(Work(world.acme.id)):
        said = await case_messages.of_case(world.acme.id, opened.id)
    assert "Head of service" in said[-1].body
    # the fix is missed too, and nobody is left there
    fix = (await clock(world, opened, "fix"))["due_at"]
    await at(world, fix + timedelta(seconds=1))
    assert any("is silent" in each for each in await digest(world, number))


async def test_a_vendor_is_written_to_in_its_language_and_a_contact_in_theirs(
    world: World,
) -> None:
    admin = world.admin.principal
    northwind = next(
        each
        for each in await verb.perform(vendor.every, world.manager.principal)
        if each.name == "Northwind Field Service"
    )
    desk = Desk(contacts=(Contact("Head of service", "head@northwind.example", locale="zh"),))
    await verb.perform(vendor_contact.reach, admin, northwind.id, desk)
    with pytest.raises(Malformed):
        await verb.perform(vendor.speak, admin, northwind.id, "tlh")
    with pytest.raises(Forbidden):
        await verb.perform(vendor.speak, world.agent.principal, northwind.id, "pl")
    await verb.perform(vendor.speak, admin, northwind.id, "pl")
    await ask(world, "manager", sharing_rule.agree, ground.service(world.acme), ["requester"])
    try:
        _, opened = await out(world)
        due = (await clock(world, opened, "acknowledge"))["due_at"]
        await at(world, due + timedelta(seconds=1))
    finally:
        await verb.perform(vendor.speak, admin, northwind.id, None)
        await ask(world, "manager", sharing_rule.agree, ground.service(world.acme), ["opening"])
    opening, reminder, chaser = await texts(world, opened.id)
    assert opened.shared == f"Osoba kontaktowa: {world.acme.requester.name}"
    assert opening.startswith("Sprawa ")
    assert "Albo otwórz sprawę: " in opening
    until = f"Uzgodniony czas na potwierdzenie przyjęcia upływa {due:%Y-%m-%d %H:%M} (UTC)."
    assert reminder.startswith(until), "by the clocks of the hours it counts in"
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert chasing.by_clocks(noon, "Europe/Warsaw") == "2026-03-02 13:00 (Europe/Warsaw)"
    assert chaser.startswith("约定的确认接收时间已过")


async def test_a_refused_case_goes_to_the_next_contact_and_then_comes_back_to_us(
    world: World,
) -> None:
    number, opened = await out(world)
    desk = Desk(contacts=(Contact("Head of service", "head@northwind.example", locale="pl"),))
    await verb.perform(vendor_contact.reach, world.admin.principal, opened.vendor_id, desk)
    heard = Heard("refuse", "Maya", "Not under this contract.")
    await ask(world, "l2", by_hand.record, number, opened.id, heard)
    await ground.settle(world.acme)
    asked = (await letters(world, opened.id))[-1]
    assert asked.to[0].address == "head@northwind.example"
    assert asked.text.startswith("Ta sprawa została odrzucona.")
    found = await ask(world, "l2", reading.one, world.acme.id, number)
    assert (found.ticket.tier, found.ticket.state) == (4, "waiting_vendor")  # type: ignore[attr-defined]
    assert (await clock(world, opened, "fix"))["state"] == "running", "what is owed is owed still"
    assert await digest(world, number) == []

    await ask(world, "l2", by_hand.record, number, opened.id, replace(heard, author="The head"))
    await ground.settle(world.acme)
    found = await ask(world, "l2", reading.one, world.acme.id, number)
    assert (found.ticket.tier, found.ticket.state) == (3, "open")  # type: ignore[attr-defined]
    (told,) = await digest(world, number)
    assert told.startswith("Northwind Field Service has refused the case, and nobody else is left")
    again = replace(heard, text="As I said.")
    await ask(world, "l2", by_hand.record, number, opened.id, again)
    now = await ask(world, "l2", reading.one, world.acme.id, number)
    kinds = [each.kind for each in now.happenings]  # type: ignore[attr-defined]
    ends = ("case.passed_on", "ticket.case_refused", "case.unanswered")
    assert [each for each in kinds if each in ends] == list(ends), "over is over"


async def test_a_vendor_nothing_reaches_is_called_by_our_own(world: World) -> None:
    number, opened = await out(world)
    desk = Desk(contacts=(Contact("Head of service", "head@northwind.example"),))
    await verb.perform(vendor_contact.reach, world.admin.principal, opened.vendor_id, desk)
    await reached_by("by_hand")
    try:
        due = (await clock(world, opened, "acknowledge"))["due_at"]
        await at(world, due + timedelta(seconds=1))
        told = await digest(world, number)
    finally:
        await reached_by("mail")
    name = "Northwind Field Service"
    assert [each for each in told if each.startswith("Call")] == [
        f"Call {name} ({name}): vendor's acknowledgment is due soon",
        f"Call Head of service ({name}): vendor's acknowledgment is overdue",
    ]


async def test_a_vendor_who_works_on_its_page_is_mailed_a_link_and_nothing_of_the_case(
    world: World,
) -> None:
    await reached_by("page")
    try:
        number, opened = await out(world)
        await ask(world, "lead", case_answering.tell, number, opened.id, "Is anybody there?")
    finally:
        await reached_by("mail")
    links = [re.search(r"/vendor/\S+", each) for each in await texts(world, opened.id)]
    assert len(links) == 2
    assert all(links)
    assert links[0] != links[1]
    mailed = "".join(await texts(world, opened.id))
    assert "Since this morning." not in mailed
    assert "Is anybody there?" not in mailed


async def reached_by(connector: str) -> None:
    async with db.open(Provider()):
        await db.execute(
            "UPDATE vendor SET connector = $1 WHERE name = 'Northwind Field Service'", connector
        )


async def digest(world: World, number: int) -> list[str]:
    """What the lead is mailed of that ticket's case within the next quarter of an hour."""
    await at(world, At.now + timedelta(minutes=16))
    mailed = await ground.mails_of(world.acme, world.lead.email)
    name = f"{world.acme.key}-{number}: "
    said = [line for each in mailed for line in each.text.splitlines() if line.startswith(name)]
    lines = [each.removeprefix(name) for each in said]
    return [each for each in lines if not each.endswith((" used", ", missed"))]


async def test_what_leaves_is_the_services_own_rule(world: World) -> None:
    service = ground.service(world.acme)
    with pytest.raises(Malformed, match="parts"):
        await ask(world, "manager", sharing_rule.agree, service, ["password"])
    await ask(world, "manager", sharing_rule.agree, service, ["requester", "opening"])
    try:
        _, opened = await out(world)
        name = world.acme.requester.name
        assert opened.shared == f"Contact: {name}\n\nSince this morning."
    finally:
        await ask(world, "manager", sharing_rule.agree, service, ["opening"])


async def cost(world: World, since: datetime) -> Decimal:
    """What the scorecard says that this vendor's cases since then cost."""
    manager = world.manager.principal
    every = await verb.perform(vendor.every, manager)
    northwind = next(each for each in every if each.name == "Northwind Field Service")
    span = (since, At.now + 2 * HOUR)
    card = await verb.perform(scorecard.of_vendor, manager, northwind.id, *span)
    return sum((each.amount for each in card.costs), Decimal(0))


async def test_a_case_that_is_called_off_costs_nothing(world: World) -> None:
    await at(world, At.now + HOUR)
    since = At.now
    await out(world)
    one = await cost(world, since)
    assert one > 0
    number, opened = await out(world)
    assert await cost(world, since) == 2 * one
    await ask(world, "lead", calling_off.call_off, number, opened.id)
    assert await cost(world, since) == one
    assert await cost(world, since + HOUR) == 0


async def test_the_scorecard_counts_what_was_decided_in_the_span(world: World) -> None:
    """After the stories above: of the clients the asker works for, and nothing before."""
    found = await verb.perform(
        vendor.every,
        world.manager.principal,
    )
    northwind = next(each for each in found if each.name == "Northwind Field Service")
    span = (MONDAY - HOUR, At.now + HOUR)
    card = await verb.perform(scorecard.of_vendor, world.manager.principal, northwind.id, *span)
    acknowledged = next(each for each in card.targets if each.metric == "acknowledge")
    assert card.opened >= 5
    assert card.refused >= 1
    assert acknowledged.met >= 2
    assert acknowledged.breached >= 1
    before = await verb.perform(
        scorecard.of_vendor, world.manager.principal, northwind.id, MONDAY - 2 * HOUR, span[0]
    )
    assert (before.opened, before.targets, before.costs) == (0, (), ())
    with pytest.raises(Forbidden):
        await verb.perform(scorecard.of_vendor, world.agent.principal, northwind.id, *span)
    with pytest.raises(Malformed):
        await verb.perform(
            scorecard.of_vendor, world.manager.principal, northwind.id, span[1], span[0]
        )
