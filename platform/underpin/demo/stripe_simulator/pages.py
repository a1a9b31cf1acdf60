"""The two pages on which people meet the simulated Stripe: to save a card, and to pay an invoice.
Plain forms: a card here is a name, there are no numbers to give."""

from __future__ import annotations

from html import escape
from typing import Final

from billing.payments.gateway import minor_units
from underpin.demo.stripe_simulator.refusal import Refusal
from underpin.demo.stripe_simulator.simulator import Simulator
from underpin.demo.stripe_simulator.state import Card, Obj

CARDS: Final = {
    "works": ("A card that works", Card()),
    "twice": ("A card that refuses twice, then works", Card("mastercard", "4444", declines=2)),
    "never": ("A card that always refuses", Card("visa", "0002", declines=-1)),
}


class Answered:
    """`to`: where the browser goes next, if anywhere."""

    def __init__(self, status: int, html: str = "", to: str = "") -> None:
        self.status, self.html, self.to = status, html, to


def shown(simulator: Simulator, path: str) -> Answered:
    """What somebody sees who follows a link. 404 for what is not there."""
    try:
        what, title = _about(simulator, path)
    except Refusal as refused:
        return _page(404, "Nothing here", str(refused))
    if what["status"] != "open":
        return _page(200, title, f"This is {escape(str(what['status']))}: there is nothing to do.")
    buttons = "".join(
        f'<button name="card" value="{name}">{escape(said)}</button> '
        for name, (said, _) in CARDS.items()
    )
    return _page(200, title, f'<form method="post">{buttons}</form>')


def pressed(simulator: Simulator, path: str, card: str) -> Answered:
    """What follows a button."""
    _, kind, given = path.split("/", 2)
    _, chosen = CARDS.get(card, CARDS["works"])
    fresh = Card(chosen.brand, chosen.last4, chosen.declines)
    try:
        if kind == "save":
            simulator.save_card(given, fresh)
            session = simulator.state.one("checkout.session", given)
            return Answered(303, to=session["success_url"])
        simulator.pay_page(given, fresh)
    except Refusal as refused:
        return _page(402, "That did not work", escape(str(refused)))
    return Answered(303, to=path)


def _about(simulator: Simulator, path: str) -> tuple[Obj, str]:
    _, kind, given = f"{path}//".split("/", 3)[:3]
    if kind == "save":
        return simulator.state.one("checkout.session", given), "Save a card"
    found = simulator.state.one("invoice", given)
    owed = minor_units.money(found["amount_remaining"], found["currency"])
    return found, f"Invoice {found['number']}: {owed.amount} {owed.currency}"


def _page(status: int, title: str, body: str) -> Answered:
    said = escape(title)
    html = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">'
        f"<title>{said}</title>"
        f"<h1>{said}</h1><p>This is the demo's own Stripe. No money moves.</p>{body}</html>"
    )
    return Answered(status, html)
