"""Invoices: draft, then open, then paid, void or uncollectible."""

from __future__ import annotations

from underpin.demo.stripe_simulator import refusal
from underpin.demo.stripe_simulator.call import Call, changed
from underpin.demo.stripe_simulator.objects import items
from underpin.demo.stripe_simulator.state import Obj, State


def create(call: Call) -> Obj:
    state = call.state
    if not call.get("customer"):
        raise refusal.missing("customer")
    customer = state.one("customer", call.params["customer"], "customer")
    _number_is_free(state, call.get("number"), "")
    made = state.new(
        "invoice",
        customer=customer["id"],
        customer_name=customer["name"],
        currency=call.get("currency", "usd"),
        status="draft",
        number=call.get("number"),
        auto_advance=call.get("auto_advance", False),
        automatic_tax={"enabled": False, "status": None},
        billing_reason="manual",
        collection_method=call.get("collection_method", "charge_automatically"),
        custom_fields=call.get("custom_fields"),
        default_payment_method=call.get("default_payment_method"),
        description=call.get("description"),
        due_date=_due(call),
        footer=call.get("footer"),
        metadata=call.get("metadata", {}),
        **_fresh(state),
    )
    if call.get("pending_invoice_items_behavior") == "include":
        _take_pending(state, made)
    items.counted(state, made)
    state.happened("invoice.created", made)
    return made


def update(call: Call) -> Obj:
    found = call.state.one("invoice", call.id)
    fixed = {"number", "collection_method", "due_date", "custom_fields"} & call.params.keys()
    if found["status"] != "draft" and fixed:
        raise _not_editable()
    _number_is_free(call.state, call.get("number"), found["id"])
    changed(found, call.params)
    call.state.happened("invoice.updated", found)
    return found


def delete(call: Call) -> Obj:
    found = _draft(call)
    for each in items.of(call.state, found["id"]):
        call.state.remove("invoiceitem", each["id"])
    gone = call.state.remove("invoice", found["id"])
    call.state.happened("invoice.deleted", found)
    return gone


def finalize(call: Call) -> Obj:
    """A balance of the customer's is used up first; what comes to nothing is paid at once."""
    found, state = _draft(call), call.state
    if "auto_advance" in call.params:
        found["auto_advance"] = call.params["auto_advance"]
    found["number"] = found["number"] or f"SIM-{state.now()}-{found['id'][-4:]}"
    _from_balance(state, found)
    found |= {"status": "open", "effective_at": state.now()}
    found["hosted_invoice_url"] = f"{state.pages}/pay/{found['id']}"
    found["invoice_pdf"] = f"{found['hosted_invoice_url']}/pdf"
    found["status_transitions"]["finalized_at"] = state.now()
    if found["amount_due"] == 0:
        settled(state, found)
    else:
        _intend(state, found)
    state.happened("invoice.finalized", found)
    if found["status"] == "paid":
        state.happened("invoice.paid", found)
    return found


def void(call: Call) -> Obj:
    found = _open(call, also=("uncollectible",))
    found["status"] = "void"
    found["status_transitions"]["voided_at"] = call.state.now()
    for each in payments(call.state, found["id"]):
        each["status"] = "canceled"
        call.state.one("payment_intent", each["payment"]["payment_intent"])["status"] = "canceled"
    call.state.happened("invoice.voided", found)
    return found


def mark_uncollectible(call: Call) -> Obj:
    found = _open(call)
    found["status"] = "uncollectible"
    found["status_transitions"]["marked_uncollectible_at"] = call.state.now()
    call.state.happened("invoice.marked_uncollectible", found)
    return found


def send(call: Call) -> Obj:
    found = _open(call)
    call.state.happened("invoice.sent", found)
    return found


def payments(state: State, invoice: str) -> list[Obj]:
    """The newest first."""
    return [each for each in state.all("invoice_payment") if each["invoice"] == invoice]


