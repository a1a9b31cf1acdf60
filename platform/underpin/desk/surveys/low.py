"""Low ratings are told to who leads the client's service, gathered: one mail for what came within a
quarter of an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.aside import paging
from underpin.desk.on_call import staff_words, to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.desk.surveys import terms
from underpin.kernel import db, ids, installation, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "survey_low"
KEY: Final = "low"
AFTER: Final = timedelta(minutes=15)
WAITS: Final = f"SELECT {timers.stands(KIND, '$2')}"


async def gather(act: Act, survey_id: UUID) -> None:
    """What waits already is not put off by more."""
    if not await db.value(WAITS, act.tenant_id, KEY):
        await timers.arm(act, Timer(KIND, KEY, survey_id, act.now + AFTER, "mail"))


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("survey"), _fire)


UNTOLD: Final = """
UPDATE survey v SET told_at = $3 FROM ticket t, tenant n
WHERE v.tenant_id = $1 AND v.told_at IS NULL AND v.rating <= $2 AND t.tenant_id = v.tenant_id
  AND t.id = v.ticket_id AND n.id = v.tenant_id
RETURNING v.id, n.key, t.number, v.rating
"""


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    agreed = await terms.of(act.tenant_id)
    found = await db.rows(UNTOLD, act.tenant_id, agreed.low, act.now)
    if not found:
        return
    said = sorted(found, key=lambda row: (row["rating"], row["number"]))
    for leader in await db.rows(paging.LEADERS, act.tenant_id):
        note = _note(said, leader, batch[0].subject_id)
        await to_staff.mail(act, leader["name"], leader["email"], note)


def _note(said: Sequence[db.Row], leader: db.Row, about: UUID) -> Note:
    language, desk = leader["locale"], installation.settings().desk_origin
    subject = f"[{said[0]['key']}] {staff_words.said(language, 'low', count=len(said))}"
    identity = ids.derive(about, KIND, leader["id"])
    return Note(identity, about, subject, text(said, desk, language))


def text(said: Sequence[db.Row], desk: str, language: str) -> str:
    """A line for each; it names no person and quotes nobody."""
    lines = [_line(row, desk, language) for row in said]
    every = staff_words.said(language, "all_of_them", link=f"{desk}/satisfaction")
    return "\n".join([*lines, "", every, ""])


def _line(row: db.Row, desk: str, language: str) -> str:
    name = f"{row['key']}-{row['number']}"
    rated = staff_words.said(language, "rated", rating=row["rating"])
    return f"{name}: {rated}  {desk}/tickets/{name}"
