"""Who sells and who buys: what cannot stand on an invoice is refused by the field's name."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from billing.amounts import check
from billing.parties import bank, party
from billing.parties.party import Buyer, Seller

SELLER = Seller(
    legal_name="  Northwind   Services Sp. z o.o. ",
    street="ul. Łąkowa 7/9",
    postal_code="90-554",
    city="Łódź",
    country="PL",
    vat_id="PL7252289331",
    tax_currency="PLN",
    iban="pl61 1090 1014 0000 0712 1981 2874",
    bic="wbkpplpp",
)


def test_what_is_written_is_made_tidy() -> None:
    made = party.seller(SELLER)
    assert made.legal_name == "Northwind Services Sp. z o.o."
    assert (made.iban, made.bic) == ("PL61109010140000071219812874", "WBKPPLPP")
    assert bank.spaced(made.iban) == "PL61 1090 1014 0000 0712 1981 2874"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("legal_name", " "),
        ("street", ""),
        ("country", "EU"),
        ("country", "pl"),
        ("vat_id", "7252289331"),
        ("email", "billing"),
        ("iban", "PL61109010140000071219812875"),
        ("iban", "PL6110901014"),
        ("bic", "WBK"),
        ("tax_currency", "XAU"),
        ("footer", "x" * 201),
        ("footer", "a\u202eb"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(field: str, value: str) -> None:
    wrong: dict[str, Any] = {field: value}
    with pytest.raises(Exception, match=field if field != "tax_currency" else "currency") as said:
        party.seller(msgspec.structs.replace(SELLER, **wrong))
    assert getattr(said.value, "status", None) == 422


def test_a_buyer_needs_a_name_and_a_place() -> None:
    made = Buyer(legal_name="A", street="B", city="C", country="DE", purchase_order=" PO  7 ")
    assert party.buyer(made).purchase_order == "PO 7"
    with pytest.raises(check.Invalid, match="city"):
        party.buyer(msgspec.structs.replace(made, city=""))
