"""What leaves with a vendor case."""

from __future__ import annotations

import dataclasses

import pytest

from underpin.desk.cases import shared
from underpin.desk.cases.shared import BY_DEFAULT, PARTS, Known

KNOWN = Known(
    "Nothing prints", "Acme", "Hall 3", "Printing", "Anna", "anna@acme.example", ["Help!", "Now!"]
)


def test_by_default_the_opening_leaves_and_nothing_of_the_client() -> None:
    assert shared.compose(BY_DEFAULT, KNOWN) == "Help!"


def test_everything_leaves_in_one_order() -> None:
    assert shared.compose(tuple(reversed(PARTS)), KNOWN) == (
        "Customer: Acme\nSite: Hall 3\nService: Printing\nContact: Anna\n"
        "Reached at: anna@acme.example\n\nHelp!\n\nNow!"
    )


def test_it_says_what_each_part_is_in_the_vendors_language() -> None:
    known = dataclasses.replace(KNOWN, locale="pl")
    assert shared.compose(("client", "site"), known) == "Klient: Acme\nLokalizacja: Hall 3"


@pytest.mark.parametrize("parts", [(), ("site",)])
def test_where_nothing_may_leave_there_is_still_the_subject(parts: tuple[str, ...]) -> None:
    silent = Known("Nothing prints", "Acme", "", "", "Anna", "", ["Help!"])
    assert shared.compose(parts, silent) == "Nothing prints"
