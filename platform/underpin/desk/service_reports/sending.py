"""Reports made as months end and are frozen, and who chose so told by mail: at seven in the morning
of the client, in each reader's language, once for each report and state.

Which reports there must be follows from the calendar alone, so that a round that was lost is made
good by the next one. A mail holds what is read first, and the report as PDF: it is printed between
two transactions, for who may read it, and goes to who still may.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.compliance.frozen import compliance_month
from underpin.desk.service_reports import making, recipients, told
from underpin.desk.service_reports.letters import letter
from underpin.desk.service_reports.printed import printing
from underpin.kernel import db, ids, mail_channel, rounds
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker
from underpin.kernel.printing import press
from underpin.kernel.printing.fonts import NoFonts

MORNING: Final = time(7)
ANEW: Final = timedelta(days=1)
LOST: Final = timedelta(days=31)
"""A month that ended longer ago and was never told is told only if somebody asks for it."""

STANDING: Final = """
SELECT r.state, r.made_at, p.state AS period,
       EXISTS (SELECT FROM ticket t WHERE t.tenant_id = $1 AND t.raised_at < $4) AS lived
FROM (SELECT $2::int AS year, $3::int AS month) AS m
LEFT JOIN service_report r ON r.tenant_id = $1 AND r.year = m.year AND r.month = m.month
LEFT JOIN compliance_period p ON p.tenant_id = $1 AND p.year = m.year AND p.month = m.month
"""
TOLD: Final = f"""
SELECT r.id AS report_id, r.year, r.month, r.state, r.made_at, r.body,
       p.id AS person_id, p.name, p.email, p.locale,
       n.slug, f.name AS sender, f.address, f.mailbox_id
FROM service_report r
JOIN service_report_recipient c ON c.tenant_id = r.tenant_id AND c.state = r.state
JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
  AND p.state IN ('invited', 'active')
JOIN tenant n ON n.id = r.tenant_id
LEFT JOIN mail_sender f ON f.tenant_id = r.tenant_id
WHERE r.tenant_id = $1 AND r.made_at > $2 AND (r.year, r.month) < ($3, $4)
  AND c.chosen_at <= r.made_at
  AND EXISTS (SELECT FROM member_role m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id
              AND m.role IN {recipients.READERS})
  AND NOT EXISTS (SELECT FROM service_report_sent s WHERE s.tenant_id = r.tenant_id
                  AND s.report_id = r.id AND s.person_id = p.id AND s.state = r.state)
ORDER BY r.year, r.month, p.id
"""
SENT: Final = """
INSERT INTO service_report_sent (tenant_id, id, report_id, person_id, state, sent_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
Copy = tuple[UUID, datetime, str]
"""A report as it was made then, in a language."""
ROUND: Final = "service_reports"
LATELY: Final = timedelta(days=7)
"""Nobody is told of a report made longer ago."""


async def everywhere() -> int:
    """Returns how many reports were made and mails queued."""
    return sum([await at(tenant) for tenant in await rounds.clients(rounds.PRESENT)])


async def at(tenant: int) -> int:
    """The round at one client; what fails there is set aside."""
    return await rounds.tried(ROUND, of_client, tenant)


async def of_client(tenant: int) -> int:
    """What is due at one client by now."""
    async with db.open(Work(tenant)):
        made = await _make(await _act(tenant))
    return made + await _tell(tenant)


async def _act(tenant: int) -> Act:
    return Act(worker(tenant), tenant, await db.now(), "alarm", ROUND)


async def _make(act: Act) -> int:
    local = await _local(act)
    made = 0
    for year, month in _months(local):
        _, ends = compliance_month.bounds(year, month, str(local.tzinfo))
        if await _is_due(act, year, month, ends):
            await making.make(act, year, month)
            made += 1
    return made


async def _local(act: Act) -> datetime:
    """Now, by the client's clock."""
    zone: str = await db.value("SELECT time_zone FROM tenant WHERE id = $1", act.tenant_id)
    return act.now.astimezone(ZoneInfo(zone))


def _months(local: datetime) -> Iterator[tuple[int, int]]:
    """The month before the last one, which may have waited for its freeze, and the last one."""
    for back in (2, 1):
        yield compliance_month.moved(local.year, local.month, -back)


async def _is_due(act: Act, year: int, month: int, ends: datetime) -> bool:
    """One that is missing, or provisional and frozen meanwhile, or as it stood a day ago. Before
    its first ticket a client has none."""
    row = await db.row(STANDING, act.tenant_id, year, month, ends)
    assert row is not None, "the month itself is a row"  # noqa: S101
    if row["state"] is None:
        return bool(row["lived"]) and act.now - ends < LOST
    if row["state"] == making.FINAL:
        return False
    return bool(row["period"] == "frozen" or act.now - row["made_at"] >= ANEW)


async def _tell(tenant: int) -> int:
    """Who is to be told now of months that are over, once each; returns how many mails were
    queued."""
    async with db.open(Work(tenant)):
        rows = await _readers(await _act(tenant))
    pressed = await _pressed(rows)
    if not pressed:
        return 0
    async with db.open(Work(tenant)):
        act = await _act(tenant)
        still = [row for row in await _readers(act) if _copy(row) in pressed]
        for row in still:
            await _send(act, row, pressed[_copy(row)])
    return len(still)


async def _readers(act: Act) -> list[db.Row]:
    local = await _local(act)
    if local.time() < MORNING:
        return []
    return await db.rows(TOLD, act.tenant_id, act.now - LATELY, local.year, local.month)


def _copy(row: db.Row) -> Copy:
    return row["report_id"], row["made_at"], row["locale"]


async def _pressed(rows: Sequence[db.Row]) -> dict[Copy, bytes | None]:
    """Each report once for each language; None where there is nothing to print it with."""
    made: dict[Copy, bytes | None] = {}
    for row in rows:
        if _copy(row) not in made:
            made[_copy(row)] = await _pdf(row)
    return made


async def _pdf(row: db.Row) -> bytes | None:
    try:
        return await press.beside(printing.pdf, told.decoded(row["body"]), row["locale"])
    except NoFonts:
        return None


async def _send(act: Act, row: db.Row, pdf: bytes | None) -> None:
    sent: UUID = ids.derive(row["report_id"], row["state"], row["person_id"])
    mail, box = letter(act, row, sent, pdf), row["mailbox_id"]
    await mail_channel.queue(act, mail, row["report_id"], hold=timedelta(0), mailbox_id=box)
    words = (sent, row["report_id"], row["person_id"], row["state"], act.now)
    await db.execute(SENT, act.tenant_id, *words)
