"""Payment methods, and how a client saves one: a setup intent, alone or behind a Checkout page."""

from __future__ import annotations

from typing import Any

from underpin.demo.stripe_simulator import refusal
from underpin.demo.stripe_simulator.call import Call
from underpin.demo.stripe_simulator.state import Card, Obj, State

TEST_CARDS = {
    "pm_card_visa": Card(),
    "pm_card_mastercard": Card("mastercard", "4444"),
    "pm_card_chargeCustomerFail": Card(last4="0341", declines=-1),
    "pm_card_visa_chargeDeclined": Card(last4="0002", declines=-1),
    "pm_card_authenticationRequired": Card(
        last4="3184", declines=-1, code="authentication_required", decline_code=""
    ),
}
"""Stripe's own names for test cards."""


def method(state: State, card: Card) -> Obj:
    """A card that nobody has saved yet."""
    made = state.new(
        "payment_method",
        type="card",
        customer=None,
        metadata={},
        card={"brand": card.brand, "last4": card.last4, "exp_month": 12, "exp_year": 2040},
    )
    state.cards[made["id"]] = card
    return made


def attach(call: Call) -> Obj:
    """One of Stripe's test cards gives a method of its own at each attachment."""
    state = call.state
    customer = state.one("customer", call.params["customer"], "customer")
    test = TEST_CARDS.get(call.id)
    found = method(state, _copy(test)) if test else state.one("payment_method", call.id)
    found["customer"] = customer["id"]
    state.happened("payment_method.attached", found)
    return found


def detach(call: Call) -> Obj:
    found = call.state.one("payment_method", call.id)
    if found["customer"] is None:
        raise refusal.conflict("The payment method you provided is not attached to a customer.")
    found["customer"] = None
    call.state.happened("payment_method.detached", found)
    return found


def checkout(call: Call) -> Obj:
    """Setup mode only: it takes no money."""
    state = call.state
    if call.get("mode", "payment") != "setup":
        raise refusal.conflict("This simulator knows Checkout in setup mode alone.")
    for needed in ("customer", "success_url"):
        if not call.get(needed):
            raise refusal.missing(needed)
    if not call.get("currency") and not call.get("payment_method_types"):
        raise refusal.missing("currency")
    state.one("customer", call.params["customer"], "customer")
    intent = _intent(state, call.params["customer"], call.get("setup_intent_data", {}))
    made = state.new(
        "checkout.session",
        mode="setup",
        status="open",
        payment_status="no_payment_required",
        customer=call.params["customer"],
        client_reference_id=call.get("client_reference_id"),
        setup_intent=intent["id"],
        metadata=call.get("metadata", {}),
        success_url=call.params["success_url"],
        cancel_url=call.get("cancel_url"),
        expires_at=call.get("expires_at", state.now() + 24 * 60 * 60),
        invoice=None,
        payment_intent=None,
        subscription=None,
    )
    made["url"] = f"{state.pages}/save/{made['id']}"
    return made


def expire(call: Call) -> Obj:
    found = call.state.one("checkout.session", call.id)
    if found["status"] != "open":
        raise refusal.conflict(f"This Session is {found['status']}: only an open one expires.")
    found["status"], found["url"] = "expired", None
    call.state.happened("checkout.session.expired", found)
    return found


def create_intent(call: Call) -> Obj:
    if call.get("customer"):
        call.state.one("customer", call.params["customer"], "customer")
    return _intent(call.state, call.get("customer"), call.params)


def save(state: State, session: str, card: Card) -> Obj:
    """What the client does on Checkout's page; returns the payment method."""
    found = state.one("checkout.session", session)
    if found["status"] != "open" or state.now() >= found["expires_at"]:
        raise refusal.conflict("This page is closed.")
    made = method(state, card)
    made["customer"] = found["customer"]
    intent = state.one("setup_intent", found["setup_intent"])
    intent |= {"status": "succeeded", "payment_method": made["id"]}
    found |= {"status": "complete", "url": None}
    state.happened("payment_method.attached", made)
    state.happened("setup_intent.succeeded", intent)
    state.happened("checkout.session.completed", found)
    return made


def _intent(state: State, customer: str | None, given: dict[str, Any]) -> Obj:
    made = state.new(
        "setup_intent",
        customer=customer,
        status="requires_payment_method",
        usage="off_session",
        payment_method=None,
        metadata=given.get("metadata", {}),
        last_setup_error=None,
    )
    made["client_secret"] = f"{made['id']}_secret_simulated"
    state.happened("setup_intent.created", made)
    return made


def _copy(card: Card) -> Card:
    return Card(card.brand, card.last4, card.declines, card.code, card.decline_code)
