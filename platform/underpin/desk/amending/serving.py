"""Another service than was said, or one where none was: a mail names none. With it goes the
agreement that governs it (PRACTICE 9, 16)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from contracts.clocks import running
from contracts.facts import Fact, TermsChanged, TypeChanged
from contracts.subject import Pinned
from underpin.desk.tickets import recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

CHANGED: Final = "ticket.service_changed"
HERE: Final = "SELECT EXISTS (SELECT FROM service WHERE tenant_id = $1 AND id = $2)"


@write("ticket.work", STAFF)
async def say(
    act: Act,
    number: int,
    service_id: UUID | None,
    reason: str,
    *,
    version: int | None = None,
) -> Ticket:
    """It was about this from the start: where another SLA governs that service, its promises count
    from creation, with the time used, and misses of the wrong one are withdrawn. The escalation
    policy of its contract calls for steps from now on, and later hand-overs go to who stands behind
    it; cases and tiers go on as they stand. Raises Malformed, NotFound, StaleVersion,
    WrongState."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: 1 to 2000 characters.", field="reason")
    ticket = await tickets.held(act, number, version)
    if ticket.state in states.DONE:
        raise states.WrongState("This ticket is done: reopen it first.")
    if service_id is not None and not await db.value(HERE, act.tenant_id, service_id):
        raise Malformed("service_id: this client has no such service.", field="service_id")
    if ticket.service_id == service_id:
        return ticket
    pinned = await running.choose(act, service_id, ticket.type, ticket.raised_at)
    changes: dict[str, object] = {"service_id": service_id}
    said = _facts(act, ticket, pinned)
    if said:
        changes |= {
            "contract_id": pinned.contract_id,
            "agreement_version_id": pinned.agreement_version_id,
            "calendar_version_id": pinned.calendar_version_id,
            "policy_id": pinned.policy_id,
        }
    changed = await recording.change(act, ticket, said, changes, reason=reason.strip())
    told = {"old": _spelled(ticket.service_id), "new": _spelled(service_id)}
    await events.emit(act, events.New(CHANGED, ticket.id, told, reason=reason.strip()))
    return changed


def _facts(act: Act, ticket: Ticket, pinned: Pinned) -> list[Fact]:
    """None where the same agreement governs it, or none does: then it stays under what it has."""
    version = pinned.agreement_version_id
    if version is None or version == ticket.agreement_version_id:
        return []
    by = recording.by(act, ticket)
    under = TermsChanged(**by, side="sla", version=str(version))
    steps = []
    if pinned.policy_id != ticket.policy_id:
        steps.append(TermsChanged(**by, side="policy", version=_spelled(pinned.policy_id) or ""))
    # Of the same type, by our mistake: every clock of the SLA is judged anew from creation.
    anew = TypeChanged(**by, old=ticket.type, new=ticket.type, cause="our_mistake")
    return [*steps, under, anew]


def _spelled(service: UUID | None) -> str | None:
    return None if service is None else str(service)
