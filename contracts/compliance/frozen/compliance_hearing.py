"""What compliance hears of tickets: which service they are of, and what changes a frozen month."""

from __future__ import annotations

from typing import Final

from contracts import facts
from contracts.compliance.apart import counted_ticket, verdict
from contracts.compliance.frozen import compliance_period, correction
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

PREFIX: Final = "ticket."
CORRECTS: Final = frozenset(
    PREFIX + fact.kind
    for fact in (
        *(facts.Resolved, facts.Reopened, facts.Reprioritised, facts.TypeChanged, facts.Merged),
        *(facts.BreachRecorded, facts.BreachWithdrawn, facts.Judged),
    )
)
TOUCHES: Final = PREFIX + facts.Assigned.kind


async def hear(act: Act, event: Event) -> None:
    await counted_ticket.hear(act, event)
    if event.kind == verdict.JUDGED:
        await verdict.hear(act, event)
    if event.kind == counted_ticket.RAISED:
        await compliance_period.opened(act, act.now)
    elif event.kind in CORRECTS:
        await correction.hear(act, event)


CONSUMER: Final = Consumer(
    "compliance", "bulk", (counted_ticket.RAISED, TOUCHES, *sorted(CORRECTS)), hear
)
