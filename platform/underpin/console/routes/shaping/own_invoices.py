"""A client's own invoices. What is on them is theirs to read, except what a vendor cost."""

from __future__ import annotations

from dataclasses import replace

from billing.invoicing.invoices import InvoiceLine
from billing.metered import meter
from billing.parties.party import Seller
from underpin.console import views
from underpin.console.routes.own_invoices import Every, One
from underpin.console.routes.shaping import invoices, money
from underpin.console.views.money import CardSaving
from underpin.console.views.shell import Shell

UNDER = "/invoices"


def page(
    shell: Shell, found: Every, *, may_save: bool = False, card_page: str = ""
) -> views.PortalInvoicesPage:
    by_card = found.collecting.method == "stripe" and found.collecting.cards_set_up
    return views.PortalInvoicesPage(
        shell,
        found.company.name,
        money.listed(found.company.key, UNDER, found.invoices, found.notes),
        money.balances(found.balances),
        money.blocks(found.blocks),
        CardSaving(found.collecting.card, may_save, card_page) if by_card else None,
    )


def one(shell: Shell, found: One, *, may_ask: bool) -> views.PortalInvoicePage:
    number, key = found.stands.number, found.company.key
    lines = tuple(_line(each, found, may_ask=may_ask) for each in found.invoice.lines)
    shown = invoices.invoice(found.company, found.invoice)
    standing = replace(money.row(UNDER, found.stands), issued=found.invoice.issued_on)
    return views.PortalInvoicePage(
        shell,
        replace(shown, lines=lines),
        standing,
        tuple(money.note(key, UNDER, each) for each in found.notes),
        money.files(key, number) if found.seller else (),
        _transfer(found.seller, found.invoice.payment_reference or number),
        _card(found),
    )


def _line(line: InvoiceLine, found: One, *, may_ask: bool) -> views.InvoiceLine:
    asked = money.questions(found.questions, line.ordinal)
    asking = any(each.state == "open" for each in asked)
    path = f"{UNDER}/{found.stands.number}/lines/{line.ordinal}/questions"
    shown = replace(
        invoices.line(line), questions=asked, ask_path=path if may_ask and not asking else ""
    )
    # the quantity of such a line is what a vendor cost us
    return replace(shown, quantity=None, price=None) if line.unit == meter.MONEY else shown


def _transfer(seller: Seller | None, reference: str) -> views.Transfer | None:
    if seller is None:
        return None
    named = (seller.legal_name, seller.iban, seller.bic, seller.bank)
    return views.Transfer(*named, reference=reference)


def _card(found: One) -> str:
    if found.stands.open <= 0 or found.how_to_pay.method != "stripe":
        return "none"
    return "ready" if found.how_to_pay.page else "making"
