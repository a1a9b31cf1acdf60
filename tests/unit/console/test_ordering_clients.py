"""Clients are narrowed, ordered and paged as one asks, whoever is missing a figure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tenants.company import Company
from underpin.console.routes.clients import ordering
from underpin.console.routes.clients.gathering import Glance
from underpin.desk.health.reading import Health

TODAY = date(2026, 11, 22)
PLAIN: dict[str, Any] = {
    **dict.fromkeys(("live", "breached", "at_risk", "escalations", "credits"), 0),
    **dict.fromkeys(("answered", "content", "met", "missed"), 0),
    **dict.fromkeys(("commitment", "is_kept", "contract", "ends_on"), None),
    **dict.fromkeys(("renews_on", "notice_until"), None),
    "in_force": True,
}


def client(number: int, name: str, **said: Any) -> Glance:
    company = Company(number, name.lower(), name.upper(), name, "UTC", "en", "EUR")
    seen = datetime(2026, 11, 22, tzinfo=UTC)
    health = Health(number, TODAY, **(PLAIN | said), seen_at=seen) if said else None
    return Glance(company, "", health, None)


CLIENTS = [
    client(1, "Acme", live=4, breached=2, met=9, missed=1, is_kept=False),
    client(2, "Bolt", live=9, met=1, missed=1, renews_on=date(2026, 12, 24)),
    client(3, "Caro"),
    client(4, "Dune", live=1, in_force=False, ends_on=date(2028, 1, 1)),
]


def names(only: str = "", sort: str = "", words: str = "") -> list[str]:
    return [each.company.name for each in ordering.picked(CLIENTS, words, only, sort, TODAY)]


@pytest.mark.parametrize(
    ("sort", "said"),
    [
        ("", ["Acme", "Bolt", "Caro", "Dune"]),
        ("nonsense", ["Acme", "Bolt", "Caro", "Dune"]),
        ("open", ["Bolt", "Acme", "Dune", "Caro"]),
        ("compliance", ["Bolt", "Acme", "Caro", "Dune"]),
        ("renewal", ["Bolt", "Dune", "Acme", "Caro"]),
    ],
)
def test_the_worst_stand_first_and_who_has_no_figure_last(sort: str, said: list[str]) -> None:
    assert names(sort=sort) == said


def test_they_are_narrowed_by_words_and_by_what_is_wrong() -> None:
    assert names(words=" BO ") == ["Bolt"]
    assert names(only="breached") == ["Acme"]
    assert names(only="not_kept") == ["Acme"]
    assert names(only="renewing") == ["Bolt"]
    assert names(only="outside") == ["Dune"]


def test_a_thousand_are_read_page_by_page_each_once() -> None:
    many = [client(number, f"C{number:04}", live=number % 7) for number in range(1000)]
    found = ordering.picked(many, "", "", "open", TODAY)
    after, seen = "", list[str]()
    while True:
        shown, after = ordering.page(found, after)
        seen += [each.company.slug for each in shown]
        if not after:
            break
    assert sorted(seen) == sorted(each.company.slug for each in many)
    assert len(seen) == len(set(seen))
