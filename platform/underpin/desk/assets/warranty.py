"""Warranties that end: a month before, whoever leads or accounts for the client is told, in one
mail for all that fall together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.assets import counting
from underpin.desk.assets.asset import Asset
from underpin.desk.on_call import staff_words, to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.kernel import db, ids, installation, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "asset_warranty"
BEFORE: Final = timedelta(days=30)
AT: Final = time(6, tzinfo=UTC)
LISTED: Final = 100


def warned_at(until: date) -> datetime:
    """When its end is told of."""
    return datetime.combine(until - BEFORE, AT)


async def arm(act: Act, changed: Iterable[Asset]) -> None:
    """One timer for each day on which something is to be told; what is past is told of at once."""
    today = act.now.date()
    ends = {each.warranty_until for each in changed if each.state != "retired"}
    ahead = sorted(each for each in ends if each is not None and each >= today)
    await timers.arm(act, *(_timer(act, each) for each in ahead))


def _timer(act: Act, until: date) -> Timer:
    fires = max(warned_at(until), act.now)
    return Timer(KIND, f"{fires.date()}", ids.derive(counting.WHOLE, act.tenant_id), fires)


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`. Nobody locks its subject: the timer's
    own row keeps two from mailing at once."""
    return timers.Kind(KIND, _everybody, _fire)


async def _everybody(_: Act, subjects: Sequence[UUID]) -> set[UUID]:
    return set(subjects)


ENDING: Final = """
UPDATE asset a SET warned_for = a.warranty_until
WHERE a.tenant_id = $1 AND a.warranty_until BETWEEN $2 AND $3 AND a.state <> 'retired'
  AND a.warned_for IS DISTINCT FROM a.warranty_until
RETURNING a.name, a.kind, a.serial, a.warranty_until
"""
READERS: Final = """
SELECT s.id, s.name, s.email, s.locale, n.key, n.name AS client FROM staff s
JOIN assignment a ON a.staff_id = s.id AND a.tenant_id = $1 JOIN tenant n ON n.id = $1
WHERE s.state = 'active' AND EXISTS (SELECT FROM staff_role r WHERE r.staff_id = s.id
    AND r.role IN ('service_lead', 'account_manager')) ORDER BY s.id
"""


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    today = act.now.date()
    ending = await db.rows(ENDING, act.tenant_id, today, today + BEFORE)
    if not ending or not batch:
        return
    rows = sorted(ending, key=lambda row: (row["warranty_until"], row["name"]))
    for reader in await db.rows(READERS, act.tenant_id):
        await to_staff.mail(act, reader["name"], reader["email"], _note(act, reader, rows))


def _note(act: Act, reader: db.Row, ending: Sequence[db.Row]) -> Note:
    said = staff_words.said(reader["locale"], "warranties", count=len(ending))
    return Note(
        identity=ids.derive(reader["id"], KIND, act.tenant_id, act.now.isoformat()),
        about=reader["id"],
        subject=f"[{reader['key']}] {said}",
        text=text(reader, ending, f"{installation.settings().desk_origin}/clients"),
    )


def text(reader: db.Row, ending: Sequence[db.Row], where: str) -> str:
    """A line each, the soonest first."""
    lines = [
        f"{row['warranty_until']}  {row['name']} ({row['kind']}{_serial(row['serial'])})"
        for row in ending[:LISTED]
    ]
    over = len(ending) - LISTED
    rest = [staff_words.said(reader["locale"], "more", count=over)] if over > 0 else []
    return "\n".join([f"{reader['client']}:", "", *lines, *rest, "", where, ""])


def _serial(serial: str) -> str:
    return f", {serial}" if serial else ""
