"""Reads the parts of a question; each refusal names the field by its path and says the cause.

Numbers are decimals, so that what is written is what is counted with.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from contracts import instant
from contracts.calendars import calendar, calendar_definition, calendar_wall

LONGEST: Final = 4 * 1024 * 1024
"""Bytes, or characters, of one line."""
_MOST_DIGITS: Final = 18
_INFINITE: Final = Decimal("Infinity")
_KEPT: Final[dict[str, calendar.Calendar]] = {}
"""By how they were spelled: reading a calendar takes longer than counting with it."""
_MOST_KEPT: Final = 64
_LONGEST_KEPT: Final = 20_000


class Refused(ValueError):
    """A question that cannot be answered as it is written."""

    def __init__(self, field: str, cause: str) -> None:
        super().__init__(f"{field}: {cause}")


def question(line: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The line's object, and the names that occur twice in one of its objects."""
    if len(line) > LONGEST:
        raise too_long()
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        unique = dict(pairs)
        if len(unique) < len(pairs):
            names = Counter(name for name, _ in pairs)
            twice.extend(name for name, times in names.items() if times > 1)
        return unique

    try:
        read = json.loads(
            line,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=Decimal,
            object_pairs_hook=members,
        )
    except json.JSONDecodeError as broken:
        raise Refused("line", f"is not JSON: {broken.msg} at character {broken.colno}") from None
    except RecursionError:
        raise Refused("line", "is nested too deeply to be a question") from None
    if not isinstance(read, dict):
        raise Refused("line", f"is {kind(read)}, not an object; write one question as {{ ... }}")
    return read, tuple(twice)


def too_long() -> Refused:
    return Refused("line", f"is longer than {LONGEST} characters; ask in several lines")


def working_time(written: object, field: str) -> calendar.Calendar:
    """A calendar in the API's form, compiled; the last few are kept for the lines that follow."""
    spelled = repr(fields(written, field))
    known = _KEPT.get(spelled)
    if known is None:
        known = _compiled(written, field)
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        if len(spelled) <= _LONGEST_KEPT:
            _KEPT[spelled] = known
    return known


def _compiled(written: object, field: str) -> calendar.Calendar:
    try:
        return calendar.Calendar(calendar_definition.from_json(written))
    except calendar_definition.DefinitionError as refused:
        path = f"{field}.{refused.field}" if refused.field else field
        raise Refused(path, f"{refused.reason}; {refused.cure}") from None


def moment(written: object, field: str) -> int:
    """An instant from ISO 8601 with an offset."""
    text = _present(written, field)
    if not isinstance(text, str):
        raise Refused(field, f"is {kind(text)}; write an instant like 2026-11-22T09:00:00+01:00")
    try:
        return instant.parse(text)
    except ValueError as refused:
        raise Refused(field, str(refused)) from None


def seconds(written: object, field: str, *, least: int | None = None) -> int:
    """Seconds as microseconds, exactly; ``least`` is in seconds too."""
    number = _present(written, field)
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        raise Refused(field, f"is {kind(number)}; write a number of seconds, without quotes")
    exact = Decimal(number)
    if not exact.is_finite():
        raise Refused(field, f"{exact} is no number of seconds; write a finite one")
    if exact and exact.adjusted() >= _MOST_DIGITS:
        raise Refused(field, "is longer than any calendar; write fewer than 10^18 seconds")
    if least is not None and exact < least:
        raise Refused(field, f"{exact} is less than {least}; write {least} or more")
    return _microseconds(exact, field)


def day(written: object, field: str) -> date:
    try:
        return calendar_wall.read_date(_present(written, field), field)
    except calendar_definition.DefinitionError as refused:
        raise Refused(field, f"{refused.reason}; {refused.cure}") from None


def flag(written: object, field: str) -> bool:
    value = _present(written, field)
    if not isinstance(value, bool):
        raise Refused(field, f"is {kind(value)}; write true or false")
    return value


def word(written: object, field: str, known: tuple[str, ...]) -> str:
    """One of the known words."""
    value = _present(written, field)
    if not isinstance(value, str):
        raise Refused(field, f"is {kind(value)}; write one of {', '.join(known)}")
    if value not in known:
        raise Refused(field, f"{shown(value)} is unknown; write one of {', '.join(known)}")
    return value


def fields(written: object, field: str) -> Mapping[str, Any]:
    """An object's members."""
    value = _present(written, field)
    if not isinstance(value, dict):
        raise Refused(field, f"is {kind(value)}; write an object {{ ... }}")
    return value


def entries(written: object, field: str) -> list[Any]:
    """A list's entries."""
    value = _present(written, field)
    if not isinstance(value, list):
        raise Refused(field, f"is {kind(value)}; write a list [ ... ]")
    return value


def kind(value: object) -> str:
    """What JSON calls it."""
    if value is None:
        return "null"
    names = {bool: "true or false", str: "text", dict: "an object", list: "a list"}
    return names.get(type(value), "a number")


def shown(value: str) -> str:
    return json.dumps(value if len(value) <= 60 else value[:57] + "...")


def _present(written: object, field: str) -> object:
    if written is None:
        raise Refused(field, "is missing")
    return written


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent beyond what decimals hold
        return -_INFINITE if digits.startswith("-") else _INFINITE


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 4000 else _decimal(digits)


def _microseconds(exact: Decimal, field: str) -> int:
    if not exact:
        return 0
    sign, digits, exponent = exact.as_tuple()
    places = int(exponent) + 6
    whole, finer = digits, digits[:0]
    if places < 0:
        whole, finer = digits[:places], digits[places:]
    if any(finer):
        raise Refused(field, f"{str(exact)[:40]} is finer than a microsecond")
    count = int("".join(map(str, whole)) or "0") * int(10 ** max(places, 0))
    return -count if sign else count
