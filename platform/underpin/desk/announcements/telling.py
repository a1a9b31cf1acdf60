"""Who wants announcements by mail gets each once, when it is published, in their language."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from underpin.desk.announcements import announcement, phrases, stopping
from underpin.desk.announcements.announcement import Announcement
from underpin.desk.knowledge import rendering
from underpin.kernel import db, house, ids, installation, mail_channel, timers
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id, stopping_at
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.realtime import Notice, tell
from underpin.kernel.timers import Timer

KIND: Final = "announcement"
SUBSCRIBERS: Final = """
SELECT p.id, p.name, p.email, p.locale, p.time_zone, n.slug, s.name AS sender, s.address,
       s.mailbox_id
FROM announcement_subscription u
JOIN person p ON p.tenant_id = u.tenant_id AND p.id = u.person_id AND p.state = 'active'
JOIN tenant n ON n.id = u.tenant_id
LEFT JOIN mail_sender s ON s.tenant_id = u.tenant_id
WHERE u.tenant_id = $1 AND NOT EXISTS (
    SELECT FROM mail_refused r WHERE r.tenant_id = $1 AND r.address = p.email)
ORDER BY p.id
"""


async def arm(act: Act, made: Announcement) -> None:
    await timers.arm(act, Timer(KIND, str(made.id), made.id, made.published_from, "mail"))


async def disarm(act: Act, announcement_id: UUID) -> None:
    await timers.disarm(act, KIND, [str(announcement_id)])


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("announcement"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """It is published now. Each subscriber's mail waits its ten seconds, under an identity of
    theirs and the announcement's, so that nobody gets it twice (PRACTICE 25)."""
    for timer in batch:
        found = await announcement.one(act.tenant_id, timer.subject_id)
        if not found.is_current(act.now):
            continue
        for row in await db.rows(SUBSCRIBERS, act.tenant_id):
            mail = _mail(act, found, row)
            await mail_channel.queue(act, mail, found.id, mailbox_id=row["mailbox_id"])
        await db.execute(
            "UPDATE announcement SET told_at = $3 WHERE tenant_id = $1 AND id = $2",
            *(act.tenant_id, found.id, act.now),
        )
        tell(act.tenant_id, (STAFF, MEMBER), Notice("list", "announcements"))


def _mail(act: Act, found: Announcement, reader: db.Row) -> OutgoingMail:
    settings, words = installation.settings(), found.read_in(reader["locale"])
    own = f"{reader['slug']}@{settings.mail_domain}"
    sender = Correspondent(reader["sender"] or house.DESK, reader["address"] or own)
    token = stopping.token(act.tenant_id, reader["id"])
    stop = stopping.page(token)
    said = phrases.of(reader["locale"])
    when = phrases.when(found, reader["locale"], reader["time_zone"])
    every = f"{said.every} {settings.portal_origin}/announcements"
    parts = [words.title, when, words.body, every, f"{said.stop} {stop}"]
    return OutgoingMail(
        message_id=message_id(ids.derive(found.id, KIND, reader["id"]), settings.mail_domain),
        date=act.now,
        sender=sender,
        to=(Correspondent(reader["name"], reader["email"]),),
        subject=f"{said.kinds[found.kind]}: {words.title}",
        text="\n\n".join(part for part in parts if part) + "\n",
        html=_page(parts, words.body, said),
        envelope_from=f"bounces@{settings.mail_domain}"
        if reader["mailbox_id"] is None
        else sender.address,
        automatic=True,
        no_auto_reply=True,
        unsubscribe=stopping_at(stop),
        one_click=stopping_at(stopping.one_click(token)),
    )


def _page(parts: Sequence[str], body: str, said: phrases.Phrases) -> str:
    title, when, _, *links = (html.escape(part) for part in parts)
    direction = "rtl" if said.is_right_to_left else "ltr"
    timed = f"<p>{when}</p>" if when else ""
    return (
        f'<!doctype html><html><body dir="{direction}"><h1>{title}</h1>{timed}'
        f"{rendering.html(body)}<p>{'<br>'.join(links)}</p></body></html>"
    )
