"""The nights' reports: what was compared, and whether the books agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE = 50
FIRST = timedelta(days=30)
"""How far the first run goes back."""
LAG = timedelta(minutes=15)
"""What is younger is left for the next night: its events may still be on their way."""
PROVIDER = "stripe"


@dataclass(frozen=True, slots=True)
class Report:
    """What was made at Stripe from `since` and before `until`, and ours of that time and still
    open, held against each other. `standing`: differences not closed after it, old ones and
    explained ones too; `strangers`: things of nobody we know, set aside in the inbox. `agrees`
    says that there is no difference at all; None while it runs, and where it failed."""

    id: UUID
    since: datetime
    until: datetime
    state: str
    trouble: str
    invoices: int
    payments: int
    refunds: int
    disputes: int
    found: int
    standing: int
    strangers: int
    started_at: datetime
    ended_at: datetime | None

    @property
    def agrees(self) -> bool | None:
        if self.state != "done":
            return None
        return self.standing == 0 and self.strangers == 0


@dataclass(frozen=True, slots=True)
class Shown:
    """`says` is for whoever reads the answer as it is."""

    report: Report
    agrees: bool | None
    says: str


@dataclass(slots=True)
class Tally:
    """What a run counts while it goes on."""

    invoices: int = 0
    payments: int = 0
    refunds: int = 0
    disputes: int = 0
    found: int = 0
    standing: int = 0
    strangers: int = 0


COLUMNS = ", ".join(Report.__slots__)
BEGIN = """
INSERT INTO reconciliation (id, provider, since, until, state, started_at)
SELECT $1, $2, coalesce((SELECT max(until) FROM reconciliation WHERE provider = $2
                         AND state = 'done'), $4), $5, 'running', $3
RETURNING since, until
"""
KILLED = """
UPDATE reconciliation SET state = 'failed', trouble = 'It was stopped.',
    ended_at = transaction_timestamp() WHERE provider = $1 AND state = 'running'
"""
END = """
UPDATE reconciliation SET state = $2, trouble = $3, ended_at = transaction_timestamp(),
    invoices = $4, payments = $5, refunds = $6, disputes = $7, found = $8, standing = $9,
    strangers = $10
WHERE id = $1
"""


async def begin() -> tuple[UUID, datetime, datetime]:
    """In the provider's scope: a run from where the last whole one ended."""
    await db.execute(KILLED, PROVIDER)
    run = ids.new()
    now = await db.now()
    row = await db.row(BEGIN, run, PROVIDER, now, now - FIRST, now - LAG)
    assert row is not None, "it was inserted"  # noqa: S101
    return run, row["since"], max(row["since"], row["until"])


async def end(run: UUID, tally: Tally, trouble: str = "") -> None:
    """Whole, or with what stopped it: then the next one begins where this one did."""
    counted = [getattr(tally, name) for name in Tally.__slots__]
    await db.execute(END, run, "failed" if trouble else "done", trouble, *counted)


@read("payment_event.read", STAFF)
async def listed(act: Act, before: UUID | None = None) -> list[Shown]:
    """The newest first; up to fifty, go on with `before` the last one's id."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM reconciliation WHERE $1::uuid IS NULL OR id < $1 "
        f"ORDER BY id DESC LIMIT {PAGE}",
        before,
    )
    return [_shown(Report(**row)) for row in rows]


def _shown(report: Report) -> Shown:
    return Shown(report, report.agrees, says(report))


def says(report: Report) -> str:
    counted = (
        f"{report.invoices} invoices, {report.payments} payments, {report.refunds} refunds and "
        f"{report.disputes} disputes compared"
    )
    if report.state == "running":
        return "Under way."
    if report.state == "failed":
        return f"Not whole, the next one begins again: {report.trouble}"
    if report.agrees:
        return f"No difference: {counted}."
    return f"{report.standing} differences and {report.strangers} strangers: {counted}."
