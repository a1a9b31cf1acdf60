"""What the desk holds of a person, and how it goes: their name beside what they wrote, their words,
the subjects of what they asked for, and the copies of both in vendor cases and in the mails that
came back, which quote them.

What staff wrote stays. The mail a vendor already has is out of our hands.
"""

from __future__ import annotations

from tenants.erasing import NAME, WORDS, Known
from underpin.desk.search import indexing
from underpin.desk.tickets import ticket as tickets
from underpin.desk.writing import staging
from underpin.kernel import db, files
from underpin.kernel.act import Act

MESSAGES = """
UPDATE message SET author_name = $3, body = $4
WHERE tenant_id = $1 AND author_kind = 'member' AND author_id = $2
"""
SENT = """
UPDATE case_message m SET body = $3
FROM vendor_case c JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id
WHERE m.tenant_id = $1 AND c.tenant_id = $1 AND c.id = m.case_id AND m.direction = 'out'
  AND m.body = c.shared AND t.requester_id = $2
"""
CASES = """
UPDATE vendor_case c SET subject = $3, shared = $3, version = c.version + 1
FROM ticket t
WHERE c.tenant_id = $1 AND t.tenant_id = $1 AND t.id = c.ticket_id AND t.requester_id = $2
"""
MAILS = """
UPDATE inbound_mail i SET raw = ''
FROM vendor_case c JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id
WHERE i.tenant_id = $1 AND c.tenant_id = $1 AND c.id = i.object_id AND i.handled_at IS NOT NULL
  AND t.requester_id = $2
"""
# Their own mails, whoever's matter they were, and what was made of them; files that hang nowhere
# any more go with them.
WROTE = """
UPDATE inbound_mail SET raw = '', sender = NULL, sender_name = NULL, subject = NULL,
    suggested = NULL, envelope_from = '', recipient = id::text, waits_for = NULL,
    set_aside_at = NULL, handled_at = coalesce(handled_at, set_aside_at)
WHERE tenant_id = $1 AND (sender = $2 OR suggested = $2)
  AND (handled_at IS NOT NULL OR set_aside_at IS NOT NULL)
"""
WHOLE = """
DELETE FROM message_whole w USING message m
WHERE w.tenant_id = $1 AND m.tenant_id = $1 AND m.id = w.message_id AND m.author_kind = 'member'
  AND (m.author_id = $2 OR m.author_name = $3)
"""
ATTACHED = """
DELETE FROM attachment a USING message m
WHERE a.tenant_id = $1 AND m.tenant_id = $1 AND m.id = a.message_id AND m.author_kind = 'member'
  AND (m.author_id = $2 OR m.author_name = $3)
"""
UNPROVEN = """
UPDATE message SET author_name = $3, body = $4
WHERE tenant_id = $1 AND author_kind = 'member' AND author_id IS NULL AND author_name = $2
"""
WAITING = """
WITH quiet AS (
    DELETE FROM timer WHERE tenant_id = $1 AND kind = 'upload' AND key IN (
        SELECT id::text FROM upload WHERE tenant_id = $1 AND owner_id = $2)
)
DELETE FROM upload WHERE tenant_id = $1 AND owner_id = $2
"""
ANSWERED = """
UPDATE catalogue_request r SET answers = '{}' FROM ticket t
WHERE r.tenant_id = $1 AND t.tenant_id = $1 AND t.id = r.ticket_id AND t.requester_id = $2
"""
DRAFTED = "DELETE FROM draft WHERE tenant_id = $1 AND owner_id = $2"
MAILED = "UPDATE mail_sent SET address = '' WHERE tenant_id = $1 AND person_id = $2"
WAITING_NEWS = "DELETE FROM member_news WHERE tenant_id = $1 AND person_id = $2"
REFUSED = "DELETE FROM mail_refused WHERE tenant_id = $1 AND address = $2"
TICKETS = """
UPDATE ticket SET subject = $3, version = version + 1 WHERE tenant_id = $1 AND requester_id = $2
"""
TOUCHED = f"""
SELECT number FROM ticket WHERE tenant_id = $1 AND (requester_id = $2 OR id IN (
    SELECT m.ticket_id FROM message m
    WHERE m.tenant_id = $1 AND m.author_kind = 'member'
      AND (m.author_id = $2 OR (m.author_id IS NULL AND m.author_name = $3))))
ORDER BY {tickets.IN_ORDER} FOR UPDATE
"""
ESCALATED = """
UPDATE client_escalation SET reason = $3 WHERE tenant_id = $1 AND person_id = $2
"""
WATCHED = "DELETE FROM ticket_watcher WHERE tenant_id = $1 AND person_id = $2"

OPENED = "DELETE FROM article_opening WHERE tenant_id = $1 AND person_id = $2"
JUDGED = "DELETE FROM article_feedback WHERE tenant_id = $1 AND person_id = $2"

SUBSCRIBED = "DELETE FROM announcement_subscription WHERE tenant_id = $1 AND person_id = $2"

REPORTED = "DELETE FROM service_report_recipient WHERE tenant_id = $1 AND person_id = $2"

RATED = "UPDATE survey SET comment = '' WHERE tenant_id = $1 AND person_id = $2"

CHATTED = """
UPDATE chat_line l SET author_name = $3, body = $4 FROM chat c
WHERE l.tenant_id = $1 AND c.tenant_id = $1 AND c.id = l.chat_id AND c.person_id = $2
  AND l.author = 'member'
"""


async def erase(act: Act, known: Known) -> int:
    """Returns how many rows no longer say anything of them. Tickets are locked before their cases,
    in the order everybody takes."""
    tenant, person = act.tenant_id, known.person_id
    touched = await db.rows(TOUCHED, tenant, person, known.email)
    numbers = [row["number"] for row in touched]
    await indexing.forget(tenant, await indexing.texts(tenant, numbers))
    gone = await db.execute(WHOLE, tenant, person, known.email)
    gone += await db.execute(ATTACHED, tenant, person, known.email)
    for sql in (WAITING, DRAFTED, ANSWERED):
        gone += await db.execute(sql, tenant, person)
    gone += await files.forget(tenant, staging.HELD)
    gone += await db.execute(MESSAGES, tenant, person, NAME, WORDS)
    gone += await db.execute(CHATTED, tenant, person, NAME, WORDS)
    gone += await db.execute(UNPROVEN, tenant, known.email, NAME, WORDS)
    for sql in (WROTE, REFUSED):
        gone += await db.execute(sql, tenant, known.email)
    for sql in (SENT, CASES, TICKETS, ESCALATED):
        gone += await db.execute(sql, tenant, person, WORDS)
    for sql in (MAILS, WAITING_NEWS, WATCHED, MAILED, OPENED, JUDGED, SUBSCRIBED, RATED, REPORTED):
        gone += await db.execute(sql, tenant, person)
    await indexing.keep(tenant, await indexing.texts(tenant, numbers))
    return gone
