"""Trainings that expire: a month before, whoever has one and who leads them are told, in one mail a
week each, until a later record renews it. From its last good day the skill is no longer held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from underpin.desk.on_call import staff_words, to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

BEFORE: Final = timedelta(days=30)
SOURCE: Final = "training"

# Who reads of it, and in which client's desk their mail is queued.
EXPIRING: Final = """
WITH ending AS (
    SELECT t.staff_id, s.name, k.name AS skill, t.title, t.expires_on FROM training t
    JOIN staff s ON s.id = t.staff_id AND s.state = 'active' JOIN skill k ON k.id = t.skill_id
    WHERE t.expires_on BETWEEN $1 AND $2 AND NOT EXISTS (
        SELECT FROM training n WHERE n.staff_id = t.staff_id AND n.skill_id = t.skill_id
        AND (n.expires_on IS NULL OR n.expires_on > t.expires_on))
), told AS (
    SELECT e.staff_id AS reader_id, e.* FROM ending e
    UNION
    SELECT r.staff_id, e.* FROM ending e JOIN assignment a ON a.staff_id = e.staff_id
    JOIN assignment l ON l.tenant_id = a.tenant_id
    JOIN staff_role r ON r.staff_id = l.staff_id AND r.role = 'service_lead'
)
SELECT r.id, r.name AS reader, r.email, r.locale, t.name, t.skill, t.title, t.expires_on,
       (SELECT min(x.tenant_id) FROM assignment x WHERE x.staff_id = r.id) AS home
FROM told t JOIN staff r ON r.id = t.reader_id AND r.state = 'active'
ORDER BY r.id, t.expires_on, t.name, t.skill
"""


async def everywhere() -> int:
    """Queue this week's mails, each once however often it is asked; returns how many readers there
    are. Who works for no client is not reached."""
    async with db.open(Provider()):
        today = (await db.now()).date()
        rows = await db.rows(EXPIRING, today, today + BEFORE)
    found = [list(group) for _, group in groupby(rows, key=lambda row: row["id"])]
    reached = [each for each in found if each[0]["home"] is not None]
    for each in reached:
        await _tell(each[0]["home"], today, each)
    return len(reached)


async def _tell(tenant: int, today: date, rows: Sequence[db.Row]) -> None:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), SOURCE, SOURCE)
        await to_staff.mail(act, rows[0]["reader"], rows[0]["email"], _note(today, rows))


def _note(today: date, rows: Sequence[db.Row]) -> Note:
    first, (year, week, _) = rows[0], today.isocalendar()
    return Note(
        identity=ids.derive(first["id"], SOURCE, f"{year}-{week}"),
        about=first["id"],
        subject=staff_words.said(first["locale"], "trainings", count=len(rows)),
        text=text(rows, first["locale"]),
    )


def text(rows: Sequence[db.Row], language: str) -> str:
    """A line each, the soonest first."""
    lines = [f"{row['expires_on']}  {row['name']}: {row['skill']} ({row['title']})" for row in rows]
    return "\n".join([*lines, "", staff_words.said(language, "trainings_end"), ""])
