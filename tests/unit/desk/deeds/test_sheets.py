"""Sheets of assets: what each row says, what is wrong with it and where, and safe cells back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from underpin.desk.assets import asset, sheet
from underpin.desk.assets.asset import Asset, Places, Row, Unfit
from underpin.desk.remote import address
from underpin.kernel import ids
from underpin.kernel.errors import Malformed

ANNA, BERLIN = ids.new(), ids.new()
PLACES = Places({"anna@acme.example": ANNA}, {"berlin": BERLIN}, {})


def test_a_sheet_is_read_whatever_parts_its_cells() -> None:
    for mark in ",;\t":
        text = "\ufeff" + f'Asset Tag{mark}Hostname{mark}"Type"{mark}Rack\r\n'
        found = sheet.read(text + f'7{mark}"web{mark}1"{mark}server{mark}B2\r\n\r\n')
        mapping = sheet.guessed(found.headings)
        assert list(mapping.values()) == ["external_id", "name", "kind", "attribute"]
        row, wrong = sheet.row(found, found.cells[0], mapping)
        assert not wrong
        said = Row("7", "server", f"web{mark}1", attributes={"Rack": "B2"})
        assert (row, found.lines) == (said, (2,))


@pytest.mark.parametrize("text", ["", "\n\n", 'a,b\n"open', "a\n" * 5003, "," * 200])
def test_what_is_no_sheet_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        sheet.read(text)


def test_a_mapping_names_columns_that_are_there_and_each_field_once() -> None:
    found = sheet.read("a,b\n1,2\n")
    for wrong in ({"c": "name"}, {"a": "colour"}, {"a": "name", "b": "name"}):
        with pytest.raises(Malformed):
            sheet.check(found, wrong)
    sheet.check(found, {"a": "name", "b": ""})


def test_a_row_says_what_changes_and_a_blank_cell_says_nothing() -> None:
    row = Row(
        *("7", "laptop", "ACME-7", "S1", "Contoso", "Anna@Acme.example", "berlin", ""),
        *("2026-01-02", "2029-01-02", "In Use", "1299.50", "eur"),
        {"RAM": "16 GB"},
    )
    first = asset.read(row, None, PLACES)
    assert (first.owner_id, first.site_id, first.state) == (ANNA, BERLIN, "in_use")
    assert (first.cost, first.currency) == (Decimal("1299.50"), "EUR")
    assert first.warranty_until == date(2029, 1, 2)
    again = asset.read(Row("7", serial="-", owner="-", attributes={"RAM": "-"}), first, PLACES)
    assert (again.serial, again.owner_id, again.attributes) == ("", None, {})
    assert again.name == "ACME-7"
    assert set(asset.difference(first, again)) == {"serial", "owner_id", "attributes"}
    assert asset.difference(first, asset.read(row, first, PLACES)) == {}


def test_everything_that_is_wrong_with_a_row_is_named_with_its_cure() -> None:
    row = Row(
        name="x" * 201,
        owner="nobody@acme.example",
        purchased_on="yesterday",
        state="lost",
        cost="12 EUR",
        attributes={"n" * 41: "v"},
    )
    with pytest.raises(Unfit) as found:
        asset.read(row, None, PLACES)
    fields = [each.field for each in found.value.wrong]
    assert sorted(fields) == [
        *("attributes", "cost", "currency", "kind", "name", "owner", "purchased_on", "state"),
    ]
    assert all(each.cure for each in found.value.wrong)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", " =1", "plain", "'x"])
def test_no_cell_is_a_formula_and_what_is_written_is_read_back(cell: str) -> None:
    text = sheet.write(("name", "kind"), [(cell, "x")])
    (cells,) = sheet.read(text).cells
    assert not cells[0].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    row, _ = sheet.row(sheet.read(text), cells, {"name": "name"})
    assert row.name.strip() == cell.strip()


def test_by_what_an_asset_is_known_again() -> None:
    names = [
        asset.identity(each) for each in (Row("7", serial="S"), Row(serial="S"), Row(name="N"))
    ]
    assert names == ["7", "serial:S", "name:N"]
    assert Asset("7", "a", "b").state == "in_use"


@pytest.mark.parametrize(
    "pattern",
    [
        "javascript:alert({id})",
        "http://plain.example/{id}",
        "https://{id}.example/",
        "https://user@{id}/",
        "https:///x?{id}",
        "https://x.example/none",
        "https://x.example/{id}/{password}",
        "https://x.example/{id} x",
        "{id}://x",
        "rustdesk://{id}{",
        "https://x.example\\{id}",
    ],
)
def test_a_remote_tool_is_called_at_a_fixed_place_by_a_known_scheme(pattern: str) -> None:
    with pytest.raises(Malformed):
        address.check(pattern)


def test_what_is_put_into_an_address_stays_one_value() -> None:
    for pattern in ("rustdesk://{id}", "https://start.teamviewer.com/{id}?n={name}#{ticket}"):
        address.check(pattern)
    where = address.filled("https://x.example/{id}?n={name}", {"id": "../a?b#c", "name": "a&b=c"})
    assert where == "https://x.example/..%2Fa%3Fb%23c?n=a%26b%3Dc"
