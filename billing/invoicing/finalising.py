"""Making a draft final: a number, a day it is due, and what it books; never changed after."""

from __future__ import annotations

from datetime import date, timedelta

from billing.invoicing import booking, drafting, extras, invoices, issuing
from billing.invoicing.drafting import Run
from billing.invoicing.invoices import Invoice
from billing.invoicing.issuing import Issued
from billing.prepaid import blocks
from billing.receivables import payment_terms
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, StaleVersion
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write


class NotOver(Conflict):
    code = "month-not-over"
    title = "This period is not over yet: its invoice can be drafted, not issued"


class InGrace(Conflict):
    code = "days-of-grace"
    title = "Late entries may still join this invoice: wait for its days of grace to end"


class Nothing(Conflict):
    code = "nothing-to-invoice"
    title = "There is nothing to invoice in this period"


class OwedToClient(Conflict):
    code = "owed-to-client"
    title = "This period comes to less than nothing: credit an earlier invoice instead"


@write("invoice.finalise", STAFF, WORKER)
async def finalise(act: Act, month: date, seen: str, currency: str | None = None) -> Invoice:
    """Issue the invoice of a period that is over, as it was reviewed: `seen` is the draft's
    `inputs_hash`.

    It is rated again under the ledger's lock. Raises StaleVersion when that gives something else,
    NotOver, Nothing, OwedToClient, InGrace, and as `drafting.draft`.
    """
    run = await drafting.compute(act, month, currency)
    if run.made.inputs != seen:
        await _refuse(act, run)
        raise StaleVersion("More has reached the ledger since this draft: draft it again.")
    return await _issued(act, run)


async def unreviewed(act: Act, day: date, currency: str | None = None) -> Invoice:
    """Draft the period that holds the day and issue it at once, as a run does that asks for no
    review: read and rated once. Raises as `finalise`."""
    return await _issued(act, await drafting.compute(act, day, currency))


async def _issued(act: Act, run: Run) -> Invoice:
    today = await _refuse(act, run)
    await drafting.store(act, run)
    await _issue(act, run, today)
    return await invoices.one(act.tenant_id, run.id)


async def _refuse(act: Act, run: Run) -> date:
    """Today, for the client. Raises where this may not be issued today."""
    today = act.now.astimezone(run.account.subscription.zone_info()).date()
    _may_be_issued(run, today)
    await _refuse_in_grace(act, run, today)
    return today


def _may_be_issued(run: Run, today: date) -> None:
    if today < run.period.end:
        raise NotOver
    if not run.made.lines:
        raise Nothing
    if run.made.gross.amount < 0:
        raise OwedToClient


async def _refuse_in_grace(act: Act, run: Run, today: date) -> None:
    days = (await payment_terms.agreed(act.tenant_id)).grace_days
    until = run.period.end + timedelta(days=days)
    if today < until:
        raise InGrace(f"Late entries may join this invoice before {until}: issue it from then on.")


async def _issue(act: Act, run: Run, today: date) -> None:
    lines = run.made.lines
    await booking.book(act, run.id, run.account.subscription.id, lines)
    await extras.carry(act, run.id, [each.source for each in lines if isinstance(each.source, str)])
    await _pay_from_blocks(act, run)
    issued = Issued(run.id, run.made.gross, len(lines), run.account.payment_days)
    await issuing.issue(act, issued, today)


async def _pay_from_blocks(act: Act, run: Run) -> None:
    """Prepaid money is a payment, tax and all (PRACTICE 34)."""
    if run.made.draws:
        holding = await blocks.held(act.tenant_id, run.made.currency)
        await blocks.pay(act, holding, run.made.draws, run.id)
