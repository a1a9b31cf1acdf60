"""Documents to print: a month, its credit note, and what could go wrong with a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from billing.amounts import money, tax
from billing.amounts.money import Money
from billing.amounts.tax import Category
from billing.papers.letterhead import Letterhead, LocalTax, RateTax
from billing.papers.paper import Corrected, Days, Kind, Line, Paper
from billing.parties.party import Buyer, Seller

D = Decimal
OCTOBER = Days(date(2026, 10, 1), date(2026, 11, 1))
HOSTILE = '#panic("x") *bold* $x$ `raw` <b>&amp; {amount} \\'

SELLER = Seller(
    legal_name="Northwind Services Sp. z o.o.",
    street="ul. Łąkowa 7/9",
    postal_code="90-554",
    city="Łódź",
    country="PL",
    vat_id="PL7252289331",
    registration="0000123456",
    email="billing@northwind.example",
    phone="+48 42 555 01 01",
    tax_currency="PLN",
    iban="PL61109010140000071219812874",
    bic="WBKPPLPP",
    bank="Bank Przykładowy S.A.",
    footer="District Court in Łódź · Share capital PLN 50,000",
)
BUYER = Buyer(
    legal_name="Acme Logistics GmbH",
    street="Hafenstraße 12",
    postal_code="20457",
    city="Hamburg",
    country="DE",
    vat_id="DE136695976",
    email="ap@acme.example",
    reference="KST-4711",
    purchase_order="PO-2026-088",
)
CHINESE = Buyer(
    legal_name="上海货运代理有限公司",
    street="浦东新区世纪大道 100 号",
    postal_code="200120",
    city="上海",
    country="CN",
)
ARABIC = Buyer(
    legal_name="شركة النخيل للخدمات اللوجستية",
    street="شارع الشيخ زايد 12",
    city="دبي",
    country="AE",
    vat_id="AE100123456700003",
    purchase_order="PO-88",
)
HEAD = Letterhead(SELLER, BUYER, "en")


WHY_NOT = {
    "AE": ("invoice.tax.reverse_charge", "VATEX-EU-AE"),
    "G": ("invoice.tax.export", "VATEX-EU-G"),
    "O": ("invoice.tax.outside", "VATEX-EU-O"),
    "E": ("invoice.tax.exempt", ""),
}


def category(line: Line) -> Category:
    code = line.tax_code
    return Category(code, line.tax_rate, *WHY_NOT.get(code, ("", "")))


def paper(lines: Iterable[Line], currency: str = "EUR", head: Letterhead = HEAD) -> Paper:
    """An invoice over these lines, its tax reckoned as every invoice's is."""
    lines = tuple(lines)
    taxed = tax.lines([(category(each), Money(each.net, currency)) for each in lines], currency)
    taxes = tuple(
        RateTax(
            *(each.category.code, each.category.percent, each.base.amount, each.tax.amount),
            *(each.category.wording, each.category.exemption),
        )
        for each in taxed
    )
    net = money.total((each.base for each in taxed), currency).amount
    due = money.total((each.tax for each in taxed), currency).amount
    return Paper(
        kind=Kind.INVOICE,
        number="ACME-2026-0007",
        issued_on=date(2026, 11, 3),
        due_on=date(2026, 12, 3),
        days=OCTOBER,
        currency=currency,
        lines=lines,
        taxes=taxes,
        net=net,
        tax=due,
        gross=net + due,
        letterhead=head,
    )


def line(ordinal: int, name: str, net: str, **more: object) -> Line:
    said: dict[str, object] = {"tax_code": "S", "tax_rate": D(23), "days": OCTOBER, **more}
    return Line(ordinal=ordinal, name=name, net=D(net), **said)  # type: ignore[arg-type]


def month() -> Paper:
    """Every kind of line once."""
    return paper(
        (
            line(1, "Service desk", "950.00", quantity=D(1)),
            line(
                2, "Tickets", "129.50", quantity=D(12), unit="ticket", group=("L1",), included=D(5)
            ),
            line(
                3,
                "Technicians' time",
                "1092.50",
                quantity=D("1090.5"),
                unit="minute",
                included=D(60),
                prepaid=D(340),
                amount=D("1187.50"),
                booked=D("95.00"),
            ),
            line(4, "Outside vendors", "133.10"),
            line(5, "Laptop 14″, 32 GB", "2499.99", quantity=D(1), tax_rate=D("8"), days=None),
            line(6, "Service credit for September", "-47.50", quantity=D(1), days=None),
        )
    )


def note() -> Paper:
    of = month()
    parts = (line(1, "Service desk", "95.00"), line(2, "Tickets", "18.50", group=("L1",)))
    credited = paper(parts)
    return replace(
        credited,
        kind=Kind.CREDIT_NOTE,
        number="ACME-2026-C0001",
        due_on=None,
        days=None,
        corrects=Corrected(of.number, of.issued_on),
        reason="Service credit for 2026-09: 10 % of the service_fee",
    )


LOCAL = LocalTax("PLN", D("2173.37"), D("4.2512"), date(2026, 11, 2), "NBP")
