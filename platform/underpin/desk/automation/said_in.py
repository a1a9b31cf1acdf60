"""A condition on what a ticket says in a field of one's own. Pure.

Numbers are compared as numbers and dates as dates, by what the value to compare with is; what a
field does not say in that way meets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, Literal
from uuid import UUID

import msgspec

from underpin.desk.automation import pattern
from underpin.kernel.errors import Malformed

FREE: Final = "-"
"""Nothing is said there."""
MOST: Final = 50
Op = Literal["is", "at_least", "at_most", "words"]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="if", tag="field"):
    """`is`: one of `values` (`-`: nothing; of a yes or no `true`, `false`; a person by id).
    `at_least`, `at_most`: one number or date. `words`: any of these stands there, `*` for any run
    of characters."""

    field_id: UUID
    values: list[str]
    op: Op = "is"
    negate: bool = False


Said = Mapping[str, Sequence[str]]
"""By the field's id as text."""


def holds(wanted: Field, said: Said) -> bool:
    there = said.get(str(wanted.field_id), ())
    return _met(wanted, there) is not wanted.negate


def _met(wanted: Field, there: Sequence[str]) -> bool:
    if wanted.op == "is":
        plain = {each.casefold() for each in there} or {FREE}
        return any(each.casefold() in plain for each in wanted.values)
    if wanted.op == "words":
        spelled = [pattern.spelled(each) for each in there]
        return any(pattern.found(each, text) for each in wanted.values for text in spelled)
    return any(_compared(wanted.op, each, wanted.values[0]) for each in there)


def _compared(op: Op, there: str, with_: str) -> bool:
    for read in (_number, _date):
        bound, found = read(with_), read(there)
        if bound is not None:
            return found is not None and (found >= bound if op == "at_least" else found <= bound)
    return False


def _number(given: str) -> Decimal | None:
    try:
        found = Decimal(given.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _date(given: str) -> Decimal | None:
    """As a day's number, so that it is compared like one."""
    try:
        return Decimal(date.fromisoformat(given.strip()).toordinal())
    except ValueError:
        return None


def check(wanted: Field) -> None:
    """Raises Malformed naming the field."""
    if not 1 <= len(wanted.values) <= MOST:
        raise Malformed(f"values: 1 to {MOST}.", field="values")
    CHECKS[wanted.op](wanted.values)


def _check_plain(values: Sequence[str]) -> None:
    if not all(1 <= len(each) <= 200 for each in values):
        raise Malformed("values: each 1 to 200 characters.", field="values")


def _check_words(values: Sequence[str]) -> None:
    for each in values:
        pattern.check(each, "values")


def _check_bound(values: Sequence[str]) -> None:
    known = [_number(each) is not None or _date(each) is not None for each in values]
    if known != [True]:
        raise Malformed("values: one number, or one date such as 2026-03-31.", field="values")


CHECKS: Final[Mapping[Op, Callable[[Sequence[str]], None]]] = {
    "is": _check_plain,
    "words": _check_words,
    "at_least": _check_bound,
    "at_most": _check_bound,
}
