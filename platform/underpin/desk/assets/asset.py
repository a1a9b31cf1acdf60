"""An asset: a thing of a client's that we look after. Pure.

What is said of one comes as text, from a sheet, a program or a form alike, and is read here; what
is not said stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

import msgspec

STATES: Final = ("planned", "in_use", "in_store", "in_repair", "retired")
MOST_ATTRIBUTES: Final = 40
CLEARED: Final = "-"
"""What stands in a cell that is to be emptied; one left blank says nothing."""
CURRENCY: Final = re.compile(r"[A-Z]{3}")


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of one asset. `owner` is a person's e-mail address, `site` and `service` are
    names; dates are 2026-11-22."""

    external_id: str = ""
    kind: str = ""
    name: str = ""
    serial: str = ""
    vendor: str = ""
    owner: str = ""
    site: str = ""
    service: str = ""
    purchased_on: str = ""
    warranty_until: str = ""
    state: str = ""
    cost: str = ""
    currency: str = ""
    attributes: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that cannot be taken: where it stands, and what would cure it."""

    field: str
    cure: str


class Unfit(Exception):
    """Raised with what is wrong with a row."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.cure}" for each in wrong))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Places:
    """What names in rows stand for: e-mail, site name, service name -> id, all in lower case."""

    people: Mapping[str, UUID]
    sites: Mapping[str, UUID]
    services: Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class Asset:
    """As it is kept. `cost` in major units of `currency`; staff only."""

    external_id: str
    kind: str
    name: str
    serial: str = ""
    vendor: str = ""
    owner_id: UUID | None = None
    site_id: UUID | None = None
    service_id: UUID | None = None
    purchased_on: date | None = None
    warranty_until: date | None = None
    state: str = "in_use"
    attributes: Mapping[str, str] = field(default_factory=dict)
    cost: Decimal | None = None
    currency: str | None = None


LONGEST: Final[Mapping[str, int]] = {
    "external_id": 200,
    "kind": 60,
    "name": 200,
    "serial": 100,
    "vendor": 100,
}


def identity(row: Row) -> str:
    """By what it is known again: its own id, else its serial number, else its name."""
    for kind, value in (("", row.external_id), ("serial:", row.serial), ("name:", row.name)):
        if value.strip() and value.strip() != CLEARED:
            return kind + value.strip()
    return ""


def read(row: Row, before: Asset | None, places: Places) -> Asset:
    """The asset as this row says it is from now on. Raises Unfit."""
    wrong: list[Wrong] = []
    said = {
        **_texts(row, wrong),
        **_named(row, places, wrong),
        **_dates(row, wrong),
        **_money(row, wrong),
        **_rest(row, before, wrong),
    }
    old = before or Asset(identity(row), "", "")
    new = replace(old, **said)
    _whole(new, wrong)
    if wrong:
        raise Unfit(wrong)
    return new


def _texts(row: Row, wrong: list[Wrong]) -> dict[str, Any]:
    found = {}
    for name, longest in LONGEST.items():
        value = getattr(row, name).strip()
        if len(value) > longest:
            wrong.append(Wrong(name, f"{longest} characters at most."))
        elif value and name != "external_id":
            found[name] = "" if value == CLEARED else value
    return found


def _named(row: Row, places: Places, wrong: list[Wrong]) -> dict[str, Any]:
    known = {"owner": places.people, "site": places.sites, "service": places.services}
    cures = {
        "owner": "no person here has this address; add them first, or leave it blank.",
        "site": "no site has this name; add it first, or leave it blank.",
        "service": "no service has this name; look at the contract, or leave it blank.",
    }
    found: dict[str, Any] = {}
    for name, those in known.items():
        value = getattr(row, name).strip()
        if value == CLEARED:
            found[f"{name}_id"] = None
        elif value and value.lower() not in those:
            wrong.append(Wrong(name, cures[name]))
        elif value:
            found[f"{name}_id"] = those[value.lower()]
    return found


def _dates(row: Row, wrong: list[Wrong]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("purchased_on", "warranty_until"):
        value = getattr(row, name).strip()
        try:
            if value:
                found[name] = None if value == CLEARED else date.fromisoformat(value)
        except ValueError:
            wrong.append(Wrong(name, "a day such as 2026-11-22."))
    return found


def _money(row: Row, wrong: list[Wrong]) -> dict[str, Any]:
    cost, currency = row.cost.strip(), row.currency.strip().upper()
    if cost == CLEARED:
        return {"cost": None, "currency": None}
    if not cost:
        return {}
    try:
        amount = Decimal(cost)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < 10**12 or -int(amount.as_tuple().exponent) > 4:
        wrong.append(Wrong("cost", "an amount such as 1299.00, without a sign for the money."))
    if not CURRENCY.fullmatch(currency):
        wrong.append(Wrong("currency", "three letters such as EUR, beside a cost."))
    return {"cost": amount, "currency": currency}


def _rest(row: Row, before: Asset | None, wrong: list[Wrong]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    state = row.state.strip().lower().replace(" ", "_")
    if state and state not in STATES:
        wrong.append(Wrong("state", f"one of {', '.join(STATES)}."))
    elif state:
        found["state"] = state
    kept = dict(before.attributes) if before else {}
    kept.update({name.strip(): value.strip() for name, value in row.attributes.items()})
    found["attributes"] = {n: v for n, v in kept.items() if v and v != CLEARED}
    long = [n for n, v in found["attributes"].items() if not 1 <= len(n) <= 40 or len(v) > 500]
    if long or len(found["attributes"]) > MOST_ATTRIBUTES:
        cure = f"{MOST_ATTRIBUTES} at most, each a name of 40 and a text of 500 characters."
        wrong.append(Wrong("attributes", cure))
    return found


def _whole(new: Asset, wrong: list[Wrong]) -> None:
    named = {each.field for each in wrong}
    for name in ("name", "kind"):
        if not getattr(new, name) and name not in named:
            wrong.append(Wrong(name, "say what it is called, and what kind of thing it is."))
    if not new.external_id and "name" not in {each.field for each in wrong}:
        wrong.append(Wrong("name", "an id, a serial number or a name, to know it again by."))


def difference(before: Asset | None, new: Asset) -> dict[str, list[Any]]:
    """Field -> what it was and what it is; empty where nothing changed."""
    names = [each.name for each in fields(Asset)]
    pairs = {name: [getattr(before, name, None), getattr(new, name)] for name in names}
    return {name: pair for name, pair in pairs.items() if (pair[0] or None) != (pair[1] or None)}
