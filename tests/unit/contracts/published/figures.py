"""The published figures as they stand in the file, read into what a content promises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts.agreements.clause import Kind
from contracts.instant import HOUR, MINUTE
from tests.unit.contracts.published.writing import Published

FILE = Path(__file__).parents[4].parent / "shared/data/contracts/real_sla_figures.json"
needs_the_file = pytest.mark.skipif(
    not FILE.is_file(),
    reason="the published figures (../shared/data/contracts) are not on this machine",
)
RESPONDS = {"SLA": "first_response", "OLA": "pickup", "UC": "acknowledge"}
ENDS = {"SLA": "resolution", "OLA": "hold", "UC": "fix"}
FIELDS = {
    "respond": RESPONDS,
    "first_response": RESPONDS,
    "respond_bh": RESPONDS,
    "resolve": ENDS,
    "close": ENDS,
}
SAID = re.compile(r"^(?:\d+-)?(\d+)\s?(m|h|bh|wh|d|bd|wd|business days)\b")
LISTS = ("credits", "credits_unprotected", "penalty")


def entry(published: Published) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text())["agreements"][published.place]
    return found


def promised(published: Published) -> Iterator[tuple[tuple[str, str, str], int]]:
    """What its levels say: metric, type and priority, and the time allowed."""
    written = entry(published)
    levels = (written[published.part] if published.part else written)["levels"]
    for level, (ticket_type, priority) in zip(levels, published.levels, strict=True):
        for field, said in level.items():
            time = duration(str(said), published.day) if field in FIELDS else None
            if time is not None:
                yield (_metric(field, published.kind), ticket_type, priority), time


def _metric(field: str, kind: Kind) -> str:
    return FIELDS[field][kind]


def duration(said: str, day: int) -> int | None:
    """ "15m", "4bh", of "3-5 business days" the longest; None for no time ("next release")."""
    found = SAID.match(said)
    if found is None:
        return None
    unit = {"m": MINUTE, "h": HOUR, "bh": HOUR, "wh": HOUR}.get(found[2], day)
    return int(found[1]) * unit


def numbers(value: object) -> set[Decimal]:
    """Every number written anywhere in it."""
    return {Decimal(each) for each in re.findall(r"\d+(?:\.\d+)?", json.dumps(value))}


def listed(published: Published) -> set[Decimal]:
    """The numbers of its credit bands and rates, if they stand in a list."""
    written = entry(published)
    inside = written.get("availability")
    places = [written, inside if isinstance(inside, dict) else {}]
    lists = [place[name] for place in places for name in LISTS if name in place]
    return set().union(*(numbers([_rates(each) for each in found]) for found in lists))


def _rates(line: Any) -> Any:
    """Of "1% per started hour over" the 1."""
    return line["rate"].split("%")[0] if isinstance(line, dict) else line
