"""Invoice items, and the lines and totals they make: an invoice's total is their sum."""

from __future__ import annotations

from underpin.demo.stripe_simulator import refusal
from underpin.demo.stripe_simulator.call import Call, changed
from underpin.demo.stripe_simulator.state import Obj, State

MOST = 250


def create(call: Call) -> Obj:
    state = call.state
    if not call.get("customer"):
        raise refusal.missing("customer")
    state.one("customer", call.params["customer"], "customer")
    if "amount" not in call.params or not call.get("currency"):
        raise refusal.missing("amount" if "amount" not in call.params else "currency")
    invoice = _open_draft(call) if call.get("invoice") else None
    made = state.new(
        "invoiceitem",
        customer=call.params["customer"],
        invoice=invoice["id"] if invoice else None,
        amount=call.params["amount"],
        currency=call.params["currency"],
        description=call.get("description"),
        discountable=call.get("discountable", True),
        metadata=call.get("metadata", {}),
        period=call.get("period", {"start": state.now(), "end": state.now()}),
        quantity=1,
        date=state.now(),
    )
    if invoice:
        counted(state, invoice)
    state.happened("invoiceitem.created", made)
    return made


def update(call: Call) -> Obj:
    found = _of_draft(call)
    changed(found, call.params)
    if found["invoice"]:
        counted(call.state, call.state.one("invoice", found["invoice"]))
    return found


def delete(call: Call) -> Obj:
    found = _of_draft(call)
    gone = call.state.remove("invoiceitem", call.id)
    if found["invoice"]:
        counted(call.state, call.state.one("invoice", found["invoice"]))
    call.state.happened("invoiceitem.deleted", found)
    return gone


def of(state: State, invoice: str) -> list[Obj]:
    """In the order they were added."""
    return [each for each in reversed(state.all("invoiceitem")) if each["invoice"] == invoice]


def counted(state: State, invoice: Obj) -> None:
    """The invoice's lines and totals anew."""
    items = of(state, invoice["id"])
    total = sum(each["amount"] for each in items)
    lines = [_line(each, invoice["id"]) for each in items]
    invoice["lines"] = {
        "object": "list",
        "data": lines[:10],
        "has_more": len(lines) > 10,
        "total_count": len(lines),
        "url": f"/v1/invoices/{invoice['id']}/lines",
    }
    owed = max(0, total)
    invoice |= {"subtotal": total, "subtotal_excluding_tax": total, "total": total}
    invoice |= {"total_excluding_tax": total, "amount_due": owed, "amount_remaining": owed}


def lines(call: Call) -> Obj:
    found = call.state.one("invoice", call.id)
    made = [_line(each, found["id"]) for each in of(call.state, found["id"])]
    return {**found["lines"], "data": made, "has_more": False}


def _line(item: Obj, invoice: str) -> Obj:
    return {
        "id": item["id"].replace("ii_", "il_", 1),
        "object": "line_item",
        "amount": item["amount"],
        "currency": item["currency"],
        "description": item["description"],
        "discountable": item["discountable"],
        "invoice": invoice,
        "livemode": False,
        "metadata": item["metadata"],
        "period": item["period"],
        "quantity": 1,
        "taxes": [],
        "parent": {
            "type": "invoice_item_details",
            "invoice_item_details": {"invoice_item": item["id"], "proration": False},
        },
    }


def _open_draft(call: Call) -> Obj:
    found = call.state.one("invoice", call.params["invoice"], "invoice")
    if found["status"] != "draft":
        raise refusal.conflict(
            "Cannot add an invoice item to an invoice that is not a draft.", "invoice_not_editable"
        )
    if found["customer"] != call.params["customer"]:
        raise refusal.conflict("The invoice belongs to another customer.")
    if found["currency"] != call.params["currency"]:
        raise refusal.conflict("The currency of the item is not that of the invoice.")
    if len(of(call.state, found["id"])) >= MOST:
        raise refusal.conflict(f"An invoice has at most {MOST} items.")
    return found


def _of_draft(call: Call) -> Obj:
    found = call.state.one("invoiceitem", call.id)
    if found["invoice"] and call.state.one("invoice", found["invoice"])["status"] != "draft":
        raise refusal.conflict(
            "The invoice of this item is not a draft any more.", "invoice_not_editable"
        )
    return found
