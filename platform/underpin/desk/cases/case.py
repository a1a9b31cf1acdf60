"""Vendor cases: a ticket's counterpart at tier L4, with clocks of its own.

Opening one hands the ticket to the vendor; a reported fix or a refusal hands it back. The vendor
sees what was shared in the case and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts import facts
from contracts.facts import (
    CaseAcknowledged,
    CaseFact,
    CaseFixed,
    CaseOpened,
    CaseQuestioned,
    CaseRefused,
    CaseUpdated,
    Fact,
    StateChanged,
    TierMoved,
    VendorCostBooked,
)
from contracts.signed import covering
from contracts.signed.covering import Vendor
from underpin.desk.cases import sharing_rule
from underpin.desk.kinds import workflow
from underpin.desk.major import one_case
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write

VENDOR_TIER = 4
OPEN_STATES = ("opened", "acknowledged", "questioned")
WITH_VENDOR = (*OPEN_STATES, "fixed")
"""In which its vendor may still answer; a fix waits for our confirmation."""


class NoVendor(Conflict):
    code = "no-vendor"
    title = "No vendor stands behind this ticket's service: add coverage in its contract first"


class CaseOpen(Conflict):
    code = "case-open"
    title = "A vendor has this ticket already"


@dataclass(frozen=True, slots=True)
class Case:
    """A case's row; `shared` is what the vendor was told when it was opened, `asked` how many
    further contacts there were asked since."""

    tenant_id: int
    id: UUID
    ticket_id: UUID
    vendor_id: UUID
    number: int
    state: str
    subject: str
    shared: str
    reference: str | None
    opened_at: datetime
    acknowledged_at: datetime | None
    fixed_at: datetime | None
    closed_at: datetime | None
    version: int
    asked: int = 0


COLUMNS = ", ".join(Case.__slots__)


@write("case.work", STAFF, WORKER)
async def open_vendor_case(act: Act, number: int) -> Case:
    """Hand a ticket to the vendor behind its service. Raises NoVendor, CaseOpen, NotFound."""
    ticket = await tickets.held(act, number)
    return await opened(act, ticket)


async def opened(act: Act, ticket: Ticket) -> Case:
    """Within a verb or an alarm, the ticket being locked."""
    vendor = await covering.vendor_for(act, ticket.service_id)
    if vendor is None:
        raise NoVendor
    workflow.check(ticket.type, ticket.state, ticket.stage, facts.WAITING_VENDOR)
    await one_case.check(ticket)
    if await _standing(ticket):
        raise CaseOpen
    case = await _insert(act, ticket, vendor)
    said: list[Fact] = []
    if ticket.state != facts.WAITING_VENDOR:
        said.append(turned(act, ticket, facts.WAITING_VENDOR))
    said.append(handed_over(act, ticket))
    said.append(fact(CaseOpened, act, ticket, case))
    await recording.change(
        act, ticket, said, {"tier": VENDOR_TIER, "state": facts.WAITING_VENDOR, "assignee_id": None}
    )
    await recording.emit(act, [cost(act, ticket, case, vendor)])
    return case


async def _standing(ticket: Ticket) -> bool:
    found: bool = await db.value(
        "SELECT EXISTS (SELECT FROM vendor_case WHERE tenant_id = $1 AND ticket_id = $2 "
        "AND state = ANY ($3::text[]))",
        ticket.tenant_id,
        ticket.id,
        list(OPEN_STATES),
    )
    return found


INSERT = f"""
INSERT INTO vendor_case (tenant_id, id, ticket_id, vendor_id, number, state, subject, shared,
                         opened_at, version)
SELECT $1, $2, $3, $4,
       1 + (SELECT count(*) FROM vendor_case WHERE tenant_id = $1 AND ticket_id = $3),
       'opened', $5, $6, $7, 1
