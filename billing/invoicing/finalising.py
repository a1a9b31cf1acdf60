"""Making a draft final: a number, a day it is due, and what it books; never changed after."""

from __future__ import annotations

from datetime import date

from billing.invoicing import booking, drafting, extras, invoices, series
from billing.invoicing.drafting import Run
from billing.invoicing.invoices import Invoice
from billing.invoicing.line import Line
from billing.papers import pinning
from billing.prepaid import blocks
from billing.receivables import balance, payment_terms, receivable, term_of_payment
from billing.receivables.term_of_payment import Term
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, StaleVersion
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write


class NotOver(Conflict):
    code = "month-not-over"
    title = "This period is not over yet: its invoice can be drafted, not issued"


class Nothing(Conflict):
    code = "nothing-to-invoice"
    title = "There is nothing to invoice in this period"


class OwedToClient(Conflict):
    code = "owed-to-client"
    title = "This period comes to less than nothing: credit an earlier invoice instead"


FINAL = """
UPDATE invoice SET state = 'final', number = $3, issued_on = $4, due_on = $5, finalised_at = $6,
                   finalised_by = $7
WHERE tenant_id = $1 AND id = $2
"""


@write("invoice.finalise", STAFF, WORKER)
async def finalise(act: Act, month: date, seen: str) -> Invoice:
    """Issue the invoice of a period that is over, as it was reviewed: `seen` is the draft's
    `inputs_hash`.

    It is rated again under the ledger's lock. Raises StaleVersion when that gives something else,
    NotOver, Nothing, OwedToClient, and as `drafting.draft`.
    """
    run = await drafting.compute(act, month)
    today = act.now.astimezone(run.account.subscription.zone_info()).date()
    _may_be_issued(run, today)
    if run.made.inputs != seen:
        raise StaleVersion("More has reached the ledger since this draft: draft it again.")
    await drafting.store(act, run)
    await _issue(act, run, today)
    return await invoices.one(act.tenant_id, run.id)


def _may_be_issued(run: Run, today: date) -> None:
    if today < run.period.end:
        raise NotOver
    if not run.made.lines:
        raise Nothing
    if run.made.gross.amount < 0:
        raise OwedToClient


async def _issue(act: Act, run: Run, today: date) -> None:
    lines = run.made.lines
    await booking.book(act, run.id, run.account.subscription.id, lines)
    await extras.carry(act, run.id, [each.source for each in lines if isinstance(each.source, str)])
    await _pay_from_blocks(act, run)
    number = await series.take(act, "invoice", today)
    agreed = (await payment_terms.agreed(act.tenant_id)).term
    due = term_of_payment.due_on(today, agreed or Term(run.account.payment_days))
    by = act.principal.person_id
    await db.execute(FINAL, act.tenant_id, run.id, number, today, due, act.now, by)
    await receivable.refresh(act, run.id)
    await balance.use_on(act, run.id, today)
    await pinning.when_known(act, run.id)
    await events.emit(act, _issued(run, number, lines))


async def _pay_from_blocks(act: Act, run: Run) -> None:
    """Prepaid money is a payment, tax and all (PRACTICE 34)."""
    if run.made.draws:
        holding = await blocks.held(act.tenant_id, run.made.currency)
        await blocks.pay(act, holding, run.made.draws, run.id)


def _issued(run: Run, number: str, lines: tuple[Line, ...]) -> events.New:
    body = {"number": number, "gross": str(run.made.gross.amount), "lines": len(lines)}
    return events.New("invoice.finalised", run.id, body)
