"""Paying an invoice: a saved card, a card on its hosted page, or money that came another way."""

from __future__ import annotations

from underpin.demo.stripe_simulator import refusal
from underpin.demo.stripe_simulator.call import Call
from underpin.demo.stripe_simulator.objects import cards, invoices
from underpin.demo.stripe_simulator.refusal import Refusal
from underpin.demo.stripe_simulator.state import Card, Obj, State


def pay(call: Call) -> Obj:
    found = _payable(call.state, call.id)
    if call.get("paid_out_of_band"):
        return _out_of_band(call.state, found)
    return _charged(call.state, found, _method(call, found))


def by_page(state: State, invoice: str, card: Card) -> Obj:
    """What somebody does on the hosted page. Raises Refusal as the page would show it."""
    return _charged(state, _payable(state, invoice), cards.method(state, card))


def _payable(state: State, invoice: str) -> Obj:
    found = state.one("invoice", invoice)
    if found["status"] == "paid":
        raise refusal.conflict("Invoice is already paid")
    if found["status"] not in ("open", "uncollectible"):
        raise refusal.conflict(f"A {found['status']} invoice cannot be paid.")
    return found


def _method(call: Call, invoice: Obj) -> Obj:
    state = call.state
    customer = state.one("customer", invoice["customer"])
    chosen = (
        call.get("payment_method")
        or invoice["default_payment_method"]
        or customer["invoice_settings"]["default_payment_method"]
    )
    if not chosen:
        raise refusal.conflict(
            "There is no default_payment_method set on this Customer or Invoice."
        )
    found = state.one("payment_method", chosen, "payment_method")
    if found["customer"] != customer["id"]:
        raise refusal.conflict("The payment method belongs to no customer or to another one.")
    return found


def _charged(state: State, invoice: Obj, method: Obj) -> Obj:
    payment = invoices.payments(state, invoice["id"])[0]
    intent = state.one("payment_intent", payment["payment"]["payment_intent"])
    card, taken = state.cards[method["id"]], invoice["amount_remaining"]
    invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    charge = _charge(state, invoice, intent, method, taken)
    intent["latest_charge"] = charge["id"]
    if not card.pays():
        raise _declined(state, invoice, intent, charge, card)
    charge |= {"status": "succeeded", "paid": True, "captured": True}
    charge["amount_captured"] = taken
    intent |= {"status": "succeeded", "amount_received": taken, "payment_method": method["id"]}
    payment |= {"status": "paid", "amount_paid": taken}
    payment["status_transitions"]["paid_at"] = state.now()
    invoice["amount_paid"] += taken
    invoices.settled(state, invoice)
    state.happened("charge.succeeded", charge)
    state.happened("payment_intent.succeeded", intent)
    state.happened("invoice_payment.paid", payment)
    return _paid(state, invoice)


def _paid(state: State, invoice: Obj) -> Obj:
    state.happened("invoice.paid", invoice)
    state.happened("invoice.payment_succeeded", invoice)
    return invoice


def _out_of_band(state: State, invoice: Obj) -> Obj:
    """No money moves: what was due counts as paid elsewhere."""
    for each in invoices.payments(state, invoice["id"]):
        each["status"] = "canceled"
        state.one("payment_intent", each["payment"]["payment_intent"])["status"] = "canceled"
    left = invoice["amount_remaining"]
    invoice["amount_paid"] += left
    invoice["amount_paid_off_stripe"] += left
    invoices.settled(state, invoice)
    return _paid(state, invoice)


def _charge(state: State, invoice: Obj, intent: Obj, method: Obj, amount: int) -> Obj:
    return state.new(
        "charge",
        amount=amount,
        amount_captured=0,
        amount_refunded=0,
        captured=False,
        currency=invoice["currency"],
        customer=invoice["customer"],
        disputed=False,
        failure_code=None,
        failure_message=None,
        metadata={},
        paid=False,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details={"type": "card", "card": dict(method["card"])},
        refunded=False,
        status="failed",
    )


def _declined(state: State, invoice: Obj, intent: Obj, charge: Obj, card: Card) -> Refusal:
    said = "Your card was declined."
    charge |= {"failure_code": card.code, "failure_message": said}
    error = {"type": "card_error", "code": card.code, "message": said, "charge": charge["id"]}
    if card.decline_code:
        error["decline_code"] = card.decline_code
    wants = card.code == "authentication_required"
    intent["status"] = "requires_action" if wants else "requires_payment_method"
    intent["last_payment_error"] = error
    state.happened("charge.failed", charge)
    state.happened("payment_intent.payment_failed", intent)
    state.happened("invoice.payment_failed", invoice)
    more = {name: value for name, value in error.items() if name not in ("type", "message")}
    return Refusal(said, status=402, kind="card_error", **more)
