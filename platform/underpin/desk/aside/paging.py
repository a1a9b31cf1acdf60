"""An alarm that was set aside pages: whoever leads is told by mail, at once, once each.

The event that tells of it is written where the alarm is parked (`kernel/aside.py`); the alarm
itself waits under "set aside" until somebody lets it be tried again.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from underpin.desk.on_call import pages
from underpin.kernel import aside, db, ids, installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id

# Who leads the client's service; where nobody does, the provider's admins answer for it.
LEADERS = """
WITH able AS (
    SELECT s.id, s.name, s.email, r.role, EXISTS (
        SELECT FROM assignment a WHERE a.staff_id = s.id AND a.tenant_id = $1) AS ours
    FROM staff s JOIN staff_role r ON r.staff_id = s.id
    WHERE s.state = 'active' AND r.role IN ('service_lead', 'provider_admin')
), leads AS (
    SELECT id, name, email FROM able WHERE ours AND role = 'service_lead'
)
SELECT * FROM leads
UNION
SELECT id, name, email FROM able WHERE role = 'provider_admin' AND NOT EXISTS (SELECT FROM leads)
ORDER BY id
"""
ABOUT = """
SELECT n.key, t.number FROM tenant n
LEFT JOIN vendor_case c ON c.tenant_id = n.id AND c.id = $2
LEFT JOIN ticket t ON t.tenant_id = n.id AND t.id = coalesce(c.ticket_id, $2)
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
        mail = _mail(act, event, name, leader)
        await mail_channel.queue(act, mail, event.subject_id, hold=timedelta(0))
    if await db.value("SELECT EXISTS (SELECT FROM rota)"):
        await pages.raise_pages(act, [pages.New("set_aside", event.id)])


def _mail(act: Act, event: Event, name: str, leader: db.Row) -> OutgoingMail:
    settings = installation.settings()
    return OutgoingMail(
        message_id=message_id(ids.derive(event.id, str(leader["id"])), settings.mail_domain),
        date=act.now,
        sender=Correspondent("Underpin service desk", f"desk@{settings.mail_domain}"),
        to=(Correspondent(leader["name"], leader["email"]),),
        subject=f"[{name}] An alarm was set aside",
        text=text(name, event.body["what"], settings.desk_origin),
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
    )


def text(name: str, what: str, desk: str) -> str:
    """What a leader reads. It names no person: the mail may be read on a locked screen."""
    return (
        f"An alarm of {name} ({what}) kept failing and was set aside. Until it is tried again "
        f"nothing that hangs on it happens: no warning, no escalation.\n\n"
        f"Look at it: {desk}/set-aside\n"
    )


CONSUMER = Consumer("set_aside_page", "mail", (aside.KIND,), page)