def settled(state: State, invoice: Obj) -> None:
    """Nothing is left to be paid."""
    invoice |= {"status": "paid", "amount_remaining": 0, "attempted": True}
    invoice["status_transitions"]["paid_at"] = state.now()


def listed_payments(state: State, invoice: Obj) -> None:
    found = payments(state, invoice["id"])
    invoice["payments"] = {
        "object": "list",
        "data": found,
        "has_more": False,
        "url": f"/v1/invoice_payments?invoice={invoice['id']}",
    }


def _fresh(state: State) -> Obj:
    return {
        "amount_paid": 0,
        "amount_overpaid": 0,
        "amount_paid_off_stripe": 0,
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": False,
        "default_tax_rates": [],
        "discounts": [],
        "total_discount_amounts": [],
        "total_taxes": [],
        "ending_balance": None,
        "starting_balance": 0,
        "effective_at": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "next_payment_attempt": None,
        "parent": None,
        "payment_settings": {"payment_method_options": None, "payment_method_types": None},
        "period_start": state.now(),
        "period_end": state.now(),
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "status_transitions": dict.fromkeys(
            ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
        ),
    }


def _due(call: Call) -> int | None:
    given: int | None = call.get("due_date")
    if call.get("collection_method") == "send_invoice":
        days = call.get("days_until_due")
        if given is None and days is None:
            raise refusal.missing("days_until_due")
        return given or call.state.now() + days * 24 * 60 * 60
    if given is not None or call.get("days_until_due") is not None:
        raise refusal.conflict("A due date goes with collection_method=send_invoice alone.")
    return None


def _take_pending(state: State, invoice: Obj) -> None:
    for each in state.all("invoiceitem"):
        same = (each["customer"], each["currency"]) == (invoice["customer"], invoice["currency"])
        if each["invoice"] is None and same:
            each["invoice"] = invoice["id"]


def _number_is_free(state: State, number: str | None, own: str) -> None:
    if number and any(
        each["number"] == number and each["id"] != own for each in state.all("invoice")
    ):
        raise refusal.conflict(f"The invoice number {number} is in use already.")


def _from_balance(state: State, invoice: Obj) -> None:
    """A balance below zero is a credit; a total below zero adds to it."""
    customer = state.one("customer", invoice["customer"])
    invoice["starting_balance"] = customer["balance"]
    used = min(max(0, -customer["balance"]), max(0, invoice["total"]))
    customer["balance"] += used + min(0, invoice["total"])
    invoice["ending_balance"] = customer["balance"]
    invoice["amount_due"] = invoice["amount_remaining"] = max(0, invoice["total"]) - used


def _intend(state: State, invoice: Obj) -> None:
    intent = state.new(
        "payment_intent",
        amount=invoice["amount_due"],
        amount_received=0,
        amount_capturable=0,
        currency=invoice["currency"],
        customer=invoice["customer"],
        status="requires_payment_method",
        payment_method=None,
        latest_charge=None,
        last_payment_error=None,
        metadata={},
        description=f"Payment for invoice {invoice['number']}",
    )
    state.new(
        "invoice_payment",
        invoice=invoice["id"],
        amount_paid=None,
        amount_requested=invoice["amount_due"],
        currency=invoice["currency"],
        is_default=True,
        payment={"type": "payment_intent", "payment_intent": intent["id"]},
        status="open",
        status_transitions={"paid_at": None, "canceled_at": None},
    )
    listed_payments(state, invoice)
    state.happened("payment_intent.created", intent)


def _draft(call: Call) -> Obj:
    found = call.state.one("invoice", call.id)
    if found["status"] != "draft":
        raise _not_editable()
    return found


def _open(call: Call, also: tuple[str, ...] = ()) -> Obj:
    found = call.state.one("invoice", call.id)
    if found["status"] not in ("open", *also):
        raise refusal.conflict(
            f"This invoice is {found['status']}: it must be open.", "invoice_not_editable"
        )
    return found


def _not_editable() -> refusal.Refusal:
    return refusal.conflict(
        "This invoice is no draft any more: it cannot be changed.", "invoice_not_editable"
    )
