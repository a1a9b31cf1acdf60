"""What the simulated Stripe knows: its objects as the wire shows them, its cards, its events."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from underpin.demo.stripe_simulator import refusal

Obj = dict[str, Any]
Clock = Callable[[], int]

PREFIXES = {
    "customer": "cus",
    "payment_method": "pm",
    "checkout.session": "cs_test",
    "setup_intent": "seti",
    "invoice": "in",
    "invoiceitem": "ii",
    "invoice_payment": "inpay",
    "payment_intent": "pi",
    "charge": "ch",
    "refund": "re",
    "credit_note": "cn",
    "dispute": "du",
    "event": "evt",
}


@dataclass
class Card:
    """A card as its bank answers for it: it refuses `declines` times, then pays. Below zero it
    refuses always."""

    brand: str = "visa"
    last4: str = "4242"
    declines: int = 0
    code: str = "card_declined"
    decline_code: str = "generic_decline"

    def pays(self) -> bool:
        """Asked once more."""
        if self.declines > 0:
            self.declines -= 1
            return False
        return self.declines == 0


@dataclass
class State:
    """`now`: unix seconds, by whatever clock the test or demo lives in. `name` keeps the ids of two
    simulators apart. `pages`: where its pages are, on which people give cards and pay."""

    now: Clock
    api_version: str
    name: str = "sim"
    objects: dict[str, dict[str, Obj]] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    pages: str = "https://stripe.example"
    made: int = 0

    def new(self, kind: str, **fields: Any) -> Obj:
        self.made += 1
        made = {
            "id": f"{PREFIXES[kind]}_{self.name}{self.made:08d}",
            "object": kind,
            "created": self.now(),
            "livemode": False,
            **fields,
        }
        self.objects.setdefault(kind, {})[made["id"]] = made
        return made

    def all(self, kind: str) -> list[Obj]:
        """The newest first, as Stripe lists."""
        return list(reversed(self.objects.get(kind, {}).values()))

    def one(self, kind: str, given: str, param: str | None = None) -> Obj:
        """Raises Refusal: 404 for what a path names, 400 for what the parameter does."""
        found = self.objects.get(kind, {}).get(given)
        if found is None or found.get("deleted"):
            raise refusal.gone(kind.replace("_", ""), given, param)
        return found

    def any(self, given: str) -> Obj | None:
        """Whatever has this id."""
        return next((each[given] for each in self.objects.values() if given in each), None)

    def remove(self, kind: str, given: str) -> Obj:
        del self.objects[kind][given]
        return {"id": given, "object": kind, "deleted": True}

    def happened(self, kind: str, about: Obj) -> Obj:
        """An event with the object as it stands at this moment."""
        return self.new(
            "event",
            type=kind,
            api_version=self.api_version,
            data={"object": copy.deepcopy(about)},
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
        )