RETURNING {COLUMNS}
"""


async def _insert(act: Act, ticket: Ticket, vendor: Vendor) -> Case:
    """What leaves is the service's sharing rule's to say."""
    told = await sharing_rule.told(ticket)
    words = (ticket.id, vendor.id, ticket.subject, told, act.now)
    row = await db.row(INSERT, ticket.tenant_id, ids.new(), *words)
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Case(**row)


def cost(
    act: Act, ticket: Ticket, case: Case, vendor: Vendor, *, amount: Decimal | None = None
) -> VendorCostBooked:
    """What opening it costs, net; said again with another `amount`, it is that instead."""
    return VendorCostBooked(
        **recording.by(act, ticket),
        cost_id=ids.derive(case.id, "opening-cost"),
        vendor=vendor.id,
        amount=vendor.case_cost if amount is None else amount,
        currency=vendor.currency,
        case_id=case.id,
    )


async def held(act: Act, case_id: UUID) -> tuple[Ticket, Case]:
    """The ticket, then the case, both locked in that order. Raises NotFound."""
    ticket_id = await db.value(
        "SELECT ticket_id FROM vendor_case WHERE tenant_id = $1 AND id = $2",
        act.tenant_id,
        case_id,
    )
    if ticket_id is None:
        raise NotFound
    ticket = await tickets.held_by_id(act, ticket_id)
    row = await db.row(
        f"SELECT {COLUMNS} FROM vendor_case WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        act.tenant_id,
        case_id,
    )
    assert row is not None, "a case does not go away"  # noqa: S101
    return ticket, Case(**row)


async def acknowledged(act: Act, ticket: Ticket, case: Case, at: datetime) -> None:
    """A named person at the vendor has it in hand."""
    if case.acknowledged_at is not None:
        return
    await _taken(case, at)
    await recording.change(act, ticket, [fact(CaseAcknowledged, act, ticket, case, at)])


async def updated(act: Act, ticket: Ticket, case: Case, at: datetime) -> None:
    """Word from the vendor; the first word acknowledges too."""
    said: list[Fact] = []
    if case.acknowledged_at is None:
        await _taken(case, at)
        said.append(fact(CaseAcknowledged, act, ticket, case, at))
    said.append(fact(CaseUpdated, act, ticket, case, at))
    await recording.change(act, ticket, said)


async def _taken(case: Case, at: datetime) -> None:
    """What they had asked still waits for its answer."""
    turned_to = "acknowledged" if case.state == "opened" else case.state
    await put(case, state=turned_to, acknowledged_at=at)


async def questioned(act: Act, ticket: Ticket, case: Case, at: datetime) -> None:
    """The vendor asks: the case is in our hands until answered, as one with a fix is already."""
    if case.state not in OPEN_STATES:
        return
    await put(case, state="questioned")
    await recording.change(act, ticket, [fact(CaseQuestioned, act, ticket, case, at)])


async def fixed(act: Act, ticket: Ticket, case: Case, at: datetime) -> None:
    """The vendor reports a fix: the ticket comes back to L3, open, for us to confirm."""
    if case.fixed_at is not None:
        return
    said: list[Fact] = []
    acknowledged_at = case.acknowledged_at
    if acknowledged_at is None:
        acknowledged_at = at
        said.append(fact(CaseAcknowledged, act, ticket, case, at))
    await put(case, state="fixed", fixed_at=at, acknowledged_at=acknowledged_at)
    said.append(fact(CaseFixed, act, ticket, case, at))
    await _back(act, ticket, said, at)


async def refused(act: Act, ticket: Ticket, case: Case, at: datetime) -> None:
    """The vendor will not take it: back to L3."""
    await put(case, state="refused", closed_at=at)
    await _back(act, ticket, [fact(CaseRefused, act, ticket, case, at)], at)


async def refer(act: Act, case_id: UUID, reference: str) -> None:
    """Keep the vendor's own number of the case."""
    _, case = await held(act, case_id)
    await put(case, reference=reference[:200])


async def _back(act: Act, ticket: Ticket, said: list[Fact], at: datetime) -> None:
    changes: dict[str, Any] = {}
    if ticket.tier == VENDOR_TIER:
        said.append(TierMoved(**recording.by(act, ticket, at), old=VENDOR_TIER, new=3))
        changes["tier"] = 3
    if ticket.state == facts.WAITING_VENDOR:
        said.append(turned(act, ticket, facts.OPEN, at))
        changes["state"] = facts.OPEN
    await recording.change(act, ticket, said, changes)


async def put(case: Case, **changes: Any) -> None:
    """Columns of a case that is locked."""
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(changes, 3))
    await db.execute(
        f"UPDATE vendor_case SET {names}, version = version + 1 WHERE tenant_id = $1 AND id = $2",
        case.tenant_id,
        case.id,
        *changes.values(),
    )


def fact(
    kind: type[CaseFact], act: Act, ticket: Ticket, case: Case, at: datetime | None = None
) -> CaseFact:
    return kind(
        **recording.by(act, ticket, at),
        case_id=case.id,
        vendor=case.vendor_id,
        service=ticket.service_id,
    )


def turned(act: Act, ticket: Ticket, new: str, at: datetime | None = None) -> StateChanged:
    """The ticket's turn to another state, as a fact."""
    return StateChanged(**recording.by(act, ticket, at), old=ticket.state, new=new)


def handed_over(act: Act, ticket: Ticket) -> TierMoved:
    return TierMoved(**recording.by(act, ticket), old=ticket.tier, new=VENDOR_TIER)


async def of_ticket(tenant: int, ticket_id: UUID) -> list[Case]:
    """A ticket's cases, oldest first; none in a scope that may not see them."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM vendor_case WHERE tenant_id = $1 AND ticket_id = $2 "
        "ORDER BY number",
        tenant,
        ticket_id,
    )
    return [Case(**row) for row in rows]
