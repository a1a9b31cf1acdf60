"""People say for themselves in what language, zone and way they are told of what is new."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests import world
from tests.service.console.test_connectors import form
from tests.service.desk import ground
from tests.world import Client, Human, World
from underpin.desk.mail.leaving import digest, undoing
from underpin.desk.on_call import wishes
from underpin.desk.personal import settings
from underpin.desk.personal.settings import Settings
from underpin.desk.tickets import raising, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.principal import worker
from underpin.kernel.timers import Timer
from underpin.kernel.web.caller import Caller

NIGHT = Settings("pl", "Europe/Warsaw", False, time(20), time(7), 60)


async def chosen(person: Human, wanted: Settings) -> Settings:
    await verb.perform(settings.choosing(person.principal), person.principal, wanted)
    found: Settings = await verb.perform(settings.mine, person.principal)
    return found


async def test_a_member_and_one_of_the_staff_choose_and_pages_follow(people: World) -> None:
    for person in (people.acme.requester, people.agent):
        assert await chosen(person, NIGHT) == NIGHT
        found = (await world.again(person)).principal
        assert (found.locale, found.time_zone) == ("pl", "Europe/Warsaw")
    other: Settings = await verb.perform(settings.mine, people.acme.colleague.principal)
    assert other == Settings(time_zone=other.time_zone)


async def test_how_pages_call_stays_as_it_was(people: World) -> None:
    await verb.perform(wishes.choose, people.l2.principal, wishes.Notices(page_by="sms"))
    await chosen(people.l2, NIGHT)
    kept = await verb.perform(wishes.mine, people.l2.principal)
    assert (kept.page_by, kept.quiet_from, kept.digest_minutes) == ("sms", time(20), 60)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Settings(locale="de"), "locale"),
        (Settings(time_zone="Mars/Olympus"), "time_zone"),
        (Settings(quiet_from=time(9)), "quiet_from"),
        (Settings(digest_minutes=1441), "digest_minutes"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(
    people: World, wrong: Settings, field: str
) -> None:
    before = await verb.perform(settings.mine, people.bolt.requester.principal)
    with pytest.raises(Malformed) as refused:
        await chosen(people.bolt.requester, wrong)
    assert refused.value.field == field
    assert await verb.perform(settings.mine, people.bolt.requester.principal) == before


async def test_it_is_asked_for_over_the_api_at_both_origins(site: Caller, people: World) -> None:
    said = {"locale": "ar", "time_zone": "Asia/Dubai", "quiet_from": "22:00:00"} | {
        "quiet_to": "06:30:00"
    }
    for person in (people.caro.requester, people.l3):
        async with world.browser(site, person) as page:
            assert (await page.put("/api/v1/me/settings", json=said)).status_code == 204
            shown = (await page.get("/api/v1/me/settings")).json()
            assert shown["quiet_to"] == "06:30:00"
            assert shown["by_mail"] is True
            wrong = await page.put("/api/v1/me/settings", json=said | {"theme": "x"})
            assert wrong.status_code in (400, 422)


async def test_the_page_keeps_them_and_gives_back_what_cannot_be(
    site: Caller, people: World
) -> None:
    for person in (people.auditor, people.bolt.colleague):
        async with world.browser(site, person) as page:
            begun = await page.get("/settings")
            said = {"locale": "zh", "time_zone": "Asia/Shanghai", "theme": "dark"}
            said |= {"quiet_from": "22:00", "quiet_to": "", "digest_minutes": "60"}
            wrong = await page.post("/settings", data=form(begun.text, **said))
            assert wrong.status_code == 422
            assert 'value="Asia/Shanghai"' in wrong.text
            assert "Give both times, or neither." in wrong.text
            said |= {"quiet_to": "06:00"}
            done = await page.post("/settings", data=form(begun.text, **said))
            assert done.status_code == 303
            assert "dark.zh" in done.headers["set-cookie"]
        found: Settings = await verb.perform(settings.mine, (await world.again(person)).principal)
        assert found == Settings("zh", "Asia/Shanghai", False, time(22), time(6), 60)


async def test_clients_are_mailed_as_they_like(people: World) -> None:
    """Not at all but for the acknowledgement; or when their quiet hours are over."""
    wishes = {"colleague": Settings(by_mail=False), "observer": Settings("en", "UTC", True)}
    wishes["approver"] = Settings("en", "UTC", True, time(0), time(23, 59))
    about = {"tenant": people.acme.id}
    for name, wanted in wishes.items():
        who = getattr(people.acme, name)
        await chosen(who, wanted)
        new = NewTicket(f"Mails to {name}", "x")
        ticket = await verb.perform(raising.raise_ticket, who.principal, new)
        await verb.perform(talking.reply, people.lead.principal, ticket.number, "Yes.", **about)
    await ground.settle(people.acme)
    waits = (
        "SELECT max(due_at - created_at) > interval '1 hour' FROM outgoing WHERE subject_id = $1"
    )
    told = {}
    for name in wishes:
        mails = await ground.mails_of(people.acme, getattr(people.acme, name).email)
        told[name] = [f"Mails to {name}" in mail.subject for mail in mails].count(True)
    assert told == {"colleague": 1, "observer": 2, "approver": 2}
    async with db.open(Work(people.acme.id)):
        assert await db.value(waits, ticket.id)


async def test_what_is_new_is_gathered_into_one_mail(people: World) -> None:
    """Two words on one ticket are one mail, at its time; one alone is the mail it would have
    been; what was taken back meanwhile is in none."""
    who, about = people.acme.it_partner, {"tenant": people.acme.id}
    lead = people.lead.principal

    async def mails() -> list[OutgoingMail]:
        return await ground.mails_of(people.acme, who.email)

    await chosen(who, Settings(digest_minutes=60))
    new = NewTicket("Gathered for me", "x")
    ticket = await verb.perform(raising.raise_ticket, who.principal, new)
    for words in ("FIRST-WORD", "SECOND-WORD"):
        await verb.perform(talking.reply, lead, ticket.number, words, **about)
    wrong = await verb.perform(talking.reply, lead, ticket.number, "TAKEN-BACK", **about)
    await ground.settle(people.acme)
    assert await verb.perform(undoing.withdraw, lead, ticket.number, wrong.id, **about) > 0
    assert len(await mails()) == 1
    await fired(people.acme, who.id)
    (one,) = [each for each in await mails() if "FIRST-WORD" in each.text]
    assert one.subject == "News on your requests: 2"
    assert "SECOND-WORD" in one.text
    assert "TAKEN-BACK" not in one.text
    await verb.perform(talking.reply, lead, ticket.number, "ALONE", **about)
    await ground.settle(people.acme)
    await fired(people.acme, who.id)
    (last,) = [each for each in await mails() if "ALONE" in each.text]
    assert "Gathered for me" in last.subject
    assert last.reply_to is not None
    assert len(await mails()) == 3


async def fired(client: Client, person: UUID) -> None:
    """Their mail's time has come."""
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "alarm", "digest")
        (at,) = await db.rows(
            "DELETE FROM timer WHERE tenant_id = $1 AND kind = $2 AND key = $3 RETURNING fires_at",
            *(client.id, digest.KIND, str(person)),
        )
        assert at["fires_at"] > act.now + timedelta(minutes=50)
        await digest.kind().fire(act, [Timer(digest.KIND, str(person), person, act.now, "mail")])


