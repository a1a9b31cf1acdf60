"""A document's data: valid by the schemas, in both syntaxes the same sums as the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from billing.papers.einvoice import files
from billing.papers.paper import Paper
from tests.unit.billing.papers import samples
from tests.unit.billing.papers.einvoice import reading

D = Decimal
UNTAXED = {"tax_rate": D(0)}


def with_head(of: Paper, **said: object) -> Paper:
    return replace(of, letterhead=msgspec.structs.replace(of.letterhead, **said))


@pytest.mark.parametrize("paper", [samples.month(), samples.note()], ids=["invoice", "note"])
def test_both_syntaxes_are_valid_and_say_the_same(paper: Paper) -> None:
    for data in reading.both(paper):
        assert data.sum_of("net") == paper.net
        assert data.sum_of("gross") == paper.gross
        assert data.sum_of("due") == paper.due


def test_the_same_document_is_the_same_bytes() -> None:
    for make in (files.cii, files.ubl):
        assert make(samples.month()) == make(samples.month())


def test_what_was_paid_before_is_taken_off_what_is_due() -> None:
    head = msgspec.structs.replace(samples.HEAD, from_balance=D("76.84"))
    paper = replace(samples.month(), prepaid=D("400.00"), letterhead=head)
    cii, ubl = reading.both(paper)
    assert cii.amounts("//ram:TotalPrepaidAmount") == [D("476.84")]
    assert ubl.amounts("//cbc:PrepaidAmount") == [D("476.84")]
    assert cii.sum_of("due") == ubl.sum_of("due") == D("5000.00")


def test_a_lines_net_is_the_price_of_its_whole_quantity() -> None:
    cii, _ = reading.both(samples.month())
    billed = cii.amounts("//ram:BilledQuantity")
    prices = cii.amounts("//ram:NetPriceProductTradePrice/ram:ChargeAmount")
    per = cii.amounts("//ram:NetPriceProductTradePrice/ram:BasisQuantity")
    nets = cii.amounts("//ram:LineTotalAmount")[:-1]
    assert nets == [line.net for line in samples.month().lines]
    assert [q * price / n for q, price, n in zip(billed, prices, per, strict=True)] == nets
    assert min(prices) >= 0
    assert billed[-1] == -1, "a credit is a quantity below zero"


def test_what_a_vendor_cost_is_nowhere_in_the_data() -> None:
    cii, _ = reading.both(samples.month())
    assert cii.texts("//ram:BilledQuantity")[3] == "1"


def test_who_sells_and_who_buys_is_in_the_data() -> None:
    cii, ubl = reading.both(samples.month())
    assert cii.texts("//ram:SpecifiedTaxRegistration/ram:ID") == ["PL7252289331", "DE136695976"]
    assert ubl.texts("//cac:PartyTaxScheme/cbc:CompanyID") == ["PL7252289331", "DE136695976"]
    assert cii.texts("//ram:IBANID") == ["PL61109010140000071219812874"]
    assert ubl.texts("//cbc:PaymentID") == ["RF39ACME20260007"]
    assert cii.texts("//ram:BuyerReference") == ["KST-4711"]
    assert ubl.texts("//cac:OrderReference/cbc:ID") == ["PO-2026-088"]


def test_a_credit_note_names_its_invoice() -> None:
    cii, ubl = reading.both(samples.note())
    assert cii.texts("//ram:InvoiceReferencedDocument/ram:IssuerAssignedID") == ["ACME-2026-0007"]
    assert ubl.texts("//cac:InvoiceDocumentReference/cbc:ID") == ["ACME-2026-0007"]
    assert cii.texts("//rsm:ExchangedDocument/ram:TypeCode") == ["381"]
    assert cii.texts("//ram:IBANID") == []


def test_the_tax_is_also_told_in_the_currency_it_is_declared_in() -> None:
    cii, ubl = reading.both(with_head(samples.month(), local_tax=samples.LOCAL))
    assert cii.texts("//ram:TaxCurrencyCode") == ["PLN"]
    assert cii.amounts("//ram:TaxTotalAmount") == [samples.month().tax, D("2173.37")]
    assert ubl.amounts("/*/cac:TaxTotal/cbc:TaxAmount") == [samples.month().tax, D("2173.37")]


def test_a_reverse_charge_has_its_code_and_its_words_in_the_clients_language() -> None:
    paper = samples.paper([samples.line(1, "Care", "100.00", tax_code="AE", **UNTAXED)])
    cii, ubl = reading.both(with_head(paper, locale="pl"))
    assert cii.texts("//ram:ExemptionReasonCode") == ["VATEX-EU-AE"]
    assert ubl.texts("//cbc:TaxExemptionReason")[0].startswith("Odwrotne obciążenie")
    assert cii.amounts("//ram:RateApplicablePercent") == [0, 0]


def test_outside_of_tax_neither_a_rate_nor_a_vat_id_is_told() -> None:
    paper = samples.paper([samples.line(1, "Care", "100.00", tax_code="O", **UNTAXED)])
    cii, ubl = reading.both(paper)
    assert cii.texts("//ram:RateApplicablePercent") == ubl.texts("//cbc:Percent") == []
    assert cii.texts("//ram:SpecifiedTaxRegistration/ram:ID") == []
    assert ubl.texts("//cac:PartyTaxScheme/cbc:CompanyID") == []


def test_a_hostile_name_stays_text() -> None:
    name = f"{samples.HOSTILE} </ram:Name>\x01\x1f&"
    cii, ubl = reading.both(samples.paper([samples.line(1, name, "1.00")]))
    assert cii.texts("//ram:SpecifiedTradeProduct/ram:Name") == [f"{samples.HOSTILE} </ram:Name> &"]
    assert ubl.texts("//cac:Item/cbc:Name") == cii.texts("//ram:SpecifiedTradeProduct/ram:Name")


def test_the_supply_ends_with_its_period() -> None:
    cii, _ = reading.both(samples.month())
    (day,) = cii.texts("//ram:OccurrenceDateTime/udt:DateTimeString")
    assert day == f"{date(2026, 10, 31):%Y%m%d}"
