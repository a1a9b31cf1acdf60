"""The same value gives the same bytes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from billing.amounts import canonical
from billing.pricing.model import PassThrough, Percentage
from billing.pricing.price import Timing


@dataclass(frozen=True)
class Pair:
    one: object
    other: object


def test_every_kind_of_value_has_one_spelling() -> None:
    value = Pair(
        (Decimal("1.50"), date(2026, 11, 1), UUID(int=1), Timing.ADVANCE), [None, True, 3, "Łódź"]
    )

    assert canonical.encode(value).decode() == (
        '{"one":["1.5","2026-11-01","00000000-0000-0000-0000-000000000001","advance"],'
        '"other":[null,true,3,"Łódź"]}'
    )


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", object(), {"a": 1}])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no one spelling"):
        canonical.encode(Pair(value, None))


def test_kinds_with_the_same_fields_differ() -> None:
    ten = Decimal(10)

    assert canonical.digest(Percentage(ten)) != canonical.digest(PassThrough(ten))
    assert canonical.digest(PassThrough(ten)) == canonical.digest(PassThrough(Decimal("10.0")))
