"""Customers: one for each client company."""

from __future__ import annotations

from underpin.demo.stripe_simulator.call import Call, changed
from underpin.demo.stripe_simulator.state import Obj


def create(call: Call) -> Obj:
    made = call.state.new(
        "customer",
        name=call.get("name"),
        email=call.get("email"),
        metadata=call.get("metadata", {}),
        preferred_locales=call.get("preferred_locales", []),
        balance=call.get("balance", 0),
        currency=None,
        delinquent=False,
        description=call.get("description"),
        invoice_settings={"default_payment_method": None},
    )
    call.state.happened("customer.created", made)
    return made


def update(call: Call) -> Obj:
    found = call.state.one("customer", call.id)
    settings = call.params.pop("invoice_settings", None)
    changed(found, call.params)
    if settings:
        wanted = settings.get("default_payment_method")
        if wanted:
            call.state.one("payment_method", wanted, "invoice_settings[default_payment_method]")
        found["invoice_settings"] |= settings
    call.state.happened("customer.updated", found)
    return found


def delete(call: Call) -> Obj:
    found = call.state.one("customer", call.id)
    gone = call.state.remove("customer", call.id)
    call.state.happened("customer.deleted", found)
    return gone
