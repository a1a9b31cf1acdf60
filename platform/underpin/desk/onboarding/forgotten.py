"""Who has forgotten their password chooses another by a link that is mailed to them.

Whoever asks hears the same: that somebody has an account is told to nobody but their mailbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tenants import audit, invitation
from underpin.desk.onboarding import inviting, letter_words, sender
from underpin.desk.onboarding.sender import Desk, Letter
from underpin.kernel import db, ids, installation, rate_limit
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Door, Provider, Work
from underpin.kernel.mail_compose import Correspondent
from underpin.kernel.principal import Audience, Principal, worker

PURPOSE: Final = "reset"
OF_MEMBER: Final = "desk.onboarding.forgotten.member"
OF_STAFF: Final = "desk.onboarding.forgotten.staff"
OFTEN, SECONDS = 3, 3600


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What somebody says of themselves: `company` is a client's short name, empty for staff."""

    company: str
    email: str

    @property
    def address(self) -> str:
        return self.email.strip().lower()


async def count(asked: Forgotten) -> None:
    """Three in an hour for each address, whether it is somebody's or not. Raises TooMany."""
    named = f"{asked.company or 'staff'}/{asked.address}"
    await rate_limit.count("forgotten", named, limit=OFTEN, seconds=SECONDS)


async def send(asked: Forgotten) -> None:
    """Mail them a link, which ends the one before, if they have a password here."""
    await (_member(asked) if asked.company else _staff(asked))


MEMBER: Final = """
SELECT p.name, p.email, p.locale FROM person p
JOIN credential c ON c.tenant_id = p.tenant_id AND c.person_id = p.id
WHERE p.tenant_id = $1 AND p.id = $2
"""


async def _member(asked: Forgotten) -> None:
    async with db.open(Door()):
        words = (asked.company.strip(), asked.address)
        found = await db.row("SELECT * FROM door_member($1, $2)", *words)
    if found is None:
        return
    tenant, person = found["tenant_id"], found["person_id"]
    async with db.open(Work(tenant)):
        row = await db.row(MEMBER, tenant, person)
        if row is None:
            return
        act = Act(worker(tenant), tenant, await db.now(), "page", OF_MEMBER)
        token = await invitation.invite_member(act, person, PURPOSE)
        await audit.note(act, OF_MEMBER, {"person_id": person}, str(person))
        link = f"{installation.settings().portal_origin}/link/{token}"
        desk = await sender.desk(tenant)
        await sender.send(act, desk, _letter(desk, person, row, link))


NOBODY: Final = Principal(Audience.WORKER, None, frozenset(), {})
STAFF: Final = "SELECT true FROM staff_credential WHERE staff_id = $1"


async def _staff(asked: Forgotten) -> None:
    async with db.open(Door()):
        staff_id = await db.value("SELECT staff_id FROM door_staff($1)", asked.address)
    if staff_id is None:
        return
    async with db.open(Provider()):
        row = await db.row(inviting.HOME, staff_id)
        if row is None or row["home"] is None or not await db.value(STAFF, staff_id):
            return
        act = Act(NOBODY, None, await db.now(), "page", OF_STAFF)
        token = await invitation.reset_staff(staff_id)
        await audit.note(act, OF_STAFF, {"staff_id": staff_id}, str(staff_id))
    home = row["home"]
    async with db.open(Work(home)):
        act = Act(worker(home), home, await db.now(), "page", OF_STAFF)
        link = f"{installation.settings().desk_origin}/link/{token}"
        ours = await inviting.ours()
        await sender.send(act, ours, _letter(ours, staff_id, row, link))


def _letter(desk: Desk, person: UUID, row: db.Row, link: str) -> Letter:
    words = letter_words.of(row["locale"])
    hours = invitation.LIVES[PURPOSE].seconds // 3600
    said = (
        words.asked.format(name=row["name"]),
        words.link.format(link=link),
        words.soon.format(hours=hours),
    )
    to = Correspondent(row["name"], row["email"])
    subject = words.forgotten.format(company=desk.client)
    return Letter(ids.new(), person, to, subject, "\n\n".join(said) + "\n")
