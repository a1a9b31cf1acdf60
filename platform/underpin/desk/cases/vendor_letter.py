"""What we say to a vendor in a case: kept there once, and carried as its connector does it, by mail
or REST; a vendor reached by hand is told by whoever reads the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from contracts.signed.covering import Vendor
from underpin.desk.cases import case_messages, vendor_link, vendor_words
from underpin.desk.cases.case import Case
from underpin.desk.connectors import link, queueing
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, house, ids, installation, mail_address, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id
from underpin.kernel.outgoing import HOLD
from underpin.kernel.wordings import filled

PURPOSE: Final = "case"
CARRIED: Final = ("mail", "webhook", "page")
"""Connectors by which something reaches a vendor without one of our people."""
AT_ONCE: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Letter:
    """`kept` is what stands in the case; `mailed` what a mail says, where that is more. `opening`:
    the first of its case, to which the others answer. `language`: its reader's."""

    identity: str
    author: str
    kept: str
    to: Correspondent
    mailed: str = ""
    automatic: bool = False
    opening: bool = False
    language: str = ""
    hold: timedelta = HOLD


async def send(act: Act, about: tuple[Ticket, Case], vendor: Vendor, letter: Letter) -> bool:
    """Once per identity; whether it was new. Raises queueing.NoConnector."""
    ticket, case = about
    words = (act, case, "out", letter.author, letter.kept)
    at = case.opened_at if letter.opening else act.now
    if not await case_messages.keep(*words, identity=letter.identity, at=at):
        return False
    if vendor.connector in ("mail", "page"):
        mail = await _mail(act, about, vendor, letter)
        await mail_channel.queue(act, mail, case.id, hold=letter.hold)
    elif vendor.connector == "webhook":
        await _by_connector(act, (ticket, case), letter)
    return True


async def _by_connector(act: Act, about: tuple[Ticket, Case], letter: Letter) -> None:
    """A case that was opened before its vendor had a connector goes there first."""
    ticket, case = about
    made = await link.of_case(act, case.id)
    if made is None:
        made = await queueing.opening(act, case.vendor_id, ticket.id, case.id)
    if not letter.opening:
        await queueing.say(act, made, letter.identity, hold=letter.hold)


async def _mail(
    act: Act, about: tuple[Ticket, Case], vendor: Vendor, letter: Letter
) -> OutgoingMail:
    ticket, case = about
    settings = installation.settings()
    name = await name_of(act, ticket, case)
    first = opening_identity(case)
    return OutgoingMail(
        message_id=letter.identity,
        date=act.now,
        sender=Correspondent(house.DESK, f"desk@{settings.mail_domain}"),
        to=(letter.to,),
        subject=f"{'' if letter.opening else 'Re: '}[{name}] {case.subject}",
        text=await _text(act, case, vendor, letter),
        envelope_from=f"bounces@{settings.mail_domain}",
        reply_to=Correspondent(house.DESK, address_of(case.tenant_id, case.id)),
        references=() if letter.opening else (first,),
        automatic=letter.automatic,
    )


async def _text(act: Act, case: Case, vendor: Vendor, letter: Letter) -> str:
    """With a link to the case, which is new in each mail (PRACTICE 4); where a vendor works on its
    page, that and nothing of the case."""
    said = letter.mailed or letter.kept
    if letter.opening:
        return said
    words = vendor_words.of(language(letter.language, vendor.locale))
    if vendor.connector == "page":
        said = words.waits
    look = filled(words.open, link=await vendor_link.fresh(act, case.id))
    return f"{said.rstrip()}\n\n{look}\n"


def language(*said: str | None) -> str:
    """The first that was said, of whom is written to and their vendor; else the provider's."""
    return next((each for each in said if each), installation.settings().language)


def opening_identity(case: Case) -> str:
    return message_id(ids.derive(case.id, "opening"), installation.settings().mail_domain)


async def name_of(act: Act, ticket: Ticket, case: Case) -> str:
    """How the case is called between us (ACME-7/1)."""
    key = await db.value("SELECT key FROM tenant WHERE id = $1", act.tenant_id)
    return f"{key}-{ticket.number}/{case.number}"


def address_of(tenant: int, case_id: UUID) -> str:
    """Where a mail is heard as this case's, signed."""
    local = mail_address.sign(installation.ring(), PURPOSE, tenant, case_id)
    return f"{local}@{installation.settings().mail_domain}"
