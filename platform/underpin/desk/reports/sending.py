"""Kept reports that are sent by the calendar: a mail that says it is ready, with the way to it. It
is counted for whoever opens it, as what they may see then.

What leaves is some client's: the mail goes out with the first client its owner works for. It is
queued under an identity of that day's, so that a round which ended half-way sends nothing twice.
Who may read no reports any more is sent none from then on; the row says why.
"""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

import structlog

from tenants import staff_acting
from underpin.desk.on_call import to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.desk.reports import cadence
from underpin.kernel import db, ids, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import Principal, worker

NEEDED: Final = "report.read"
AT_ONCE: Final = 200
log = structlog.get_logger()

DUE: Final = """
SELECT r.id, r.owner_id, r.name, r.report, r.query, r.cadence, r.next_at, s.email
FROM saved_report r JOIN staff s ON s.id = r.owner_id
WHERE r.next_at <= $1 ORDER BY r.next_at, r.id LIMIT $2
"""
SENT: Final = """
UPDATE saved_report SET next_at = $3, said = NULL WHERE id = $1 AND next_at = $2
"""
STOPPED: Final = """
UPDATE saved_report SET next_at = NULL, cadence = NULL, said = $3 WHERE id = $1 AND next_at = $2
"""
MAY_NOT: Final = "may-not-read"

READY: Final = {
    "en": ("{name} is ready", "Your report is ready: {link}"),
    "pl": ("{name} jest gotowy", "Twój raport jest gotowy: {link}"),
    "zh": ("{name} 已就绪", "您的报表已就绪:{link}"),
    "ar": ("{name} جاهز", "تقريرك جاهز: {link}"),
}


async def everywhere() -> int:
    """Send what is due; returns how many mails were queued. One that fails keeps no other from
    being sent, and is tried again with the next round."""
    async with db.open(Provider()):
        due = await db.rows(DUE, await db.now(), AT_ONCE)
    return sum([await _tried(row) for row in due])


async def _tried(row: db.Row) -> bool:
    try:
        return await _send(row)
    except Exception:
        log.exception("reports.not_sent", report=str(row["id"]))
        return False


async def _send(row: db.Row) -> bool:
    who = await staff_acting.principal(row["owner_id"])
    if who is None or not who.may(NEEDED) or not who.tenants:
        async with db.open(Provider()):
            await db.execute(STOPPED, row["id"], row["next_at"], MAY_NOT)
        return False
    tenant = min(who.tenants.values())
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "alarm", "reports")
        await to_staff.mail(act, who.name, row["email"], _note(who, row))
    async with db.open(Provider()):
        following = cadence.following(row["cadence"], await db.now(), ZoneInfo(who.time_zone))
        await db.execute(SENT, row["id"], row["next_at"], following)
    return True


def _note(who: Principal, row: db.Row) -> Note:
    subject, text = READY.get(who.locale, READY["en"])
    link = f"{installation.settings().desk_origin}/reports/{row['report']}"
    link += f"?{row['query']}" if row["query"] else ""
    return Note(
        identity=ids.derive(row["id"], "kept-report", row["next_at"].isoformat()),
        about=row["owner_id"],
        subject=subject.format(name=row["name"]),
        text=f"{text.format(link=link)}\n",
    )
