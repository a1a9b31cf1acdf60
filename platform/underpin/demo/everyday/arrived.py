"""What reached the desk and waits for a person: mail of nobody known, mail that is not proven, and
what monitoring sent, one of it unreadable."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from typing import Final

from underpin.demo import companies, log_contracts, members
from underpin.demo.demo_life import SOURCE
from underpin.desk.alerts import hearing, sources
from underpin.desk.alerts.sources import Said
from underpin.desk.hooks import inbox
from underpin.desk.mail import mail_in
from underpin.desk.replay.clients import derived
from underpin.kernel import db, installation, verb
from underpin.kernel.database.scope import Work

NOBODYS: Final = (
    (
        "warehouse.keys@post.example",
        "Badge reader at gate 2",
        "Hello, the badge reader at gate 2 blinks red since this morning and lets nobody in.",
    ),
    (
        "j.murphy@privatemail.example",
        "Re: Appointment on Thursday",
        "Thursday suits me. Please ring at the side door, the front one is closed for works.",
    ),
)
STRANGER: Final = "nadia.personal@privatemail.example"
FROM_HOME: Final = "I write from my own address, as I am out of my mailbox. It still does not work."
BOUNCES: Final = "2"
"""Its place among the fresh ones."""
FULL: Final = (
    b'{"title": "Disk almost full on files-01", "status": "firing", "severity": "warning", '
    b'"host": "files-01", "alert_id": "disk-files-01"}'
)
BROKEN: Final = b'{"title": "Backup of files-01 was ski'
JSON: Final = {"content-type": "application/json"}


async def tell(tenants: Mapping[str, int]) -> None:
    """Once; a stranger writes about Acme's bouncing mail."""
    for sender, subject, text in NOBODYS:
        await _mail(sender, f"help@{installation.settings().mail_domain}", subject, text)
    number = await _number(tenants["ACME"])
    ours = f"acme@{installation.settings().mail_domain}"
    await _mail(STRANGER, ours, f"Re: [ACME-{number}]", FROM_HOME)
    await _monitor(tenants)


async def _number(acme: int) -> int:
    async with db.open(Work(acme)):
        found: int = await db.value(
            "SELECT number FROM ticket WHERE tenant_id = $1 AND id = $2",
            *(acme, derived("demo", "fresh", "acme", BOUNCES)),
        )
    return found


async def _mail(sender: str, to: str, subject: str, text: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{subject.replace(' ', '.')}@post.example>"
    mail.set_content(text)
    await mail_in.accept(sender, (to,), mail.as_bytes())


async def _monitor(tenants: Mapping[str, int]) -> None:
    acme, olivia = tenants["ACME"], companies.OLIVIA.principal(dict(tenants))
    contact = members.admin(tenants, "ACME").person_id
    assert contact is not None, "a member is a person"  # noqa: S101
    service = log_contracts.ids_of(SOURCE, acme).service
    said = Said("Server monitoring", contact, service_id=service)
    made = await verb.perform(sources.add, olivia, said, tenant=acme, source="demo")
    address = made.secret.address.rpartition("/")[2]
    for body in (FULL, BROKEN):
        await inbox.accept(hearing.NAME, address, JSON, body)
