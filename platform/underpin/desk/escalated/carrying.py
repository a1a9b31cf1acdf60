"""The desk carries out what contracts decide: the other side of `contracts.desk_protocol`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from contracts.desk_protocol import Decision, ToDo
from contracts.facts import Assigned, Fact, TermsChanged, TierMoved
from contracts.subject import Due, Subject
from underpin.desk.cases import case, staff_told
from underpin.desk.major.one_case import CaseElsewhere
from underpin.desk.on_call import pages, warnings
from underpin.desk.queues import ranking
from underpin.desk.tickets import changing, recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.states import WrongState
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience
from underpin.kernel.realtime import Notice, tell

LOCK = timers.rows_of("ticket")
POLICY = "escalation policy"
MOVING = ("move_tier", "reassign", "open_vendor_case")


class Carrying:
    """Stateless; one for the process."""

    async def lock(self, act: Act, ticket_ids: Sequence[UUID]) -> set[UUID]:
        """Those tickets whose lock could be had at once."""
        return await LOCK(act, ticket_ids)

    async def subjects(self, act: Act, ticket_ids: Sequence[UUID]) -> dict[UUID, Subject]:
        rows = await db.rows(
            f"SELECT {tickets.COLUMNS} FROM ticket WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
            act.tenant_id,
            list(ticket_ids),
        )
        return {row["id"]: tickets.of(row).under for row in rows}

    async def record(self, act: Act, facts: Sequence[Fact]) -> None:
        """Breaches and withdrawals, as events; they move no clock."""
        await recording.emit(act, facts)

    async def carry_out(self, act: Act, to_do: Sequence[ToDo]) -> None:
        """Steps whose rows in `escalation` were just written: so each happens exactly once.

        What is only told goes first, pages before the rest; then tickets move, each one step at a
        time, because it is moved from where the step before left it.
        """
        telling = [each for each in to_do if each[1].action not in MOVING]
        if telling:
            await events.emit(act, *(_told(*each) for each in sorted(telling, key=_pages_first)))
            await _inform(act, telling)
        for steps in _one_each([each for each in to_do if each[1].action in MOVING]):
            await self._move(act, steps)

    async def _move(self, act: Act, steps: Sequence[ToDo]) -> None:
        found = await changing.held(act, [ticket_id for ticket_id, _ in steps])
        changes = [_change(act, found[ticket_id], decision) for ticket_id, decision in steps]
        await changing.record(act, changes)
        for ticket_id, decision in steps:
            if decision.action == "open_vendor_case":
                await self._open_case(act, await tickets.held_by_id(act, ticket_id))

    async def _open_case(self, act: Act, ticket: Ticket) -> None:
        try:
            async with db.savepoint():
                await case.opened(act, ticket)
        except (case.NoVendor, case.CaseOpen, CaseElsewhere, WrongState) as problem:
            await events.emit(
                act, events.New("escalation.held_up", ticket.id, {"reason": problem.code})
            )
            await staff_told.tell(act, ticket.id, "held_up", why=problem.code)

    async def change_terms(self, act: Act, changed: Sequence[TermsChanged], reason: str) -> None:
        """An SLA's new version is pinned on the ticket's row too, with its calendar."""
        found = await changing.held(act, [fact.ticket_id for fact in changed])
        sla = await version_store.of_tenant(
            act.tenant_id, {UUID(fact.version) for fact in changed if fact.side == "sla"}
        )
        changes = [
            changing.Change(_pinned(found[fact.ticket_id], fact, sla), [fact], reason=reason)
            for fact in changed
        ]
        await changing.record(act, changes)
        tell(act.tenant_id, (Audience.STAFF,), Notice("list", "list"))

    async def due_changed(self, act: Act, dues: Mapping[UUID, Due]) -> None:
        """Write each ticket's next due time and its rank, set-based."""
        found = await db.rows(
            "SELECT id, priority, raised_at, major_id IS NOT NULL AS major FROM ticket "
            "WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
            act.tenant_id,
            list(dues),
        )
        columns = [
            recording.due_columns(
                dues[row["id"]],
                ranking.Standing(row["priority"], row["raised_at"], act.now, major=row["major"]),
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


async def _inform(act: Act, telling: Sequence[ToDo]) -> None:
    """Pages call at once whoever is on duty; other warnings are gathered for whom they concern."""
    paging = [each for each in telling if each[1].action == "page"]
    if paging:
        await pages.raise_pages(act, [_page(*each) for each in paging])
    await warnings.gather(act, [each for each in telling if each[1].action != "page"])


def _page(ticket_id: UUID, decision: Decision) -> pages.New:
    source = ids.derive(decision.clock_id, str(decision.step_id), decision.at.isoformat())
    return pages.New("escalation", source, ticket_id)


def _pages_first(step: ToDo) -> bool:
    return step[1].action != "page"


def _one_each(steps: Sequence[ToDo]) -> Iterator[list[ToDo]]:
    """In rounds: of each ticket the next step."""
    waiting = list(steps)
    while waiting:
        first = dict(reversed(waiting))
        yield list(first.items())
        waiting = [each for each in waiting if first[each[0]] is not each[1]]


def _change(act: Act, ticket: Ticket, decision: Decision) -> changing.Change:
    """Where it goes, as far as that is all: a vendor's case is opened apart."""
    by, to = recording.by(act, ticket), decision.to_tier
    said: list[Fact] = []
    if decision.action == "move_tier" and to is not None and to != ticket.tier:
        said = [TierMoved(**by, old=ticket.tier, new=to)]
        ticket = replace(ticket, tier=to, assignee_id=None)
    elif decision.action == "reassign":
        said = [Assigned(**by, assignee=None, tier=ticket.tier)]
        ticket = replace(ticket, assignee_id=None)
    return changing.Change(ticket, said, [_told(ticket.id, decision)], _why(decision))


def _pinned(ticket: Ticket, fact: TermsChanged, sla: Mapping[UUID, Content]) -> Ticket:
    """What is behind an SLA is pinned elsewhere."""
    version = UUID(fact.version)
    if version not in sla:
        return ticket
    calendar = sla[version].calendar_version_id
    return replace(ticket, agreement_version_id=version, calendar_version_id=calendar)


def _why(decision: Decision) -> str:
    share = f" at {decision.percent} %" if decision.percent is not None else ""
    return f"{POLICY}: {decision.metric}{share}"


def _told(ticket_id: UUID, decision: Decision) -> events.New:
    body = {
        "action": decision.action,
        "metric": decision.metric,
        "percent": decision.percent,
        "step_id": str(decision.step_id),
        "to_tier": decision.to_tier,
    }
    return events.New("escalation.carried_out", ticket_id, body, decision.at)
