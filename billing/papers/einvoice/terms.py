"""A document as the business terms of EN 16931 (BT-1 and on), from which both syntaxes are made.

Numbers are texts with the places they have, so that nothing is rounded on the way. Pure.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from billing.amounts import money
from billing.amounts.money import Money
from billing.papers.einvoice import codes, line_terms, party_terms
from billing.papers.letterhead import RateTax
from billing.papers.paper import Paper
from billing.papers.printed import language, wording
from billing.papers.printed.language import Language, clean
from billing.payments import creditor_reference

Terms = dict[str, Any]
"""As the generator takes them; it changes what it is given, so each is made anew."""


def of(paper: Paper) -> Terms:
    """In the client's language, whatever the file it goes with is printed in."""
    speech = language.of(paper.letterhead.locale)
    seller, buyer = party_terms.both(paper)
    return _filled(
        {
            **_head(paper, speech),
            **_money(paper),
            **(_transfer(paper) if paper.asks_for_money else {}),
            "BG-4": seller,
            "BG-7": buyer,
            "BG-23": [_tax(each, paper.currency, speech) for each in paper.taxes],
            "BG-25": [line_terms.of(line, paper.currency, speech) for line in paper.lines],
        }
    )


def amount(value: Decimal, currency: str) -> str:
    """To the currency's minor unit; a minus before nothing is left out."""
    rounded = money.rounded(Money(value, currency)).amount
    return format(rounded if rounded else abs(rounded), "f")


def _head(of: Paper, speech: Language) -> Terms:
    buyer, corrects = of.letterhead.buyer, of.corrects
    before = [{"BT-25": corrects.number, "BT-26": corrects.issued_on}] if corrects else []
    notes = [clean(each) for each in (of.reason, of.letterhead.seller.footer) if each]
    return {
        "BT-1": of.number,
        "BT-2": of.issued_on,
        "BT-3": codes.DOCUMENT[of.kind],
        "BT-5": of.currency,
        "BT-9": of.due_on,
        "BT-10": clean(buyer.reference),
        "BT-13": clean(buyer.purchase_order),
        "BT-20": wording.pay_text(of, speech),
        "BT-72": _supplied(of),
        "BT-73": of.days.start if of.days else None,
        "BT-74": of.days.last if of.days else None,
        "BG-1": [{"BT-22": each} for each in notes],
        "BG-3": before,
    }


def _supplied(of: Paper) -> date:
    """The day the supply was complete."""
    last = [line.days.last for line in of.lines if line.days]
    return of.days.last if of.days else max(last, default=of.issued_on)


def _money(of: Paper) -> Terms:
    paid = of.gross - of.due
    local = of.letterhead.local_tax
    return {
        "BT-6": local.currency if local else None,
        "BT-106": amount(of.net, of.currency),
        "BT-109": amount(of.net, of.currency),
        "BT-110": amount(of.tax, of.currency),
        "BT-111": amount(local.tax, local.currency) if local else None,
        "BT-112": amount(of.gross, of.currency),
        "BT-113": amount(paid, of.currency) if paid else None,
        "BT-115": amount(of.due, of.currency),
    }


def _transfer(of: Paper) -> Terms:
    seller = of.letterhead.seller
    return {
        "BT-81": codes.transfer(of.currency),
        "BT-83": creditor_reference.of(of.number),
        "BT-84": seller.iban,
        "BT-85": clean(seller.legal_name),
        "BT-86": seller.bic,
    }


def _tax(of: RateTax, currency: str, speech: Language) -> Terms:
    rate = None if of.code in codes.RATELESS else line_terms.rate(of.percent)
    return _filled(
        {
            "BT-116": amount(of.base, currency),
            "BT-117": amount(of.tax, currency),
            "BT-118": of.code,
            "BT-119": rate,
            "BT-120": clean(speech.known(of.wording)) if of.wording else None,
            "BT-121": of.exemption,
        }
    )


def _filled(terms: Terms) -> Terms:
    return {name: said for name, said in terms.items() if said not in (None, "", [])}
