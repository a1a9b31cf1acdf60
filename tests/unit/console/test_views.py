"""What the view values answer by themselves."""

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.unit.console import samples
from underpin.console import views


def test_filters_are_the_address() -> None:
    filters = views.ListFilters.of(client="acme & sons", tier="2", assignee="me")
    assert filters.query() == "/list?client=acme+%26+sons&tier=2&assignee=me"
    assert filters.query(assignee="", priority="P1") == (
        "/list?client=acme+%26+sons&tier=2&priority=P1"
    )
    assert filters.query(after="x=") == "/list?client=acme+%26+sons&tier=2&assignee=me&after=x%3D"
    assert views.ListFilters().query() == "/list"
    assert not views.ListFilters().active
    assert filters.active


def test_the_look_of_the_list_is_kept_while_it_is_narrowed() -> None:
    several = views.ListFilters((("client", "a"), ("client", "b")), split=True, snoozed=True)
    assert several.query(tier="2") == "/list?client=a&client=b&tier=2&split=1&snoozed=1"
    assert several.query(client="c", split="") == "/list?client=c&snoozed=1"
    assert several.query(open="ACME-1").endswith("&open=ACME-1")
    assert several.text == "client=a&client=b"


@pytest.mark.parametrize(
    ("met", "breached", "promised", "share", "kept"),
    [
        (19, 1, Fraction(19, 20), Fraction(19, 20), True),
        (949, 51, Fraction(95, 100), Fraction(949, 1000), False),
        (0, 0, Fraction(95, 100), None, None),
        (3, 0, None, Fraction(1), None),
    ],
)
def test_compliance_is_an_exact_fraction_compared_unrounded(
    met: int, breached: int, promised: Fraction | None, share: Fraction | None, kept: bool | None
) -> None:
    cell = views.ComplianceCell(met, breached, 7, promised)
    assert (cell.share, cell.kept) == (share, kept)


def test_a_clock_has_time_left_or_is_over() -> None:
    late, early = samples.sample_talk.SLA_CLOCKS[0], samples.sample_talk.SLA_CLOCKS[1]
    assert (late.left, late.over) == (timedelta(0), timedelta(minutes=62))
    assert (early.left, early.over) == (timedelta(minutes=65), timedelta(0))