async def test_what_comes_while_the_mail_is_made_is_in_the_next_one(
    people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept by another transaction between the reading and the end of it: not lost, and its own
    mail is set, though the one that is being made was not yet over."""
    who, told = people.bolt.it_partner, asyncio.Event()
    await chosen(who, Settings(digest_minutes=60))
    new = NewTicket("Said meanwhile", "x")
    ticket = await verb.perform(raising.raise_ticket, who.principal, new)
    talk = (talking.reply, people.lead.principal, ticket.number)
    await verb.perform(*talk, "BEFORE-IT", tenant=people.bolt.id)
    await ground.settle(people.bolt)
    await verb.perform(*talk, "MEANWHILE", tenant=people.bolt.id)
    kept = digest.keep

    async def late(act: Act, *words: Any) -> None:
        told.set()
        await kept(act, *words)

    alone = digest._alone

    async def slowly(act: Act, item: Any) -> None:
        await told.wait()
        await alone(act, item)

    monkeypatch.setattr(digest, "keep", late)
    monkeypatch.setattr(digest, "_alone", slowly)
    await asyncio.gather(fired(people.bolt, who.id), ground.settle(people.bolt))
    await fired(people.bolt, who.id)
    texts = [mail.text for mail in await ground.mails_of(people.bolt, who.email)]
    for said in ("BEFORE-IT", "MEANWHILE"):
        assert [said in each for each in texts].count(True) == 1
