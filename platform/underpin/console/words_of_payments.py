"""The words of payments, what collects them and what the bank brought, by category."""

from collections.abc import Mapping

from underpin.console.locale import N_

METHOD = {
    "bank_transfer": N_("Bank transfer"),
    "card": N_("Card"),
    "direct_debit": N_("Direct debit"),
    "stripe": N_("Stripe"),
    "balance": N_("Balance of the client"),
    "write_off": N_("Write-off"),
}
MATCHED_BY = {
    "reference": N_("by the reference it names"),
    "amount": N_("by its payer and exact amount"),
    "hand": N_("by hand"),
}
REFUND = {"proposed": N_("Proposed"), "approved": N_("Approved"), "refused": N_("Refused")}
NOTE_STATE = {"proposed": N_("Proposed"), "issued": N_("Was issued"), "refused": N_("Refused")}
PUSH = {
    "customer": N_("Client at Stripe"),
    "invoice": N_("Invoice"),
    "charge": N_("Charge of the card"),
    "credit_note": N_("Credit note"),
    "refund": N_("Refund"),
    "void": N_("Not collected by card any more"),
    "settle": N_("Paid another way"),
}
PUSH_STATE = {
    "waiting": N_("Under way"),
    "done": N_("Done"),
    "aside": N_("Set aside"),
    "dropped": N_("Given up"),
}
CARD_STATE = {
    "trying": N_("It is tried again"),
    "stopped": N_("Stopped: something is questioned or disputed"),
    "paid": N_("Paid"),
    "given_up": N_("Given up: an open invoice like any other"),
}
DISPUTE = {
    "warning_needs_response": N_("The bank asks: answer it"),
    "warning_under_review": N_("The bank looks at our answer"),
    "warning_closed": N_("The bank asked no further"),
    "needs_response": N_("Answer it"),
    "under_review": N_("The bank looks at our answer"),
    "won": N_("Won"),
    "lost": N_("Lost"),
    "prevented": N_("Prevented"),
}
BALANCE_MOVE = {
    "overpaid": N_("Paid too much"),
    "taken_back": N_("Taken back, with its transfer"),
    "used": N_("Paid an invoice"),
    "put_back": N_("Put back from an invoice"),
    "paid_back": N_("Paid back"),
    "penalty": N_("Penalty owed to the client"),
}
TOLD_EVENT = {
    "stored": N_("Waiting to be looked into"),
    "applied": N_("Applied"),
    "ignored": N_("Ignored"),
    "set_aside": N_("Set aside"),
}
DIFFERENCE = {
    "missing_here": N_("Stripe has it, we do not"),
    "missing_there": N_("We have it, Stripe does not"),
    "amount": N_("Another amount or currency"),
    "state": N_("Another state"),
}
DIFFERENCE_OF = {
    "invoice": N_("Invoice"),
    "payment": N_("Payment"),
    "refund": N_("Refund"),
    "dispute": N_("Dispute"),
}
DIFFERENCE_STATE = {
    "open": N_("Not explained yet"),
    "explained": N_("Explained"),
    "closed": N_("Gone"),
}
NIGHT = {"running": N_("Under way"), "done": N_("Done"), "failed": N_("Failed")}
BANK_ENTRY = {
    "open": N_("Nobody's yet"),
    "settled": N_("Assigned"),
    "not_ours": N_("No client's"),
    "refund_due": N_("To be refunded"),
    "refunded": N_("Sent back"),
    "outgoing": N_("Went out"),
    "reversed": N_("Taken back by the bank"),
}
BANK_COLUMN = {
    "booked_on": N_("Day of booking"),
    "date_format": N_("How a date is written"),
    "decimal": N_("Decimals"),
    "delimiter": N_("Between columns"),
    "encoding": N_("Encoding"),
    "skip": N_("Lines before the header"),
    "amount": N_("Amount"),
    "mark": N_("Column of the debit mark"),
    "debit_mark": N_("Debit mark"),
    "credit": N_("What came in"),
    "debit": N_("What went out"),
    "currency": N_("Currency"),
    "valued_on": N_("Value date"),
    "payer": N_("Payer"),
    "iban": N_("IBAN"),
    "reference": N_("Reference"),
    "bank_id": N_("The bank's own number"),
    "end_to_end": N_("The payer's own number"),
    "text": N_("Text, several with commas"),
}
CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "payment_method": METHOD,
    "matched_by": MATCHED_BY,
    "refund": REFUND,
    "note_state": NOTE_STATE,
    "push": PUSH,
    "push_state": PUSH_STATE,
    "card_state": CARD_STATE,
    "dispute": DISPUTE,
    "balance_move": BALANCE_MOVE,
    "told_event": TOLD_EVENT,
    "difference": DIFFERENCE,
    "difference_of": DIFFERENCE_OF,
    "difference_state": DIFFERENCE_STATE,
    "night": NIGHT,
    "bank_entry": BANK_ENTRY,
    "bank_column": BANK_COLUMN,
}
