"""One spelling for every value: the same value gives the same bytes, on any machine, for ever.

Invoices are stored and compared in this form, and inputs are hashed in it. A dataclass becomes
an object of its fields, with its `kind` where it has one; numbers become text without trailing
zeros, so that 1.50 and 1.5 are one; keys are sorted.
"""

import dataclasses
import hashlib
import json
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from billing.amounts import exact

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def plain(value: object) -> Json:
    """The value as JSON. Raises TypeError for a float, a set or a type without one spelling."""
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case tuple() | list():
            return [plain(item) for item in value]
        case Decimal() | date() | UUID():
            return exact.plain(value) if isinstance(value, Decimal) else str(value)
    return _fields(value)


def encode(value: object) -> bytes:
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(value: object) -> str:
    """SHA-256 of the encoded value, in hexadecimal."""
    return hashlib.sha256(encode(value)).hexdigest()


def _fields(value: Any) -> dict[str, Json]:
    if not dataclasses.is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no one spelling: use a frozen dataclass")
    kind = {"kind": value.kind} if hasattr(value, "kind") else {}
    fields = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return kind | fields
