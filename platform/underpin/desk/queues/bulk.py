"""One thing done to many tickets of a client: each gets its own outcome, and all of them as many
statements as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from contracts import facts
from contracts.facts import Assigned, Closed, Fact, Resolved, StateChanged, TierMoved
from underpin.desk.hands import ways
from underpin.desk.tickets import changing, messages, recording, tagging, visibility, working
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.changing import Change
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

MOST: Final = 200
DONE, UNCHANGED, NOT_FOUND, STALE = "done", "unchanged", "not-found", "stale-version"


@dataclass(frozen=True, slots=True)
class Named:
    """A ticket by its number; `version`: only if it is still that."""

    number: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`outcome`: done, unchanged, or the code of what stood in the way."""

    number: int
    outcome: str


Rule = Callable[[Ticket], Change | None]
"""What becomes of a ticket; None: nothing changes."""

HELD: Final = f"""
SELECT {tickets.COLUMNS}, {visibility.staff_sees("ticket", "$3")} AS known FROM ticket
WHERE tenant_id = $1 AND number = ANY ($2::int[]) ORDER BY id FOR UPDATE
"""


@write("ticket.work", STAFF)
async def assign(
    act: Act, named: Sequence[Named], assignee: UUID | None, note: str = ""
) -> list[Outcome]:
    """To a colleague who works for this client, or back to its queue. `note` is kept on each that
    somebody held. Raises Malformed, Absent, NoteMissing."""
    if assignee is not None:
        await working.check_works_here(act, assignee)

    def rule(ticket: Ticket) -> Change | None:
        return None if ticket.assignee_id == assignee else _assigned(act, ticket, assignee)

    return await _each(act, named, rule, note)


@write("ticket.escalate", STAFF)
async def move_tier(
    act: Act, named: Sequence[Named], tier: int, reason: str | None = None
) -> list[Outcome]:
    """Into another tier's queue; who held them no longer does. Raises Malformed."""
    if tier not in (1, 2, 3):
        raise Malformed("tier: 1, 2 or 3; an outside vendor is a case of its own.", field="tier")

    def rule(ticket: Ticket) -> Change | None:
        if ticket.tier == tier:
            return None
        said = TierMoved(**recording.by(act, ticket), old=ticket.tier, new=tier)
        return Change(replace(ticket, tier=tier, assignee_id=None), [said], reason=reason)

    return await _each(act, named, rule, reason or "")


@write("ticket.work", STAFF)
async def close(act: Act, named: Sequence[Named]) -> list[Outcome]:
    """Nothing more will be done on them; one that was not resolved is resolved with it."""

    def rule(ticket: Ticket) -> Change | None:
        return None if ticket.state == facts.CLOSED else _closed(act, ticket)

    return await _each(act, named, rule)


@write("ticket.work", STAFF)
async def tag(act: Act, named: Sequence[Named], word: str) -> list[Outcome]:
    """Raises Malformed."""
    plain = tagging.checked(word)
    found, refused = await held(act, named)
    new = await tagging.put(act, [each.id for each in found.values()], plain)
    said = {number: DONE if each.id in new else UNCHANGED for number, each in found.items()}
    return outcomes(named, refused | said)


def _assigned(act: Act, ticket: Ticket, assignee: UUID | None) -> Change:
    """Whoever gets a new ticket opens it."""
    said: list[Fact] = [Assigned(**recording.by(act, ticket), assignee=assignee, tier=ticket.tier)]
    state = ticket.state
    if assignee is not None and state == facts.NEW:
        state = facts.OPEN
        said.append(StateChanged(**recording.by(act, ticket), old=facts.NEW, new=state))
    return Change(replace(ticket, assignee_id=assignee, state=state), said)


def _closed(act: Act, ticket: Ticket) -> Change:
    said: list[Fact] = [Closed(**recording.by(act, ticket))]
    if ticket.resolved_at is None:
        said.insert(0, Resolved(**recording.by(act, ticket)))
    resolved = ticket.resolved_at or act.now
    return Change(
        replace(ticket, state=facts.CLOSED, resolved_at=resolved, closed_at=act.now), said
    )


async def _each(
    act: Act, named: Sequence[Named], rule: Rule, note: str | None = None
) -> list[Outcome]:
    """`note` is given where tickets change hands."""
    found, said = await held(act, named)
    changes = {number: rule(ticket) for number, ticket in found.items()}
    if note is not None:
        await _noted(act, [found[number] for number, each in changes.items() if each], note)
    await changing.record(act, [each for each in changes.values() if each is not None])
    done = {number: UNCHANGED if each is None else DONE for number, each in changes.items()}
    return outcomes(named, said | done)


async def _noted(act: Act, handed: Sequence[Ticket], note: str) -> None:
    held = [ticket for ticket in handed if ticket.assignee_id is not None]
    if not held:
        return
    if note.strip():
        await messages.write_notes(act, held, note)
    elif await ways.needed(act, held[0]):
        raise ways.NoteMissing


async def held(act: Act, named: Sequence[Named]) -> tuple[dict[int, Ticket], dict[int, str]]:
    """Those that may be changed, locked, and what stands in the way of the others."""
    if not 1 <= len(named) <= MOST:
        raise Malformed(f"tickets: 1 to {MOST}.", field="tickets")
    versions = {each.number: each.version for each in named}
    rows = await db.rows(HELD, act.tenant_id, list(versions), act.person_id)
    known = {row["number"]: tickets.of(row) for row in rows if row["known"]}
    said = dict.fromkeys(versions.keys() - known.keys(), NOT_FOUND)
    said |= {
        number: STALE
        for number, ticket in known.items()
        if versions[number] not in (None, ticket.version)
    }
    return {number: each for number, each in known.items() if number not in said}, said


def outcomes(named: Sequence[Named], said: dict[int, str]) -> list[Outcome]:
    numbers = dict.fromkeys(each.number for each in named)
    return [Outcome(number, said[number]) for number in numbers]
