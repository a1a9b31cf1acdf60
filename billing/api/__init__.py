"""The JSON API of the room: one file for each thing it speaks of."""

from litestar import Router

from billing.api import (
    allocation,
    balance,
    bank,
    collecting,
    credit,
    debit_note,
    dispute,
    invoice,
    letterhead,
    margin,
    meter,
    paper,
    party,
    payment,
    payment_event,
    plan,
    question,
    receivable,
    terms,
    usage,
    write_off,
)

ROUTER = Router(
    "/",
    route_handlers=[
        invoice.ROUTER,
        credit.ROUTER,
        payment.ROUTER,
        payment_event.ROUTER,
        dispute.ROUTER,
        collecting.ROUTER,
        usage.ROUTER,
        margin.ROUTER,
        bank.ROUTER,
        allocation.ROUTER,
        balance.ROUTER,
        debit_note.ROUTER,
        receivable.ROUTER,
        question.ROUTER,
        write_off.ROUTER,
        party.ROUTER,
        letterhead.ROUTER,
        meter.ROUTER,
        plan.ROUTER,
        terms.ROUTER,
        paper.ROUTER,
    ],
)
