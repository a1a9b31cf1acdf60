"""A document put into words. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from billing.papers.paper import Kind, Paper
from billing.papers.printed import figures
from billing.papers.printed.language import Language, clean
from billing.papers.printed.sheet import Pair, PartySheet, Sheet
from billing.parties import bank
from billing.parties.party import Buyer, Party, Seller
from billing.payments import creditor_reference


def sheet(paper: Paper, speech: Language) -> Sheet:
    """The document in that language."""
    say = speech.say
    return Sheet(
        language=speech.code,
        direction=speech.direction,
        day=paper.issued_on,
        title=say(f"title.{paper.kind}"),
        number=paper.number,
        mark=say("draft.mark") if paper.kind is Kind.DRAFT else "",
        seller=_seller(paper.letterhead.seller, speech),
        buyer=_buyer(paper.letterhead.buyer, speech),
        facts=_facts(paper, speech),
        columns=figures.columns(paper, speech),
        lines=tuple(figures.line(line, paper.currency, speech) for line in paper.lines),
        tax_columns=tuple(say(f"tax.{each}") for each in ("rate", "base", "tax")),
        taxes=tuple(figures.tax(each, paper.currency, speech) for each in paper.taxes),
        totals=figures.totals(paper, speech),
        total=figures.total(paper, speech),
        notes=_notes(paper, speech),
        pay_heading=say("pay.heading"),
        pay_text=pay_text(paper, speech),
        bank=_bank(paper, speech),
        footer=clean(paper.letterhead.seller.footer),
        page=say("page"),
    )


def _seller(of: Seller, speech: Language) -> PartySheet:
    more = ((speech.say("tax_number"), of.tax_number), ("", of.email), ("", of.phone))
    name = clean(of.legal_name)
    return PartySheet(
        speech.say("seller"), name, _address(of, speech), _ids(of, speech) + _said(more)
    )


def _buyer(of: Buyer, speech: Language) -> PartySheet:
    name = clean(of.legal_name)
    return PartySheet(speech.say("buyer"), name, _address(of, speech), _ids(of, speech))


def _ids(of: Party, speech: Language) -> tuple[Pair, ...]:
    say = speech.say
    return _said(((say("vat_id"), of.vat_id), (say("registration"), of.registration)))


def _address(of: Party, speech: Language) -> tuple[str, ...]:
    place = " ".join(filter(None, (of.postal_code, of.city)))
    region = ", ".join(filter(None, (of.subdivision, speech.country(of.country))))
    return tuple(clean(each) for each in (of.street, of.more_address, place, region) if each)


def _facts(of: Paper, speech: Language) -> tuple[Pair, ...]:
    say, buyer = speech.say, of.letterhead.buyer
    return _said(
        (
            (say("number"), of.number),
            (say("issued"), speech.day(of.issued_on) if of.number else ""),
            (say("period"), speech.days(of.days) if of.days else ""),
            (say("due"), speech.day(of.due_on) if of.due_on else ""),
            (say("corrects"), _corrects(of, speech)),
            (say("purchase_order"), clean(buyer.purchase_order)),
            (say("reference"), clean(buyer.reference)),
            (say("reason"), clean(" ".join(of.reason.split()))),
        )
    )


def _corrects(of: Paper, speech: Language) -> str:
    if of.corrects is None:
        return ""
    day = speech.day(of.corrects.issued_on)
    return speech.say("corrects.of", number=of.corrects.number, day=day)


def _notes(of: Paper, speech: Language) -> tuple[str, ...]:
    """Why there is no tax, the tax where it is declared, and that a draft is none."""
    wordings = [speech.known(each.wording) for each in of.taxes if each.wording]
    local = of.letterhead.local_tax
    said = list(dict.fromkeys(clean(each) for each in wordings))
    if local is not None:
        words = {
            "currency": local.currency,
            "tax": speech.amount(local.tax, local.currency),
            "rate": f"1 {of.currency} = {speech.number(local.rate)} {local.currency}",
            "source": clean(local.source),
            "day": speech.day(local.day),
        }
        said.append(speech.say("local_tax", **words))
    if of.kind is Kind.DRAFT:
        said.append(speech.say("draft.note"))
    return tuple(said)


def pay_text(of: Paper, speech: Language) -> str:
    """What is to be paid, by when, or why nothing is; empty for a draft."""
    amount = speech.money(of.due, of.currency)
    if of.kind is Kind.CREDIT_NOTE and of.corrects is not None:
        return speech.say("pay.credited", amount=amount, number=of.corrects.number)
    if of.kind is Kind.DEBIT_NOTE:
        return speech.say("pay.owed", amount=amount)
    if of.due <= 0:
        return speech.say("pay.nothing")
    if of.due_on is None:
        return ""
    reference = creditor_reference.shown(creditor_reference.of(of.number))
    return speech.say("pay.text", amount=amount, due=speech.day(of.due_on), number=reference)


def _bank(of: Paper, speech: Language) -> tuple[Pair, ...]:
    """Where the money goes; empty where none is asked for."""
    if not of.asks_for_money:
        return ()
    seller, say = of.letterhead.seller, speech.say
    return _said(
        (
            (say("holder"), clean(seller.legal_name)),
            ("IBAN", bank.spaced(seller.iban)),
            ("BIC", seller.bic),
            (say("bank"), clean(seller.bank)),
        )
    )


def _said(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(pair for pair in pairs if pair[1])
