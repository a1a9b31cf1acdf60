"""The desk carries out what contracts decide: the other side of `contracts.desk_protocol`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.desk_protocol import Decision
from contracts.facts import Fact
from contracts.subject import Due, Subject
from underpin.desk import case, ranking, recording, working
from underpin.desk import ticket as tickets
from underpin.desk.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience
from underpin.kernel.realtime import Notice, tell

MOVING = ("move_tier", "reassign", "open_vendor_case")


class Carrying:
    """Stateless; one for the process."""

    async def lock(self, act: Act, ticket_ids: Sequence[UUID]) -> set[UUID]:
        """Those tickets whose lock could be had at once."""
        rows = await db.rows(
            "SELECT id FROM ticket WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) "
            "ORDER BY id FOR UPDATE SKIP LOCKED",
            act.tenant_id,
            list(ticket_ids),
        )
        return {row["id"] for row in rows}

    async def subjects(self, act: Act, ticket_ids: Sequence[UUID]) -> dict[UUID, Subject]:
        rows = await db.rows(
            f"SELECT {tickets.COLUMNS} FROM ticket WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
            act.tenant_id,
            list(ticket_ids),
        )
        return {row["id"]: tickets.of(row).under for row in rows}

    async def record(self, act: Act, ticket_id: UUID, facts: Sequence[Fact]) -> None:
        """Breaches and withdrawals, as events; they move no clock."""
        await recording.emit(act, facts)

    async def carry_out(self, act: Act, ticket_id: UUID, decision: Decision) -> None:
        """One step, whose row in `escalation` was just written: so it happens exactly once."""
        if decision.action in MOVING:
            await self._move(act, await tickets.held_by_id(act, ticket_id), decision)
        await events.emit(act, _told(ticket_id, decision))

    async def _move(self, act: Act, ticket: Ticket, decision: Decision) -> None:
        if decision.action == "move_tier" and decision.to_tier is not None:
            await working.shift(act, ticket, decision.to_tier, reason=_why(decision))
        elif decision.action == "reassign":
            await working.hand(act, ticket, None)
        elif decision.action == "open_vendor_case":
            await self._open_case(act, ticket)

    async def _open_case(self, act: Act, ticket: Ticket) -> None:
        try:
            async with db.savepoint():
                await case.opened(act, ticket)
        except (case.NoVendor, case.CaseOpen) as problem:
            await events.emit(
                act, events.New("escalation.held_up", ticket.id, {"reason": problem.code})
            )

    async def due_changed(self, act: Act, dues: Mapping[UUID, Due]) -> None:
        """Write each ticket's next due time and its rank, set-based."""
        found = await db.rows(
            "SELECT id, priority, raised_at FROM ticket "
            "WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
            act.tenant_id,
            list(dues),
        )
        columns = [
            recording.due_columns(
                dues[row["id"]], ranking.Standing(row["priority"], row["raised_at"], act.now)
            )
            for row in found
        ]
        await db.execute(
            DUES,
            act.tenant_id,
            [row["id"] for row in found],
            *([each[name] for each in columns] for name in WRITTEN),
        )
        tell(act.tenant_id, (Audience.STAFF,), Notice("list", "list"))


WRITTEN = ("due_at", "next_due", "next_metric", "next_warn_at", "breached")
DUES = """
UPDATE ticket t SET due_at = u.due_at, next_due = u.next_due, next_metric = u.next_metric,
    next_warn_at = u.next_warn_at, breached = u.breached, version = t.version + 1
FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::timestamptz[],
            $7::boolean[]) AS u(id, due_at, next_due, next_metric, next_warn_at, breached)
WHERE t.tenant_id = $1 AND t.id = u.id
"""


def _why(decision: Decision) -> str:
    share = f" at {decision.percent} %" if decision.percent is not None else ""
    return f"escalation policy: {decision.metric}{share}"


def _told(ticket_id: UUID, decision: Decision) -> events.New:
    body = {
        "action": decision.action,
        "metric": decision.metric,
        "percent": decision.percent,
        "step_id": str(decision.step_id),
        "to_tier": decision.to_tier,
    }
    return events.New("escalation.carried_out", ticket_id, body, decision.at)
