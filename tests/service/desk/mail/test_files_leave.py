"""Files of a reply leave with its mail, over real SMTP: beside what is said, kept once, and the
same bytes at every try, a picture without where it was taken. What is too large is linked to."""

from __future__ import annotations

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest_asyncio

from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.world import World
from underpin.desk.tickets import raising, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.writing import limits, staging
from underpin.desk.writing.limits import MEGABYTE, Limits
from underpin.kernel import db, mail_compose, smtp_catcher, verb
from underpin.kernel.database.scope import Work

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 10
NOTES = "Zażółć\n".encode()
HEAD, DATA = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IDAT5\xaf\x06\x1e"
PLACE = b"\0\0\0\x09tEXtGPS 52,21\0\0\0\0"
LARGE = b"%PDF-1.7\n" + b"0" * (MEGABYTE + 1)


@pytest_asyncio.fixture(scope="module")
async def people(scopes: Database) -> World:
    made = await worlds.build()
    await ground.under_contract(made.acme)
    return made


async def replied(people: World) -> int:
    """With four files, of which the last is larger than a mail may be here."""
    agent, about = people.agent.principal, {"tenant": people.acme.id}
    new = NewTicket("Files", "Please send them.")
    ticket = await verb.perform(raising.raise_ticket, people.acme.requester.principal, new)
    await verb.perform(
        limits.agree, people.manager.principal, Limits(mail_megabytes=1), tenant=people.acme.id
    )
    named = (("Ł 报告.pdf", PDF), ("notes.txt", NOTES))
    named += (("door.png", HEAD + PLACE + DATA), ("all.pdf", LARGE))
    staged = [
        await verb.perform(staging.stage, agent, ticket.number, name, raw, **about)
        for name, raw in named
    ]
    files = [each.id for each in staged]
    await verb.perform(talking.reply, agent, ticket.number, "Here.", attach=files, **about)
    return int(ticket.number)


async def test_they_are_in_the_mail_that_comes_out(people: World, tmp_path: Path) -> None:
    number = await replied(people)
    async with ground.post_office(tmp_path) as (catcher, _), ground.mail_leaves(catcher):
        await ground.settle(people.acme)
        await ground.hurry(people.acme)
    (caught,) = [each for each in smtp_catcher.messages(tmp_path) if b"multipart/mixed" in each.raw]
    mail = BytesParser(policy=default).parsebytes(caught.raw)
    assert isinstance(mail, EmailMessage)
    said, *files = mail.iter_parts()
    assert said.get_content_type() == "multipart/alternative"
    assert [(each.get_filename(), each.get_content_disposition()) for each in files] == [
        ("Ł 报告.pdf", "attachment"),
        ("notes.txt", "attachment"),
        ("door.png", "attachment"),
    ]
    assert [each.get_payload(decode=True) for each in files] == [PDF, NOTES, HEAD + DATA]
    body = mail.get_body(("plain",))
    assert body is not None
    link = f"http://portal.localhost/tickets/{people.acme.key}-{number}"
    assert f"“all.pdf” is too large for a mail. It is here: {link}" in body.get_content()
    assert mail["References"].split()[-1] == mail["In-Reply-To"]
    assert mail["Subject"] == f"[{people.acme.key}-{number}] Files"


async def test_they_are_kept_once_and_go_no_more_once_they_are_erased(people: World) -> None:
    number = await replied(people)
    await ground.settle(people.acme)
    queued = await ground.mails_of(people.acme, people.acme.requester.email)
    mail = next(each for each in reversed(queued) if each.enclosures)
    assert [each.content for each in mail.enclosures] == [b"", b"", b""]
    assert len(mail_compose.as_bytes(mail)) < len(PDF) * 2
    async with db.open(Work(people.acme.id)):
        kept = await db.value(
            "SELECT count(*) FROM file WHERE tenant_id = $1 AND size = $2", people.acme.id, len(PDF)
        )
    assert kept == 1, f"{people.acme.key}-{number} keeps the same file again"
