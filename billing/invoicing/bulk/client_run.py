"""A month's invoices of one client: drafted or issued, and what became of each, never an error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

import structlog

from billing.invoicing import drafting, finalising, review, windows
from billing.invoicing.invoices import Invoice
from tenants import audit
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Problem

Mode = Literal["draft", "issue", "issue_reviewed"]
Outcome = Literal["drafted", "issued", "passed_over", "failed"]
GRAVEST: Final[tuple[Outcome, ...]] = ("failed", "issued", "drafted", "passed_over")
log = structlog.get_logger()


class Due(NamedTuple):
    """The period that holds `day`, of the subscription in `currency` (None: the client's first)."""

    currency: str | None
    day: date


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it; `said` is for the person who looks."""

    outcome: Outcome
    said: str


async def of_month(act: Act, month: date, mode: Mode) -> Done:
    """Every billing period that ends in the month, each by itself: what one comes to stands
    whatever becomes of another. The gravest outcome is the client's."""
    done = [await of_period(act, each, mode) for each in await ending(act.tenant_id, month)]
    outcomes = {each.outcome for each in done}
    gravest: Outcome = next((each for each in GRAVEST if each in outcomes), "passed_over")
    return Done(gravest, "; ".join(each.said for each in done))


async def ending(tenant: int, month: date) -> list[Due]:
    """Each billing period that ends in the month, of each subscription; the month itself where that
    cannot be told, so that drafting meets the reason again."""
    try:
        async with db.savepoint():
            found = await drafting.ending_in(tenant, windows.month(month))
    except Problem:
        return [Due(None, month)]
    except Exception:
        log.exception("invoice_run.periods_unread", tenant=tenant)
        return [Due(None, month)]
    return [Due(currency, period.start) for currency, period in found]


async def of_period(act: Act, due: Due, mode: Mode) -> Done:
    """One period, in a savepoint of its own."""
    try:
        async with db.savepoint():
            made = await _made(act, due, mode)
    except (
        drafting.NoSubscription,
        drafting.AlreadyFinal,
        finalising.Nothing,
        finalising.InGrace,
    ) as reason:
        return Done("passed_over", reason.detail)
    except Problem as problem:
        return Done("failed", problem.detail)
    except Exception as fault:
        log.exception("invoice_run.failed", tenant=act.tenant_id)
        return Done("failed", f"{type(fault).__name__}: {fault}")
    said = f"{len(made.lines)} lines, {made.gross} {made.currency}"
    if made.number is None:
        return Done("drafted", said)
    return Done("issued", f"{made.number}, {said}")


async def _made(act: Act, due: Due, mode: Mode) -> Invoice:
    if mode == "draft":
        drafted: Invoice = await drafting.draft(act, due.day, due.currency)
        return drafted
    made: Invoice
    if mode == "issue":
        made = await finalising.unreviewed(act, due.day, due.currency)
    else:
        seen = await review.reviewed(act.tenant_id, due.day, due.currency)
        made = await finalising.finalise(act, due.day, seen, due.currency)
    said = {"seen": made.inputs_hash}
    await audit.note(act, finalising.finalise.name, said, str(made.number))
    return made
