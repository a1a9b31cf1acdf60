"""The demo's companies can stand on a document."""

from __future__ import annotations

from billing.papers import letterhead
from billing.parties import party
from underpin.demo import companies, demo_parties


def test_every_company_of_the_demo_can_be_invoiced() -> None:
    assert party.seller(demo_parties.SELLER) == demo_parties.SELLER
    assert demo_parties.BUYERS.keys() == {new.slug for new in companies.COMPANIES}
    for slug, buyer in demo_parties.BUYERS.items():
        assert party.buyer(buyer) == buyer, slug
        letterhead.checked(demo_parties.SELLER, buyer, {"S"})
