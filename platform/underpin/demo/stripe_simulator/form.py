"""Stripe's form encoding read back: `lines[0][amount]=5` is {"lines": {"0": {"amount": "5"}}}."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl


def read(encoded: str) -> dict[str, Any]:
    """Nested by the brackets; the values are text. Lists stay as mappings by their places."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        _put(found, path(name), value)
    return found


def path(name: str) -> list[str]:
    head, brackets = re.fullmatch(r"([^\[\]]*)((?:\[[^\[\]]*\])*)", name).groups()  # type: ignore[union-attr]
    return [head, *re.findall(r"\[([^\[\]]*)\]", brackets)]


def _put(into: dict[str, Any], keys: list[str], value: str) -> None:
    *above, last = keys
    for key in above:
        below = into.setdefault(key, {})
        into = below if isinstance(below, dict) else {}
    into[last or str(len(into))] = value
