"""A resolved ticket asks its requester, by mail, how content they are: once for a ticket, not more
often than agreed, and never about what no person asked for.

The mail holds one link, signed for this survey alone. It opens a page; nothing is answered by
following it (PRACTICE 6).
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from contracts import facts
from underpin.desk.surveys import link, phrases, survey, terms
from underpin.desk.wordings import saying
from underpin.kernel import db, house, ids, installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id
from underpin.kernel.wordings import filled

UNHEARD: Final = frozenset({"replay", "demo"})
ABOUT: Final = f"""
SELECT p.id AS person_id, p.name, p.email, p.locale, n.key || '-' || t.number AS ticket, t.subject,
       n.slug, s.name AS sender, s.address, s.mailbox_id,
       {saying.BESIDE.format(tenant="t.tenant_id")}
FROM ticket t JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.requester_id
JOIN tenant n ON n.id = t.tenant_id LEFT JOIN mail_sender s ON s.tenant_id = t.tenant_id
"""
# A confidential ticket's words are for few; whoever has one may still rate it in the portal.
ASKABLE: Final = f"""
{ABOUT} WHERE t.tenant_id = $1 AND t.id = $2 AND t.state IN ('resolved', 'closed')
  AND t.channel <> '{facts.ALERT}' AND t.merged_into IS NULL AND NOT t.confidential
  AND p.state = 'active'
  AND NOT EXISTS (SELECT FROM mail_refused r WHERE r.tenant_id = $1 AND r.address = p.email)
  AND NOT EXISTS (SELECT FROM survey v WHERE v.tenant_id = $1 AND v.person_id = p.id
                  AND v.asked_at > $3)
"""
KEEP: Final = """
INSERT INTO survey (tenant_id, id, ticket_id, person_id, agent_id, service_id, asked_at, expires_at)
SELECT t.tenant_id, $3, t.id, t.requester_id, t.assignee_id, t.service_id, $4, $5
FROM ticket t WHERE t.tenant_id = $1 AND t.id = $2
ON CONFLICT (tenant_id, ticket_id) DO NOTHING RETURNING id
"""


async def ask(act: Act, event: Event) -> None:
    """The consumer of resolutions."""
    agreed = await terms.of(act.tenant_id)
    if not agreed.asks:
        return
    since = act.now - timedelta(days=agreed.every_days)
    row = await db.row(ASKABLE, act.tenant_id, event.subject_id, since)
    if row is None:
        return
    made = await keep(act, event.subject_id)
    if made is not None:
        mail = _mail(act, made, row)
        await mail_channel.queue(act, mail, made, mailbox_id=row["mailbox_id"])


async def keep(act: Act, ticket_id: UUID) -> UUID | None:
    """None where one stands already."""
    words = (act.tenant_id, ticket_id, ids.new(), act.now, act.now + survey.OPEN_FOR)
    found: UUID | None = await db.value(KEEP, *words)
    return found


def _mail(act: Act, made: UUID, row: db.Row) -> OutgoingMail:
    settings, said = installation.settings(), saying.of(row).survey(row["locale"])
    sender = Correspondent(
        row["sender"] or house.DESK,
        row["address"] or f"{row['slug']}@{settings.mail_domain}",
    )
    named = {"number": row["ticket"], "subject": row["subject"]}
    parts = paragraphs(said, named, link.address(act.tenant_id, made))
    title = f"[{row['ticket']}] {said.title}"
    return OutgoingMail(
        message_id=message_id(ids.derive(made, "survey"), settings.mail_domain),
        date=act.now,
        sender=sender,
        to=(Correspondent(row["name"], row["email"]),),
        subject="".join(each if each.isprintable() else " " for each in title),
        text="\n\n".join(parts) + "\n",
        html=_page(parts, said),
        envelope_from=f"bounces@{settings.mail_domain}"
        if row["mailbox_id"] is None
        else sender.address,
        automatic=True,
        no_auto_reply=True,
    )


def paragraphs(said: phrases.Phrases, named: Mapping[str, str], address: str) -> list[str]:
    return [filled(said.asked, **named), f"{said.rate} {address}"]


def _page(parts: list[str], said: phrases.Phrases) -> str:
    direction = "rtl" if said.is_right_to_left else "ltr"
    written = "".join(f"<p>{html.escape(each)}</p>" for each in parts)
    return f'<!doctype html><html><body dir="{direction}">{written}</body></html>'


CONSUMER = Consumer("survey_ask", "mail", ("ticket.resolved",), ask, UNHEARD)
