"""Banks' CSV, each by its own mapping; what is broken is named and nothing of it is taken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from billing.amounts import check
from billing.payments.statement import csv_mapping, csv_statement, entry
from billing.payments.statement.csv_mapping import CsvMapping
from billing.payments.statement.entry import BrokenStatement, Entry

GERMAN = CsvMapping(
    booked_on="Buchungstag",
    date_format="DD.MM.YYYY",
    decimal=",",
    delimiter=";",
    encoding="cp1252",
    skip=1,
    amount="Betrag",
    payer="Name",
    iban="IBAN",
    text=("Zweck", "Mehr"),
)
HEAD = "Umsätze Girokonto\nBuchungstag;Betrag;Name;IBAN;Zweck;Mehr\n"


def read(body: str, mapping: CsvMapping = GERMAN, head: str = HEAD) -> list[Entry]:
    return csv_statement.read((head + body).encode(mapping.encoding), mapping, "EUR")


def test_a_german_banks_file() -> None:
    (found,) = read('12.10.2026;"1.234,50";Müller GmbH;DE89 3704 0044 0532 0130 00;RE 7;danke\n')
    assert (found.booked_on, found.amount, found.currency) == (
        date(2026, 10, 12),
        Decimal("1234.50"),
        "EUR",
    )
    assert (found.payer, found.iban) == ("Müller GmbH", "DE89370400440532013000")
    assert (found.text, found.line) == ("RE 7 danke", 3)


def test_two_columns_or_a_mark_say_what_went_out() -> None:
    two = CsvMapping(booked_on="Date", credit="In", debit="Out", date_format="MM/DD/YY")
    found = csv_statement.read(b"Date,In,Out\n10/12/26,,5.00\n10/13/26,7.25,\n", two, "USD")
    assert [each.amount for each in found] == [Decimal("-5.00"), Decimal("7.25")]
    marked = CsvMapping(booked_on="D", amount="A", mark="S", debit_mark="D")
    found = csv_statement.read(b"D,A,S\n2026-10-12,5.00,D\n2026-10-12,5.00,C\n", marked, "USD")
    assert [each.amount for each in found] == [Decimal("-5.00"), Decimal("5.00")]


@pytest.mark.parametrize(
    ("body", "line", "field"),
    [
        ("12.10.2026;1,00;a;;b;c\n31.02.2026;1,00;a;;b;c\n", 4, "Buchungstag"),
        ("12.10.2026;1.00;a;;b;c\n", 3, "Betrag"),
        ("12.10.2026;1,005;a;;b;c\n", 3, "Betrag"),
        ("12.10.2026;NaN;a;;b;c\n", 3, "Betrag"),
        ("12.10.2026;0,00;a;;b;c\n", 3, "Betrag"),
        ("12.10.2026;1,00;a;b\n", 3, "row"),
        ('12.10.2026;1,00;"a;;b;c\n', 3, "row"),
    ],
)
def test_what_is_broken_is_named_by_line_and_column(body: str, line: int, field: str) -> None:
    with pytest.raises(BrokenStatement) as told:
        read(body)
    assert (told.value.line, told.value.field) == (line, field)
    assert told.value.status == 422 and ";" in told.value.detail, "it says a cure"


def test_another_encoding_and_another_banks_columns_are_told() -> None:
    with pytest.raises(BrokenStatement, match="this is not utf-8"):
        csv_statement.read("Datum\nMü".encode("cp1252"), CsvMapping(booked_on="x"), "EUR")
    with pytest.raises(BrokenStatement, match="IBAN: this column is not there"):
        read("", head="x\nBuchungstag;Betrag;Name;Zweck;Mehr\n")


def test_a_mapping_that_cannot_work_is_refused() -> None:
    for wrong, field in (
        (CsvMapping(booked_on="D"), "mapping.amount"),
        (CsvMapping(booked_on="D", amount="A", mark="S"), "mapping.mark"),
        (CsvMapping(booked_on="D", amount="A", date_format="DD.MM."), "mapping.date_format"),
        (CsvMapping(booked_on="D", amount="A", date_format="%d.%m.%Y"), "mapping.date_format"),
    ):
        with pytest.raises(check.Invalid) as told:
            csv_mapping.checked(wrong)
        assert told.value.field == field


def test_what_says_the_same_twice_is_two_entries_and_known_again() -> None:
    row = "12.10.2026;1,00;a;;b;c\n"
    (first, second), (one,) = entry.keyed(read(row * 2)), entry.keyed(read(row))
    assert first[0] != second[0] and one[0] == first[0]
