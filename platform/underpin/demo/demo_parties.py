"""Who sells and who buys in the demo, all invented: names, places and numbers."""

from __future__ import annotations

from datetime import date
from typing import Final

from billing.parties import buyer, seller
from billing.parties.party import Buyer, Seller
from underpin.kernel.act import Act

SINCE: Final = date(2020, 1, 1)
SELLER: Final = Seller(
    legal_name="Northgate Managed Services Ltd",
    street="14 Quay Street",
    postal_code="D02 X285",
    city="Dublin",
    country="IE",
    vat_id="IE1234567T",
    registration="123456",
    email="billing@northgate.example",
    phone="+353 1 555 0100",
    tax_currency="EUR",
    iban="IE64IRCE92050112345678",
    bic="IRCEIE2D",
    bank="Example Bank of Ireland",
    footer="Registered in Ireland, number 123456",
)
BUYERS: Final = {
    "acme": Buyer(
        legal_name="Acme Logistics GmbH",
        street="Hafenstraße 12",
        postal_code="10115",
        city="Berlin",
        country="DE",
        vat_id="DE123456789",
        purchase_order="PO-2026-088",
    ),
    "bolt": Buyer(
        legal_name="Odlewnia Bolt i Córki sp. z o.o.",
        street="ul. Łąkowa 7",
        postal_code="00-950",
        city="Warszawa",
        country="PL",
        vat_id="PL1234567890",
    ),
    "caro": Buyer(
        legal_name="Caro Clinics DAC",
        street="3 Harbour Row",
        postal_code="D01 F5P2",
        city="Dublin",
        country="IE",
        reference="FIN-0042",
    ),
    "dune": Buyer(
        legal_name="مجموعة كثبان للتجزئة",
        street="شارع الشيخ زايد 12",
        city="دبي",
        country="AE",
    ),
}


async def sell(act: Act) -> None:
    """On the provider's documents, once."""
    await seller.set_seller(act, SINCE, SELLER)


async def buy(act: Act, slug: str) -> None:
    """On those of the act's tenant."""
    await buyer.set_buyer(act, SINCE, BUYERS[slug])
