"""What came in for an invoice, as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from billing.payments.disputed.disputes import Dispute
from billing.payments.matching.allocation import Allocation
from billing.payments.payment import Payment
from billing.payments.pushing.reading import Pushed
from underpin.console import formats
from underpin.console.routes.one_invoice.gathered import Paid, Which
from underpin.console.routes.shaping import money, owed
from underpin.console.views import one_invoice as shown
from underpin.console.views.pricing import Choices
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

FIELDS: Final = (
    *("amount", "received_on", "reference"),
    *("payment_id", "refund_amount", "reason", "push_reason"),
)


def head(of: Which) -> shown.Head:
    row = money.row(owed.under(of.company), of.stands)
    return shown.Head(
        of.company.name, of.company.slug, row.number, row.state, row.currency, row.path
    )


def payments(
    shell: Shell, found: Paid, asker: Principal, typed: Mapping[str, str], problem: str = ""
) -> shown.PaymentsPage:
    slug, stands, may = found.which.company.slug, found.which.stands, asker.may
    row = money.row(owed.under(found.which.company), stands)
    collects = any(each.kind == "invoice" and each.state == "done" for each in found.pushes)
    stop = f"{row.path}/card-collection/end" if collects and stands.open > 0 else ""
    return shown.PaymentsPage(
        shell,
        head(found.which),
        replace(row, issued=found.which.invoice.issued_on),
        stands.credited,
        stands.paid,
        tuple(_payments(found, row.path if may("payment.record") else "")),
        tuple(_assigned(each, slug, may=may("bank.match")) for each in found.assigned),
        tuple(
            shown.ReminderRow(each.level, each.amount, each.mailed, each.sent_at)
            for each in found.reminders
        ),
        tuple(
            shown.RefundRow(each.amount, each.reason, each.state, each.proposed_at)
            for each in found.refunds
        ),
        tuple(dispute(each) for each in found.disputes),
        tuple(push(each, slug, may=may("collecting.write")) for each in found.pushes),
        _card(found),
        found.collecting.method == "stripe",
        found.collecting.card,
        _refundable(found, shell) if may("refund.propose") else (),
        may("payment.record"),
        stop if may("collecting.write") and not _stopped(found) else "",
        f"{row.path}/surplus" if may("payment.record") and stands.open < 0 else "",
        found.now.astimezone(ZoneInfo(found.which.company.time_zone)).date(),
        {name: typed.get(name, "") for name in FIELDS},
        problem,
    )


def _stopped(found: Paid) -> bool:
    return any(each.kind == "void" and each.state != "dropped" for each in found.pushes)


def _payments(found: Paid, path: str) -> Iterator[shown.PaymentRow]:
    """`path` of the invoice, for who may put back what came from the balance; the verb knows what
    was put back already."""
    for of in found.payments:
        from_balance = path and of.method == "balance" and of.amount > 0
        back = f"{path}/payments/{of.id}/reversal" if from_balance else ""
        yield shown.PaymentRow(of.received_on, of.amount, of.method, of.reference, back)


def _assigned(of: Allocation, slug: str, *, may: bool) -> shown.AssignedRow:
    undo = f"/clients/{slug}/bank-allocations/{of.id}/reversal" if may else ""
    return shown.AssignedRow(of.amount, of.rule, of.made_at, f"/bank-entries/{of.entry_id}", undo)


def dispute(of: Dispute) -> shown.DisputeRow:
    return shown.DisputeRow(
        of.amount,
        of.currency,
        of.status,
        of.reason.replace("_", " "),
        of.opened_at,
        of.respond_by,
        of.is_over,
        of.invoice,
    )


def push(of: Pushed, slug: str, *, may: bool) -> shown.PushRow:
    """`slug` of its client."""
    decide = may and of.state == "aside" and of.kind != "customer"
    return shown.PushRow(
        of.kind,
        of.number,
        of.goal.amount,
        of.found.amount if of.found else None,
        of.goal.currency,
        of.state,
        of.outcome,
        of.trouble,
        of.dropped_why,
        (of.steps_done, of.steps),
        of.attempts,
        of.begun_at,
        f"/clients/{slug}/pushes/{of.id}" if decide else "",
    )


def _card(found: Paid) -> shown.CardStanding | None:
    of = found.card
    return shown.CardStanding(of.state, of.tries, of.declined, of.next_try_at) if of else None


def _refundable(found: Paid, shell: Shell) -> Choices:
    """What was paid through Stripe: how much of it is left to give back, the verb knows."""
    language, currency = shell.reader.language, found.which.stands.currency

    def said(of: Payment) -> str:
        amount = formats.money(of.amount, currency, language)
        return f"{amount} · {formats.day(of.received_on, language)}"

    back = [each for each in found.payments if each.method == "stripe" and each.amount > 0]
    return tuple((str(each.id), said(each)) for each in back)
