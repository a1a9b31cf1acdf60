"""What a button does to what was typed: a suggested fix set into the grid, one type's row of
targets copied to another's,
one side taken of all that two people wrote. The form is changed, and nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contracts.agreements import clause
from underpin.console.routes.contracting.sheet import merging, spans, targets
from underpin.kernel import digits

LIFT: Final = "lift"
TAKE: Final = "take"
SAME: Final = "same"
JOINT: Final = ","


def lift(ticket_type: str, priority: str, metric: str, to_us: int) -> str:
    """The button's value that makes a promise of so much."""
    return f"{LIFT}:{ticket_type}:{priority}:{metric}:{to_us}"


def same(ticket_type: str, like: str) -> str:
    return f"{SAME}:{ticket_type}:{like}"


def done(given: Mapping[str, str]) -> dict[str, str]:
    """The fields as they are after the button `deed` of the form; what is no deed of ours does
    nothing."""
    typed = {name: each for name, each in given.items() if name != "deed"}
    for deed in given.get("deed", "").split(JOINT):
        typed |= _changed(typed, *deed.split(":"))
    return typed


def _changed(typed: Mapping[str, str], what: str, *words: str) -> dict[str, str]:
    if what == LIFT and len(words) == 4 and (span := digits.read(words[3], 18)) is not None:
        return {targets.cell(*words[:3]): spans.write(span)}
    if what == TAKE and words and words[0] in (merging.THEIRS, merging.MINE):
        return {name: words[0] for name in typed if name.startswith(merging.TAKE)}
    if what == SAME and len(words) == 2 and set(words) <= set(clause.TYPES):
        return _copied(typed, *words)
    return {}


def _copied(typed: Mapping[str, str], ticket_type: str, like: str) -> dict[str, str]:
    before = f"t.{like}."
    return {
        f"t.{ticket_type}.{name.removeprefix(before)}": each
        for name, each in typed.items()
        if name.startswith(before)
    }
