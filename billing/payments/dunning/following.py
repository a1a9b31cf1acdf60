"""A declined card is tried again by schedule, by a timer at the invoice; the client hears of each
refusal, finance of the last. Reckoned anew at every look, so that looking twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.payments.disputed import disputes
from billing.payments.dunning import schedule, terms
from billing.payments.dunning.schedule import Next, Standing
from billing.payments.following.picture import Picture
from billing.receivables import dunning as reminders
from billing.receivables import local_day, overdue
from underpin.kernel import db, events, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND = "card_retry"
DECLINED, GIVEN_UP = "card.declined", "card.given_up"

STANDING = """
SELECT count(*) AS tries, max(c.ended_at) AS last, r.is_open, r.questioned > 0 AS questioned,
       EXISTS (SELECT FROM collecting k
               WHERE k.tenant_id = $1 AND k.payment_method IS NOT NULL) AS has_card
FROM receivable r
LEFT JOIN stripe_push c ON c.tenant_id = r.tenant_id AND c.kind = 'charge'
  AND c.document_id = r.id AND c.state = 'done' AND c.outcome LIKE 'declined%'
WHERE r.tenant_id = $1 AND r.id = $2 GROUP BY r.is_open, r.questioned
HAVING count(c.id) > 0
"""
KEEP = """
INSERT INTO card_dunning (tenant_id, id, invoice_id, state, tries, declined, next_try_at,
                          started_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
ON CONFLICT (tenant_id, invoice_id) DO UPDATE
SET state = excluded.state, tries = excluded.tries, declined = excluded.declined,
    next_try_at = excluded.next_try_at, changed_at = excluded.changed_at
"""
ROW = """
SELECT id, state, tries, declined, next_try_at FROM card_dunning
WHERE tenant_id = $1 AND invoice_id = $2
"""


@dataclass(frozen=True, slots=True)
class Dunned:
    id: UUID
    state: str
    tries: int
    declined: str
    next_try_at: datetime | None


async def follow(act: Act, invoice_id: UUID, seen: Picture) -> None:
    """After Stripe was read; the invoice locked. One that is not open there any more (void, called
    uncollectible, marked as paid by another way) is tried no more."""
    ended = seen.status != "open"
    await reckon(act, invoice_id, declined=seen.declined, ended=ended)


async def reckon(
    act: Act, invoice_id: UUID, *, declined: str = "", ended: bool = False
) -> Next | None:
    """What follows from what is known here; None where no card was declined. `declined` is kept
    from before where nothing newer is known."""
    row = await db.row(STANDING, act.tenant_id, invoice_id)
    if row is None:
        return None
    before = await _before(act, invoice_id)
    why = declined or (before.declined if before else "")
    held = row["questioned"] or ended or await disputes.is_open(act.tenant_id, invoice_id)
    known = (row["tries"], row["last"], why, row["is_open"], held, row["has_card"])
    standing = Standing(*known)
    then = schedule.decide(await terms.current(), standing)
    if before is None or (before.state, before.tries, before.next_try_at) != (
        then.state,
        standing.tries,
        then.at,
    ):
        await _move(act, invoice_id, before, standing, then)
    return then


async def _move(
    act: Act, invoice_id: UUID, before: Dunned | None, standing: Standing, then: Next
) -> None:
    dunned = before.id if before else ids.new()
    if then.state == "given_up":
        await _is_due(act, invoice_id)
    words = (then.state, standing.tries, standing.declined, then.at, act.now)
    await db.execute(KEEP, act.tenant_id, dunned, invoice_id, *words)
    if then.at is None:
        await timers.disarm(act, KIND, [str(dunned)])
    else:
        await timers.arm(act, Timer(KIND, str(dunned), dunned, then.at, "bulk"))
    await events.emit(act, *_told(dunned, invoice_id, before, standing, then))


def _told(
    dunned: UUID, invoice_id: UUID, before: Dunned | None, standing: Standing, then: Next
) -> list[events.New]:
    """A refusal once for each, the end once: what was told already is not told again."""
    body = {"invoice_id": str(invoice_id), "tries": standing.tries}
    told = []
    is_new = before is None or before.tries < standing.tries
    if is_new and then.state in ("trying", "given_up"):
        told.append(events.New(DECLINED, dunned, body | {"last": then.state == "given_up"}))
    if then.state == "given_up" and (before is None or before.state != "given_up"):
        told.append(events.New(GIVEN_UP, dunned, body))
    return told


async def _is_due(act: Act, invoice_id: UUID) -> None:
    """It was to be paid by card at once; now it is owed like any other, and reminded of."""
    today = await local_day.today(act, act.tenant_id)
    await db.execute(
        "UPDATE receivable SET due_on = least(due_on, $3) WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, invoice_id, today),
    )
    await reminders.rearm(act, invoice_id)
    await overdue.refresh(act)


async def _before(act: Act, invoice_id: UUID) -> Dunned | None:
    row = await db.row(ROW, act.tenant_id, invoice_id)
    return Dunned(**row) if row else None
