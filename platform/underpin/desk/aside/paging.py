"""An alarm that was set aside pages: whoever leads is told by mail, at once, once each.

The event that tells of it is written where the alarm is parked (`kernel/aside.py`); the alarm
itself waits under "set aside" until somebody lets it be tried again.
"""

from __future__ import annotations

from uuid import UUID

from underpin.desk.on_call import pages, staff_words, to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.kernel import aside, db, ids, installation
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

# Who leads the client's service; where nobody does, the provider's admins answer for it.
LEADERS = """
WITH able AS (
    SELECT s.id, s.name, s.email, s.locale, r.role, EXISTS (
        SELECT FROM assignment a WHERE a.staff_id = s.id AND a.tenant_id = $1) AS ours
    FROM staff s JOIN staff_role r ON r.staff_id = s.id
    WHERE s.state = 'active' AND r.role IN ('service_lead', 'provider_admin')
), leads AS (
    SELECT id, name, email, locale FROM able WHERE ours AND role = 'service_lead'
)
SELECT * FROM leads
UNION
SELECT id, name, email, locale FROM able
WHERE role = 'provider_admin' AND NOT EXISTS (SELECT FROM leads)
ORDER BY id
"""
# OFFSET 0: a join by an expression would, under row security, read all tickets of the client.
ABOUT = """
SELECT n.key, t.number FROM tenant n
LEFT JOIN LATERAL (
    SELECT coalesce((SELECT ticket_id FROM vendor_case WHERE tenant_id = n.id AND id = $2), $2)
           AS id OFFSET 0
) about ON true
LEFT JOIN ticket t ON t.tenant_id = n.id AND t.id = about.id
WHERE n.id = $1
"""


async def page(act: Act, event: Event) -> None:
    """The consumer: one mail to each who leads, under an identity of the event's and theirs; and
    where teams have rotas, a page that calls until somebody accepts."""
    about = await db.row(ABOUT, act.tenant_id, UUID(event.body["subject_id"]))
    if about is None:
        return
    name = f"{about['key']}-{about['number']}" if about["number"] else about["key"]
    for leader in await db.rows(LEADERS, act.tenant_id):
        await to_staff.mail(act, leader["name"], leader["email"], _note(event, name, leader))
    if await db.value("SELECT EXISTS (SELECT FROM rota)"):
        await pages.raise_pages(act, [pages.New("set_aside", event.id)])


def _note(event: Event, name: str, leader: db.Row) -> Note:
    language, desk = leader["locale"], installation.settings().desk_origin
    subject = f"[{name}] {staff_words.said(language, 'aside')}"
    said = text(name, event.body["what"], desk, language)
    return Note(ids.derive(event.id, str(leader["id"])), event.subject_id, subject, said)


def text(name: str, what: str, desk: str, language: str = "en") -> str:
    """What a leader reads. It names no person: the mail may be read on a locked screen."""
    why = staff_words.said(language, "aside_text", name=name, what=what)
    return f"{why}\n\n{staff_words.said(language, 'look_at_it', link=f'{desk}/set-aside')}\n"


CONSUMER = Consumer("set_aside_page", "mail", (aside.KIND,), page)
