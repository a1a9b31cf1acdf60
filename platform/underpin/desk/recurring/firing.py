"""A recurring ticket falls due: it is raised once for its day, and the next one is awaited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from underpin.desk.checklists import beginning
from underpin.desk.recurring import recurring
from underpin.desk.recurring.recurring import ACTIVE, KIND, Recurring
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

CHANNEL: Final = raising.RECURRING
ONCE: Final = """
INSERT INTO recurring_occurrence (tenant_id, recurring_id, on_day, ticket_id, made_at)
SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (
    SELECT FROM recurring_occurrence WHERE tenant_id = $1 AND recurring_id = $2 AND on_day = $3)
"""
DUE: Final = f"""
SELECT {recurring.COLUMNS} FROM recurring_ticket
WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id
"""


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("recurring_ticket"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    rows = await db.rows(DUE, act.tenant_id, [timer.subject_id for timer in batch])
    for found in map(recurring.of, rows):
        if found.state == ACTIVE and found.next_on is not None:
            await _raise(act, found)


async def _raise(act: Act, found: Recurring) -> None:
    """The ticket's id follows from its day, so that a day has one ticket whatever happens."""
    day = found.next_on
    assert day is not None, "asked before"  # noqa: S101
    there = "SELECT EXISTS (SELECT FROM ticket WHERE tenant_id = $1 AND id = $2)"
    ticket_id = ids.derive(found.id, day.isoformat())
    if not await db.value(there, act.tenant_id, ticket_id):
        said = found.said
        words = {"date": day.isoformat(), "month": f"{day:%Y-%m}"}
        new = NewTicket(
            _filled(said.subject, words)[:300],
            _filled(said.body, words),
            **{name: getattr(said, name) for name in ("type", "impact", "urgency", "service_id")},
            requester_id=said.requester_id,
            channel=CHANNEL,
            ticket_id=ticket_id,
        )
        ticket: Ticket = await raising.raise_ticket(act, new)
        await db.execute(ONCE, act.tenant_id, found.id, day, ticket.id, act.now)
        if said.tasks:
            await beginning.begin(act, ticket, said.tasks)
    kept = await recurring.keep(act, found, {"last_on": day})
    await recurring.plan(act, kept, after=day)


def _filled(text: str, words: dict[str, str]) -> str:
    """Placeholders, never a template language."""
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text
