"""Invitations that are mailed: to a client's people in the client's name, to our own in ours. The
link is given back too, for where mail does not reach yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from tenants import audit, invitation, people
from underpin.desk.onboarding import letter_words, sender
from underpin.desk.onboarding.sender import Desk, Letter
from underpin.kernel import db, house, ids, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.mail_compose import Correspondent
from underpin.kernel.principal import MEMBER, STAFF, Principal
from underpin.kernel.verb import outer, write

PURPOSE: Final = "invitation"
OURS: Final = "desk.onboarding.inviting.invite_staff"


@dataclass(frozen=True, slots=True)
class Invited:
    """`link` is shown this once; `mailed_to` is empty where no mail could be sent."""

    person_id: UUID
    link: str = field(repr=False)
    mailed_to: str


PERSON: Final = "SELECT name, email, locale FROM person WHERE tenant_id = $1 AND id = $2"


@write("person.write", STAFF, MEMBER)
async def invite(act: Act, person_id: UUID) -> Invited:
    """Earlier invitations of theirs end. Raises NotFound for who is not there, or not any more."""
    token = await invitation.invite_member(act, person_id)
    row = await db.row(PERSON, act.tenant_id, person_id)
    assert row is not None, "invited just now"  # noqa: S101
    link = f"{installation.settings().portal_origin}/link/{token}"
    desk = await sender.desk(act.tenant_id)
    await sender.send(act, desk, _letter(desk, person_id, row, link, slug=desk.slug))
    return Invited(person_id, link, row["email"])


@write("person.write", STAFF)
async def add(act: Act, name: str, email: str, roles: list[str]) -> Invited:
    """A person of the client's, invited as soon as they are there. Raises AddressTaken,
    Malformed."""
    made = await people.add_member(act, name, email, roles)
    invited: Invited = await invite(act, made.id)
    return invited


HOME: Final = """
SELECT s.name, s.email, s.locale,
       (SELECT min(a.tenant_id) FROM assignment a WHERE a.staff_id = s.id) AS home
FROM staff s WHERE s.id = $1
"""


@outer("staff.write", STAFF)
async def invite_staff(principal: Principal, staff_id: UUID) -> Invited:
    """What leaves is some client's: the mail goes out with the first one they work for, and where
    there is none, by the link alone. Raises NotFound."""
    async with db.open(Provider()):
        act = Act(principal, None, await db.now(), "page", OURS)
        token = await invitation.invite_staff(act, staff_id)
        row = await db.row(HOME, staff_id)
        await audit.note(act, OURS, {"staff_id": staff_id}, str(staff_id))
    assert row is not None, "invited just now"  # noqa: S101
    link = f"{installation.settings().desk_origin}/link/{token}"
    if row["home"] is None:
        return Invited(staff_id, link, "")
    async with db.open(Work(row["home"])):
        act = Act(principal, row["home"], await db.now(), "page", OURS)
        own = await ours()
        await sender.send(act, own, _letter(own, staff_id, row, link))
    return Invited(staff_id, link, row["email"])


async def ours() -> Desk:
    """As whom we write to our own people."""
    name, domain = await house.name() or house.DESK, installation.settings().mail_domain
    return Desk(name, "", Correspondent(name, f"desk@{domain}"), None)


def _letter(desk: Desk, person: UUID, row: db.Row, link: str, *, slug: str = "") -> Letter:
    words, days = letter_words.of(row["locale"]), invitation.LIVES[PURPOSE].days
    said = [
        words.invited.format(name=row["name"]),
        words.link.format(link=link),
        *([words.company.format(slug=slug)] if slug else []),
        words.good.format(days=days),
    ]
    to = Correspondent(row["name"], row["email"])
    subject = words.subject.format(company=desk.client)
    return Letter(ids.new(), person, to, subject, "\n\n".join(said) + "\n")
