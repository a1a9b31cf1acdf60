"""Whatever stands on a document, its sums are the invoice's to the cent: in words and in data."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from billing.amounts import money
from billing.amounts.money import Money
from billing.papers.paper import Line, Paper
from billing.papers.printed import language, wording
from tests.unit.billing.papers import samples
from tests.unit.billing.papers.einvoice import reading
from tests.unit.billing.papers.einvoice.reading import Data

RATES = {"S": ("23", "8", "5.5"), "Z": ("0",), "AE": ("0",), "E": ("0",), "G": ("0",)}
UNITS = ("", "minute", "ticket", "gigabyte", "widget")


@st.composite
def lines(draw: st.DrawFn, ordinal: int, currency: str) -> Line:
    places = money.places(currency)
    code = draw(st.sampled_from(sorted(RATES)))
    net = Decimal(draw(st.integers(-(10**9), 10**9))).scaleb(-places)
    quantity = Decimal(draw(st.integers(-(10**6), 10**9))).scaleb(-draw(st.integers(0, 6)))
    return samples.line(
        ordinal,
        draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)) + "x",
        str(net),
        tax_code=code,
        tax_rate=Decimal(draw(st.sampled_from(RATES[code]))),
        quantity=draw(st.sampled_from([None, quantity])),
        unit=draw(st.sampled_from(UNITS)),
        included=abs(quantity),
    )


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD", "PLN"]))
    count = draw(st.integers(1, 8))
    return samples.paper([draw(lines(n, currency)) for n in range(1, count + 1)], currency)


def figure(text: str) -> Decimal:
    """What an English reader reads."""
    return Decimal(text.replace(",", "").replace("\u00a0", " ").split(" ")[-1])


@settings(max_examples=60)
@given(papers())
def test_what_is_printed_and_attached_adds_up_to_the_invoice(of: Paper) -> None:
    sheet = wording.sheet(of, language.of("en"))
    assert sum(figure(line.net) for line in sheet.lines) == figure(sheet.totals[0][1]) == of.net
    assert sum(figure(tax) for _, _, tax in sheet.taxes) == figure(sheet.totals[1][1]) == of.tax
    assert figure(sheet.total[1]) == of.gross
    for data in reading.both(of):
        sums = [data.sum_of(name) for name in ("net", "gross", "due")]
        assert sums == [of.net, of.gross, of.gross]
    cii, ubl = reading.both(of)
    assert sum(cii.amounts("//ram:CalculatedAmount")) == of.tax
    assert sum(ubl.amounts("//cac:TaxSubtotal/cbc:TaxAmount")) == of.tax
    assert cii.amounts("//ram:LineTotalAmount")[:-1] == [line.net for line in of.lines]
    assert ubl.amounts("//cbc:LineExtensionAmount")[1:] == [line.net for line in of.lines]
    for code, rate, base, tax in breakdown(cii):
        of_rate = [x.net for x in of.lines if (x.tax_code, x.tax_rate) == (code, rate)]
        assert base == sum(of_rate), "BR-S-08 and its like"
        assert tax == money.rounded(Money(base * rate / 100, of.currency)).amount, "BR-CO-17"


def breakdown(cii: Data) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """Category, rate, base and tax (BG-23)."""
    tax = "//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:"
    return list(
        zip(
            cii.texts(f"{tax}CategoryCode"),
            *(
                cii.amounts(f"{tax}{name}")
                for name in ("RateApplicablePercent", "BasisAmount", "CalculatedAmount")
            ),
            strict=True,
        )
    )
