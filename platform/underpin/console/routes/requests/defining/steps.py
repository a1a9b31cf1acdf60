"""A task template's steps as rows of a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from underpin.console.routes.requests.defining import lines
from underpin.console.routes.requests.defining.lines import Line
from underpin.desk.checklists.step import Step
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

STEP: Final = (
    *("key", "title", "detail", "optional", "after", "tier", "hours", "since", "order"),
    *("team_id", "assignee_id"),
)


def rows(said: Sequence[Step]) -> tuple[Line, ...]:
    return lines.shown([_row(each) for each in said], STEP)


def _row(step: Step) -> Line:
    due = step.due
    return {
        "key": step.key,
        "title": step.title,
        "detail": step.detail,
        "optional": "" if step.mandatory else "yes",
        "after": ", ".join(step.after),
        "tier": str(step.tier or ""),
        "hours": str(due.hours) if due else "",
        "since": due.since if due else "start",
        "team_id": str(step.team_id or ""),
        "assignee_id": str(step.assignee_id or ""),
    }


def typed(form: Line) -> list[Line]:
    return lines.typed(form, "step", STEP, ("title", "key"))


def read(form: Line) -> list[Step]:
    """Raises Malformed naming what cannot be kept; the verb checks the rest."""
    said = [_step(row, place) for place, row in enumerate(typed(form), 1)]
    try:
        return msgspec.convert(said, list[Step])
    except msgspec.ValidationError as wrong:
        raise Malformed(f"{wrong}.", field="steps") from wrong


def _step(row: Line, place: int) -> dict[str, Any]:
    known = {name: row[name] for name in ("team_id", "assignee_id") if row[name]}
    said = row["hours"]
    hours = digits.read(said.removeprefix("-"), 9)
    if said and hours is None:
        raise Malformed(f"{place}. hours: a whole number.", field=f"step-{place - 1}-hours")
    due = {"due": {"hours": int(said), "since": row["since"] or "start"}} if said else {}
    tier = {"tier": int(row["tier"])} if row["tier"] in ("1", "2", "3", "4") else {}
    return {
        "key": lines.key_of(row["key"], row["title"], f"step_{place}"),
        "title": row["title"],
        "detail": row["detail"],
        "mandatory": row["optional"] != "yes",
        "after": [each.strip() for each in row["after"].split(",") if each.strip()],
        **known,
        **tier,
        **due,
    }
