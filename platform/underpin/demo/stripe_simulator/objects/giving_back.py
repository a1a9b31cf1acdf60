"""Refunds, credit notes and disputes: how less is collected, or money goes back."""

from __future__ import annotations

from typing import Any

from underpin.demo.stripe_simulator import refusal
from underpin.demo.stripe_simulator.call import Call
from underpin.demo.stripe_simulator.objects import invoices
from underpin.demo.stripe_simulator.state import Obj, State


def refund(call: Call) -> Obj:
    charge = _charge(call)
    amount = call.params.get("amount", charge["amount"] - charge["amount_refunded"])
    return _refunded(call.state, charge, amount, call.get("metadata", {}), call.get("reason"))


def credit_note(call: Call) -> Obj:
    """What is not paid yet is lowered; the rest must be said: refunded, to the balance, or
    elsewhere."""
    state, params = call.state, call.params
    invoice = state.one("invoice", params["invoice"], "invoice")
    amount = _creditable(state, invoice, params)
    before = min(amount, invoice["amount_remaining"]) if invoice["status"] == "open" else 0
    after = amount - before
    given = [params.get(each, 0) for each in ("refund_amount", "credit_amount")]
    if sum(given) + params.get("out_of_band_amount", 0) != after:
        raise refusal.conflict(
            "The sum of credit amount, refund amount and out of band amount must equal the "
            f"amount of the credit note that was paid ({after})."
        )
    made = _note(call, invoice, amount, before, after)
    _lowered(state, invoice, before)
    invoice["post_payment_credit_notes_amount"] += after
    if given[0]:
        made["refunds"] = [{"refund": _of_note(call, invoice, given[0])["id"]}]
    state.one("customer", invoice["customer"])["balance"] -= given[1]
    state.happened("credit_note.created", made)
    return made


def void_note(call: Call) -> Obj:
    found = call.state.one("credit_note", call.id)
    if found["status"] == "void" or found["type"] != "pre_payment":
        raise refusal.conflict("This credit note cannot be voided.")
    found["status"] = "void"
    invoice = call.state.one("invoice", found["invoice"])
    _lowered(call.state, invoice, -found["amount"])
    call.state.happened("credit_note.voided", found)
    return found


def dispute(state: State, charge: str, reason: str = "fraudulent") -> Obj:
    """The cardholder's bank takes the money back, for now."""
    found = state.one("charge", charge)
    found["disputed"] = True
    made = state.new(
        "dispute",
        amount=found["amount"] - found["amount_refunded"],
        charge=charge,
        currency=found["currency"],
        payment_intent=found["payment_intent"],
        reason=reason,
        status="needs_response",
        metadata={},
        is_charge_refundable=False,
    )
    state.happened("charge.dispute.created", made)
    state.happened("charge.dispute.funds_withdrawn", made)
    return made


def decide(state: State, given: str, *, won: bool) -> Obj:
    found = state.one("dispute", given)
    found["status"] = "won" if won else "lost"
    if won:
        state.one("charge", found["charge"])["disputed"] = False
        state.happened("charge.dispute.funds_reinstated", found)
    state.happened("charge.dispute.closed", found)
    return found


def close(call: Call) -> Obj:
    """Given up: it is lost."""
    return decide(call.state, call.id, won=False)


def _charge(call: Call) -> Obj:
    state = call.state
    if call.get("charge"):
        return state.one("charge", call.params["charge"], "charge")
    if not call.get("payment_intent"):
        raise refusal.missing("payment_intent")
    intent = state.one("payment_intent", call.params["payment_intent"], "payment_intent")
    if intent["status"] != "succeeded":
        raise refusal.conflict("This PaymentIntent does not have a successful charge to refund.")
    return state.one("charge", intent["latest_charge"])


def _refunded(state: State, charge: Obj, amount: int, metadata: Obj, reason: str | None) -> Obj:
    left = charge["amount"] - charge["amount_refunded"]
    if charge["disputed"]:
        raise refusal.conflict("Charge has been charged back.", "charge_disputed")
    if left == 0:
        raise refusal.conflict("Charge has already been refunded.", "charge_already_refunded")
    if not 0 < amount <= left:
        raise refusal.conflict(f"Refund amount ({amount}) is greater than unrefunded ({left}).")
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    made = state.new(
        "refund",
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        metadata=metadata,
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="succeeded",
    )
    state.happened("refund.created", made)
    state.happened("charge.refunded", charge)
    return made


def _creditable(state: State, invoice: Obj, params: dict[str, Any]) -> int:
    if invoice["status"] not in ("open", "paid"):
        raise refusal.conflict("A credit note goes with an open or paid invoice.")
    if not params.get("amount"):
        raise refusal.missing("amount")
    amount: int = params["amount"]
    spent = sum(
        each["amount"]
        for each in state.all("credit_note")
        if each["invoice"] == invoice["id"] and each["status"] == "issued"
    )
    if not 0 < amount <= invoice["total"] - spent:
        raise refusal.conflict("A credit note can be no more than what is left of its invoice.")
    return amount


def _note(call: Call, invoice: Obj, amount: int, before: int, after: int) -> Obj:
    state = call.state
    count = sum(each["invoice"] == invoice["id"] for each in state.all("credit_note"))
    return state.new(
        "credit_note",
        amount=amount,
        total=amount,
        subtotal=amount,
        currency=invoice["currency"],
        customer=invoice["customer"],
        invoice=invoice["id"],
        memo=call.get("memo"),
        metadata=call.get("metadata", {}),
        number=f"{invoice['number']}-CN-{count + 1:02d}",
        out_of_band_amount=call.get("out_of_band_amount"),
        pre_payment_amount=before,
        post_payment_amount=after,
        reason=call.get("reason"),
        refunds=[],
        status="issued",
        type="mixed" if before and after else ("pre_payment" if before else "post_payment"),
    )


def _lowered(state: State, invoice: Obj, by: int) -> None:
    if not by:
        return
    invoice["pre_payment_credit_notes_amount"] += by
    invoice["amount_due"] -= by
    invoice["amount_remaining"] -= by
    for each in invoices.payments(state, invoice["id"]):
        if each["status"] == "open":
            each["amount_requested"] -= by
            intent = state.one("payment_intent", each["payment"]["payment_intent"])
            intent["amount"] -= by
    if invoice["amount_remaining"] == 0 and invoice["status"] == "open":
        invoices.settled(state, invoice)
        state.happened("invoice.paid", invoice)


def _of_note(call: Call, invoice: Obj, amount: int) -> Obj:
    paid = next(
        each for each in invoices.payments(call.state, invoice["id"]) if each["status"] == "paid"
    )
    intent = call.state.one("payment_intent", paid["payment"]["payment_intent"])
    charge = call.state.one("charge", intent["latest_charge"])
    return _refunded(call.state, charge, amount, {}, None)
