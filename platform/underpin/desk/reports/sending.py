"""Kept reports that are sent by the calendar: a mail with the headline figures, the whole table as
CSV, and the way to it. They are counted for its owner, as what they may see at that moment.

What leaves is some client's: the mail goes out with the first client its owner works for. It is
queued under an identity of that day's, so that a round which ended half-way sends nothing twice.
Who may not read the report any more, or a client it is narrowed to, is sent none from then on; the
row says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from tenants import staff_acting
from underpin.desk.mail.leaving import figures
from underpin.desk.mail.leaving.figures import Told
from underpin.desk.on_call import to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.desk.reports import address, cadence, letters, reporting, table
from underpin.desk.reports.reading import TooMany
from underpin.desk.reports.reporting import Report
from underpin.kernel import db, ids, installation, rounds
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Staff, Work
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.mail_compose import Enclosure
from underpin.kernel.principal import Principal, worker
from underpin.kernel.wordings import filled

NEEDED: Final = "report.read"
AT_ONCE: Final = 200
ROUND: Final = "kept_report"


@dataclass(frozen=True, slots=True)
class Headline:
    """A report's name and days, and its figures by what they are called, in a reader's words."""

    direction: str
    about: str
    figures: Sequence[tuple[str, str]]


Say = Callable[[Report, Principal], Headline]

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


async def everywhere(say: Say) -> int:
    """Send what is due; returns how many mails were queued. One that fails keeps no other from
    being sent, and is tried again with the next round."""
    async with db.open(Provider()):
        due = await db.rows(DUE, await db.now(), AT_ONCE)
    return sum([await _tried(row, say) for row in due])


async def _tried(row: db.Row, say: Say) -> bool:
    """What fails is set aside at the first client its owner works for, which the mail is sent with;
    every report stands there for itself."""
    who = await staff_acting.principal(row["owner_id"])
    if who is None or not who.may(NEEDED) or not who.tenants:
        return await _stop(row)

    async def send(tenant: int) -> int:
        return await _send(who, tenant, row, say)

    return bool(await rounds.tried(f"{ROUND}:{row['id']}", send, min(who.tenant_ids)))


async def _send(who: Principal, tenant: int, row: db.Row, say: Say) -> bool:
    try:
        report = await _counted(who, row)
    except NotFound:
        return await _stop(row)
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "alarm", "reports")
        await to_staff.mail(act, who.name, row["email"], _note(who, row, report, say))
    async with db.open(Provider()):
        following = cadence.following(row["cadence"], await db.now(), ZoneInfo(who.time_zone))
        await db.execute(SENT, row["id"], row["next_at"], following)
    return True


async def _stop(row: db.Row) -> bool:
    async with db.open(Provider()):
        await db.execute(STOPPED, row["id"], row["next_at"], MAY_NOT)
    return False


async def _counted(who: Principal, row: db.Row) -> Report | None:
    """None where it is too much for a mail, or asks for what there is no more. Raises NotFound for
    what is not theirs to read."""
    async with db.open(Staff(who.tenant_ids)):
        act = Act(who, None, await db.now(), "alarm", "reports")
        try:
            report: Report = await reporting.of(act, row["report"], address.read(row["query"]))
        except (TooMany, Malformed):
            return None
    return report


def _note(who: Principal, row: db.Row, report: Report | None, say: Say) -> Note:
    said, file = letters.ALL.of(who.locale), _file(report)
    told = _told(who, row, say(report, who) if report else None, enclosed=file is not None)
    return Note(
        identity=ids.derive(row["id"], "kept-report", row["next_at"].isoformat()),
        about=row["owner_id"],
        subject=filled(said.subject, name=row["name"]),
        text=figures.text(told),
        html=figures.page(told),
        enclosures=(file,) if file else (),
    )


def _file(report: Report | None) -> Enclosure | None:
    if report is None:
        return None
    return figures.enclosed(table.name(report), "text/csv", table.as_csv(report))


def _told(who: Principal, row: db.Row, headline: Headline | None, *, enclosed: bool) -> Told:
    said = letters.ALL.of(who.locale)
    opening, look = filled(said.opening, name=row["name"]), said.look
    link = f"{installation.settings().desk_origin}/reports/{row['report']}"
    link += f"?{row['query']}" if row["query"] else ""
    if headline is None:
        return Told("auto", (opening, said.uncounted), (), (look,), link)
    table_is = said.attached if enclosed else said.too_large
    return Told(
        headline.direction, (opening, headline.about), headline.figures, (table_is, look), link
    )
