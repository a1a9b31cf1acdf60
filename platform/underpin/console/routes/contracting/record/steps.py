"""The steps of an escalation policy as rows of a form, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from contracts import metric
from contracts.agreements import clause
from contracts.desk_protocol import Action
from contracts.escalation import policy
from contracts.escalation.escalation import Step
from underpin.console.routes.contracting.sheet.draft import Misread
from underpin.console.routes.contracting.sheet.fields import FILL_IN, Fields

TIERS: Final = ("1", "2", "3")


def write(steps: Sequence[Step]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, step in enumerate(steps):
        said = {
            "metric": step.metric,
            "percent": str(step.percent),
            "action": step.action,
            "from_tier": str(step.from_tier or ""),
            "to_tier": str(step.to_tier or ""),
            "priorities": ", ".join(step.priorities),
            "automatic": "yes" if step.automatic else "",
            "untouched": str(step.untouched_minutes or ""),
        }
        found |= {f"steps.{place}.{name}": value for name, value in said.items()}
    return found


def read(given: Mapping[str, str]) -> list[Step]:
    """Rows without a metric are left out. Raises Misread."""
    fields = Fields(given, {})
    steps = [_step(fields, at) for at in fields.rows("steps", "metric")]
    if fields.errors:
        raise Misread(fields.errors)
    return steps


def _step(fields: Fields, at: str) -> Step:
    percent = fields.whole(f"{at}percent")
    if percent is None:
        fields.wrong(f"{at}percent", FILL_IN)
    action = fields.one_of(f"{at}action", policy.ACTIONS)
    to_tier = _tier(fields, f"{at}to_tier") if action == "move_tier" else None
    if action == "move_tier" and to_tier is None:
        fields.wrong(f"{at}to_tier", FILL_IN)
    return Step(
        metric=fields.one_of(f"{at}metric", metric.CLOCKED),
        percent=percent or 0,
        action=cast(Action, action),
        from_tier=_tier(fields, f"{at}from_tier"),
        to_tier=to_tier,
        priorities=fields.listed(f"{at}priorities", clause.PRIORITIES),
        automatic=fields.ticked(f"{at}automatic"),
        untouched_minutes=fields.whole(f"{at}untouched") or 0,
    )


def _tier(fields: Fields, name: str) -> int | None:
    return int(fields.one_of(name, TIERS)) if fields.text(name) else None
