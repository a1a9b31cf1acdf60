"""Seller and buyer as business terms of EN 16931 (BG-4, BG-7). Pure."""

from __future__ import annotations

from typing import Any

from billing.papers.einvoice import codes
from billing.papers.paper import Paper
from billing.papers.printed.language import clean
from billing.parties.party import Party, Seller

Terms = dict[str, Any]


def both(of: Paper) -> tuple[Terms, Terms]:
    """Where nothing is subject to tax, neither names its VAT id (BR-O-02)."""
    outside = {each.code for each in of.taxes} == {"O"}
    seller, buyer = of.letterhead.seller, of.letterhead.buyer
    return _seller(seller, outside), _party(buyer, outside)


def _seller(of: Seller, outside: bool) -> Terms:
    contact = {"name": clean(of.legal_name), "phone": of.phone, "email": of.email}
    said = {name: each for name, each in contact.items() if each}
    local = {"tax_identifier": of.tax_number} if of.tax_number else {}
    return _party(of, outside) | local | {"contacts": [said]}


def _party(of: Party, outside: bool) -> Terms:
    terms = {
        "name": clean(of.legal_name),
        "legal_identifier": of.registration,
        "vat_identifier": "" if outside else of.vat_id,
        "country_code": of.country,
        "city": clean(of.city),
        "postcode": of.postal_code,
        "addr_l1": clean(of.street),
        "addr_l2": clean(of.more_address),
        "country_subdivision": clean(of.subdivision),
        "einvoicing_addr": of.email,
        "einvoicing_addr_schemeid": codes.EMAIL if of.email else "",
    }
    return {name: each for name, each in terms.items() if each}
