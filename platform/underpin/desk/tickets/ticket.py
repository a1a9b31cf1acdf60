"""The ticket as the desk handles it, and the one way to get one: loading is authorising."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.subject import Pinned, Subject
from underpin.desk.tickets.visibility import MEMBER_SEES, staff_sees
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound, StaleVersion
from underpin.kernel.principal import Audience


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket's row. `next_due` is what people are shown, None without a running target; the
    row keeps it as `due_at`, beside the instant by which the list ranks (see `ranking`). `stage`:
    the last that somebody named (see `kinds.workflow`). `escalated_at`: set while the client
    waits for who leads. `major_id`: of the open major incident it is part of."""

    tenant_id: int
    id: UUID
    number: int
    type: str
    subject: str
    impact: str
    urgency: str
    priority: str
    state: str
    tier: int
    assignee_id: UUID | None
    requester_id: UUID
    service_id: UUID | None
    contract_id: UUID | None
    agreement_version_id: UUID | None
    calendar_version_id: UUID | None
    policy_id: UUID | None
    channel: str
    confidential: bool
    raised_at: datetime
    touched_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    next_due: datetime | None
    next_metric: str | None
    next_warn_at: datetime | None
    breached: bool
    version: int
    merged_into: UUID | None = None
    wanted_at: datetime | None = None
    stage: str | None = None
    sensitive: str | None = None
    escalated_at: datetime | None = None
    major_id: UUID | None = None
    category_id: UUID | None = None

    @property
    def pinned(self) -> Pinned:
        return Pinned(
            self.contract_id, self.agreement_version_id, self.calendar_version_id, self.policy_id
        )

    @property
    def under(self) -> Subject:
        """What contracts need to know of it."""
        return Subject(
            tenant_id=self.tenant_id,
            ticket_id=self.id,
            type=self.type,
            priority=self.priority,
            tier=self.tier,
            state=self.state,
            service_id=self.service_id,
            pinned=self.pinned,
        )


SPELLED = {"next_due": "ticket.due_at AS next_due"}
COLUMNS = ", ".join(SPELLED.get(name, f"ticket.{name}") for name in Ticket.__slots__)


IN_ORDER = "merged_into IS NULL, id"
"""In which several tickets are locked, everywhere: what went into another one first, then what goes
on, each by id. Whoever writes on one that was merged holds it before the one it went into."""


def of(row: db.Row) -> Ticket:
    return Ticket(**{name: row[name] for name in Ticket.__slots__})


def sees(act: Act, person: str = "$3") -> str:
    """What narrows a statement over `ticket` to what staff may see of confidential ones (PRACTICE
    2), with the words of `whom`; what members may see their own scope says."""
    return f" AND {staff_sees('ticket', person)}" if act.audience is Audience.STAFF else ""


def whom(act: Act) -> tuple[UUID, ...]:
    """The word for `sees`: of staff, who asks."""
    return (act.person_id,) if act.audience is Audience.STAFF else ()


async def seen(act: Act, tenant: int, number: int) -> Ticket:
    """A ticket for reading, in the asker's own scope. Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM ticket WHERE tenant_id = $1 AND number = $2{sees(act)}",
        *(tenant, number, *whom(act)),
    )
    if row is None:
        raise NotFound
    return of(row)


async def held(act: Act, number: int, version: int | None = None) -> Ticket:
    """A ticket for changing: locked, and visible to who asks.

    Raises NotFound, StaleVersion when `version` is given and no longer the present one.
    """
    theirs = f" AND {MEMBER_SEES}" if act.audience is Audience.MEMBER else sees(act)
    row = await db.row(
        f"SELECT {COLUMNS} FROM ticket WHERE tenant_id = $1 AND number = $2{theirs} "
        "FOR UPDATE OF ticket",
        *(act.tenant_id, number, *whom(act)),
    )
    if row is None:
        raise NotFound
    if version is not None and row["version"] != version:
        raise StaleVersion
    return of(row)


async def held_by_id(act: Act, ticket_id: UUID) -> Ticket:
    """The same by id, for what the product starts itself."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM ticket WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        act.tenant_id,
        ticket_id,
    )
    if row is None:
        raise NotFound
    return of(row)
