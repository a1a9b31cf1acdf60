"""What is mailed about a visit: to who asked and to the technician, each in their language and
time, with the calendar's own form of it beside the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.desk.mail.arriving import signed
from underpin.desk.mail.leaving import composing
from underpin.desk.mail.leaving.composing import About
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.visits import calendar_text, words
from underpin.desk.visits.appointment import Appointment
from underpin.desk.visits.calendar_text import CANCEL, REQUEST, Guest, Told
from underpin.kernel import db, ids, installation, mail_channel, wordings
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id

GUESTS: Final = """
SELECT p.id, p.name, p.email, p.locale, p.time_zone, false AS ours FROM person p
WHERE p.tenant_id = $1 AND p.id = $2 AND p.state IN ('active', 'invited')
UNION ALL
SELECT s.id, s.name, s.email, s.locale, s.time_zone, true FROM staff s WHERE s.id = $3
"""
SITE: Final = """
SELECT i.name || coalesce(', ' || i.address, '') AS place,
       concat_ws(', ', nullif(d.contact, ''), nullif(d.phone, ''), nullif(d.hours, ''),
                 nullif(d.directions, '')) AS details
FROM site i LEFT JOIN site_details d ON d.tenant_id = i.tenant_id AND d.site_id = i.id
WHERE i.tenant_id = $1 AND i.id = $2
"""


@dataclass(frozen=True, slots=True)
class _Visit:
    ticket: About
    visit: Appointment
    what: str
    place: str
    details: str


async def tell(act: Act, ticket: Ticket, visit: Appointment, what: str) -> None:
    """Queue the mails; each is one for its visit, sequence and reader."""
    about = await composing.about(act.tenant_id, ticket.id)
    if about is None:
        return
    site = visit.site_id and await db.row(SITE, act.tenant_id, visit.site_id)
    place, details = (site["place"], site["details"]) if site else (visit.place, "")
    told = _Visit(about, visit, what, place, details)
    rows = await db.rows(GUESTS, act.tenant_id, ticket.requester_id, visit.technician_id)
    guests = tuple(Guest(_plain(row["name"]), row["email"]) for row in rows)
    for row in rows:
        mail = _mail(act, told, row, guests)
        await mail_channel.queue(act, mail, ticket.id, mailbox_id=about.mailbox_id)


def _mail(act: Act, told: _Visit, reader: db.Row, guests: tuple[Guest, ...]) -> OutgoingMail:
    visit, domain = told.visit, installation.settings().mail_domain
    language = reader["locale"]
    when = wordings.span(visit.starts_at, visit.ends_at, language, reader["time_zone"])
    note = " / ".join(each for each in (visit.reason, visit.note) if each)
    note = " / ".join(each for each in (note, told.details if reader["ours"] else "") if each)
    values = (when, told.place, visit.technician_name, note)
    text = words.body(language, values, f"{told.ticket.name}: {told.ticket.subject}")
    return OutgoingMail(
        message_id=message_id(ids.derive(visit.id, "visit", visit.sequence, reader["id"]), domain),
        date=act.now,
        sender=told.ticket.sender,
        to=(Correspondent(_plain(reader["name"]), reader["email"]),),
        subject=_plain(words.subject(language, told.what, told.ticket.name, when)),
        text=text,
        envelope_from=f"bounces@{domain}",
        automatic=True,
        calendar=_calendar(act, told, text, guests),
        method=CANCEL if told.what == words.CANCELLED else REQUEST,
    )


def _calendar(act: Act, told: _Visit, text: str, guests: tuple[Guest, ...]) -> str:
    visit, sender = told.visit, told.ticket.sender
    cancelled = told.what == words.CANCELLED
    event = Told(
        uid=uid(visit),
        sequence=visit.sequence,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        summary=f"{told.ticket.name}: {told.ticket.subject}",
        place=told.place,
        description=text,
        organizer=Guest(sender.name, signed.address(signed.VISIT, visit.tenant_id, visit.id)),
        stamped=act.now,
        guests=guests,
        cancelled=cancelled,
    )
    return calendar_text.write(CANCEL if cancelled else REQUEST, [event])


def uid(visit: Appointment) -> str:
    return f"{visit.id}@{installation.settings().mail_domain}"


def _plain(text: str) -> str:
    return "".join(each for each in text if each.isprintable())
