"""The figures of a document in a language: its lines, its taxes, what they come to. Pure."""

from __future__ import annotations

from decimal import Decimal

from billing.amounts import exact
from billing.papers.letterhead import RateTax
from billing.papers.paper import Kind, Line, Paper
from billing.papers.printed.language import Language, clean
from billing.papers.printed.sheet import LineSheet, Pair

COLUMNS = ("number", "name", "quantity", "unit", "tax", "net")
RATED = frozenset({"S", "Z"})
"""The categories of EN 16931 in which a rate applies; for the others their code says why not."""

OUTSIDE = "O"
"""The category that has no rate at all."""


def columns(of: Paper, speech: Language) -> tuple[str, ...]:
    return tuple(speech.say(f"column.{each}", currency=of.currency) for each in COLUMNS)


def line(of: Line, currency: str, speech: Language) -> LineSheet:
    """A fee counts one of nothing: its quantity is left out."""
    quantity = of.quantity if of.unit or of.quantity != exact.ONE else None
    return LineSheet(
        number=str(of.ordinal),
        name=name(of),
        notes=(*((speech.days(of.days),) if of.days else ()), *coverage(of, currency, speech)),
        quantity="" if quantity is None else speech.number(quantity),
        unit=speech.unit(of.unit),
        tax=_rate(of.tax_code, of.tax_rate, speech),
        net=speech.amount(of.net, currency),
    )


def tax(of: RateTax, currency: str, speech: Language) -> tuple[str, str, str]:
    rate = _rate(of.code, of.percent, speech)
    return rate, speech.amount(of.base, currency), speech.amount(of.tax, currency)


def totals(of: Paper, speech: Language) -> tuple[Pair, ...]:
    """All that leads to the one that counts."""
    head = of.letterhead
    said = [("net", of.net), ("tax", of.tax)]
    if of.due != of.gross:
        said.append(("gross", of.gross))
    paid = [("prepaid", -of.prepaid), ("balance", -head.from_balance)]
    said += [each for each in paid if each[1]]
    return tuple(
        (speech.say(f"total.{key}"), speech.amount(each, of.currency)) for key, each in said
    )


def total(of: Paper, speech: Language) -> Pair:
    key = {Kind.CREDIT_NOTE: "credited", Kind.DEBIT_NOTE: "owed"}.get(of.kind, "due")
    return speech.say(f"total.{key}"), speech.money(of.due, of.currency)


def _rate(code: str, percent: Decimal, speech: Language) -> str:
    if code == OUTSIDE:
        return code
    rate = speech.percent(percent)
    return rate if code in RATED else f"{rate} {code}"


def name(of: Line) -> str:
    """What is charged, and of what."""
    return clean(" · ".join((of.name, *of.group)))


def coverage(of: Line, currency: str, speech: Language) -> tuple[str, ...]:
    """What of a line was not charged, and what was before."""
    notes = []
    for key, count in (("included", of.included), ("prepaid", of.prepaid)):
        if count and of.quantity is not None:
            counted = f"{speech.number(count)} {speech.unit(of.unit)}".strip()
            notes.append(speech.say(f"line.{key}", count=counted))
    if of.booked:
        amounts = {"amount": of.amount, "booked": of.booked}
        said = {key: speech.amount(each, currency) for key, each in amounts.items()}
        notes.append(speech.say("line.booked", **said))
    return tuple(notes)
