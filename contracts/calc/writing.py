"""Writes answers as JSON in which every number is exact."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from contracts import instant


class _HasDecimal(Exception):
    pass


def _decimal(_: object) -> str:
    raise _HasDecimal


_QUICK: Final = json.JSONEncoder(allow_nan=False, default=_decimal)


def line(answer: Mapping[str, Any]) -> str:
    """One line of ASCII; decimals are written digit for digit."""
    try:
        return _QUICK.encode(answer)
    except _HasDecimal:
        return _json(answer)


def moment(at: int | None) -> str | None:
    return None if at is None else instant.text(at)


def seconds(microseconds: int) -> int | Decimal:
    """Whole seconds as an integer, others as a decimal with no trailing zeros."""
    whole, rest = divmod(abs(microseconds), instant.SECOND)
    sign = "-" if microseconds < 0 else ""
    if rest:
        return Decimal(f"{sign}{whole}.{rest:06}".rstrip("0"))
    return int(f"{sign}{whole}")


def _json(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(k)}: {_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, allow_nan=False)
