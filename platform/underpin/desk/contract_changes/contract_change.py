"""A client wants something changed in their contract: a higher limit, another plan, a service more.

It lands with their account manager, who says what it costs; an approver whose limit reaches it
accepts; then the terms are drafted where contracts are. Nothing of it becomes active by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal, get_args
from uuid import UUID

from contracts.facts import Assigned
from underpin.desk.approvals import asking
from underpin.desk.approvals.asking import New
from underpin.desk.approvals.request import Request
from underpin.desk.hands import absence
from underpin.desk.tickets import raising, recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

Matter = Literal["limit", "plan", "service", "term", "other"]
Per = Literal["once", "month", "year"]
State = Literal["asked", "quoted", "accepted", "handed_over"]
QUOTED_ANEW: Final = "It was quoted anew."
MATTERS: Final = get_args(Matter)


class NotNow(Conflict):
    code = "contract-change-state"
    title = "The contract change is not in the state that allows this"


@dataclass(frozen=True, slots=True)
class ContractChange:
    """`amount` in major units of `currency`, net, for each `per`; None before it is quoted.
    `reference` names the draft in which it goes on."""

    tenant_id: int
    ticket_id: UUID
    contract_id: UUID | None
    matter: Matter
    wish: str
    state: State
    amount: Decimal | None
    currency: str | None
    per: Per | None
    quoted_text: str | None
    quoted_at: datetime | None
    request_id: UUID | None
    accepted_at: datetime | None
    handed_at: datetime | None
    reference: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Wish:
    subject: str
    wish: str
    matter: Matter = "other"
    contract_id: UUID | None = None
    requester_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """`question`: the public message with which the ticket waits for the client."""

    amount: Decimal
    currency: str
    per: Per
    text: str
    deadline: datetime | None = None
    question: str = ""


COLUMNS: Final = ", ".join(f"k.{name}" for name in ContractChange.__slots__)
# Who has managed the account longest, works for the client, and is there.
MANAGER: Final = f"""
SELECT a.manager_id FROM account a
JOIN staff s ON s.id = a.manager_id AND s.state = 'active'
JOIN assignment g ON g.staff_id = s.id AND g.tenant_id = a.tenant_id
WHERE a.tenant_id = $1 AND s.id NOT IN ({absence.AWAY.format(at="$2")})
ORDER BY a.since, s.id LIMIT 1
"""
INSERT: Final = f"""
INSERT INTO contract_change AS k (tenant_id, ticket_id, contract_id, matter, wish, state,
                                  manager_id, version)
SELECT $1, $2, c.id, $4, $5, 'asked', $6, 1 FROM (SELECT 1) one
LEFT JOIN contract c ON c.tenant_id = $1 AND c.id = $3
RETURNING {COLUMNS}
"""


@write("ticket.raise", STAFF, MEMBER)
async def ask(act: Act, wish: Wish) -> ContractChange:
    """A ticket of its own, given to the account manager. Raises Malformed."""
    if wish.matter not in MATTERS:
        raise Malformed(f"matter: one of {', '.join(MATTERS)}.", field="matter")
    if not 1 <= len(wish.wish.strip()) <= 20_000:
        raise Malformed("wish: what shall be otherwise.", field="wish")
    new = NewTicket(
        wish.subject,
        wish.wish,
        type="change_request",
        impact="low",
        urgency="low",
        requester_id=wish.requester_id,
        channel="portal",
    )
    ticket = await raising.raise_ticket(act, new)
    manager = await db.value(MANAGER, act.tenant_id, act.now)
    words = (ticket.id, wish.contract_id, wish.matter, wish.wish.strip(), manager)
    row = await db.row(INSERT, act.tenant_id, *words)
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    if row["contract_id"] != wish.contract_id:
        raise Malformed("contract_id: no contract of this client.", field="contract_id")
    await _give(act, ticket, manager)
    await events.emit(act, events.New("ticket.contract_change_asked", ticket.id))
    return ContractChange(**row)


async def _give(act: Act, ticket: Ticket, manager: UUID | None) -> None:
    """By the product, whoever asked; without an account manager it stays in its queue."""
    if manager is None:
        return
    by = recording.by(act, ticket) | {"actor": "system", "actor_id": None}
    given = Assigned(**by, assignee=manager, tier=ticket.tier)
    await recording.change(act, ticket, [given], {"assignee_id": manager})


@write("contract.write", STAFF)
async def quote(
    act: Act, number: int, said: Quote, *, version: int | None = None
) -> ContractChange:
    """What it costs, put to the client's approvers whose limit reaches it; quoted anew before it
    is accepted, the earlier question is no longer asked. Raises NotNow, Malformed, NotFound,
    TooFewApprovers."""
    if said.per not in get_args(Per) or not said.text.strip():
        raise Malformed("text, per: what it is, and once, month or year.", field="text")
    ticket, change = await held(act, number)
    _check(change, "asked", "quoted")
    if change.state == "quoted" and change.request_id is not None:
        await asking.withdraw(act, change.request_id, QUOTED_ANEW)
    wanted = New(
        "contract_change",
        ticket.subject,
        (),
        said.text,
        said.amount,
        said.currency,
        said.deadline,
        said.question,
    )
    ticket = await tickets.held(act, number, version)
    asked = await asking.on(act, ticket, wanted)
    return await _write(
        act,
        change,
        state="quoted",
        amount=said.amount,
        currency=said.currency,
        per=said.per,
        quoted_text=said.text.strip(),
        quoted_by=act.person_id,
        quoted_at=act.now,
        request_id=asked.request.id,
    )


async def follow(act: Act, ticket: Ticket, asked: Request) -> None:
    """Accepted, or to be quoted anew."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM contract_change k WHERE k.tenant_id = $1 AND k.ticket_id = $2 "
        "AND k.request_id = $3 AND k.state = 'quoted'",
        *(act.tenant_id, ticket.id, asked.id),
    )
    if row is None:
        return
    if asked.state == "approved":
        await _write(act, ContractChange(**row), state="accepted", accepted_at=act.now)
        await events.emit(act, events.New("ticket.contract_change_accepted", ticket.id))
    else:
        await _write(act, ContractChange(**row), state="asked")


@write("contract.write", STAFF)
async def hand_over(act: Act, number: int, reference: str) -> ContractChange:
    """It goes on in the draft that `reference` names: terms or a version of the contract, which
    become active their own way. Raises NotNow, Malformed, NotFound."""
    if not 1 <= len(reference.strip()) <= 300:
        raise Malformed("reference: which draft, in 1 to 300 characters.", field="reference")
    ticket, change = await held(act, number)
    _check(change, "accepted")
    handed = {"handed_by": act.person_id, "handed_at": act.now, "reference": reference.strip()}
    await events.emit(act, events.New("ticket.contract_change_handed_over", ticket.id))
    return await _write(act, change, state="handed_over", **handed)


def _check(change: ContractChange, *allowed: State) -> None:
    if change.state not in allowed:
        raise NotNow(f"It is {change.state.replace('_', ' ')}.")


async def held(act: Act, number: int) -> tuple[Ticket, ContractChange]:
    """The ticket's lock guards both. Raises NotFound."""
    ticket = await tickets.held(act, number)
    found = await _found(act.tenant_id, ticket.id)
    if found is None:
        raise NotFound
    return ticket, found


async def _found(tenant: int, ticket_id: UUID) -> ContractChange | None:
    row = await db.row(
        f"SELECT {COLUMNS} FROM contract_change k WHERE k.tenant_id = $1 AND k.ticket_id = $2",
        *(tenant, ticket_id),
    )
    return ContractChange(**row) if row else None


async def _write(act: Act, change: ContractChange, **columns: Any) -> ContractChange:
    keys = {"tenant_id": act.tenant_id, "ticket_id": change.ticket_id}
    await db.update("contract_change", keys, columns | {"version": change.version + 1})
    found = await _found(act.tenant_id, change.ticket_id)
    assert found is not None, "its ticket is locked by this transaction"  # noqa: S101
    return found


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> ContractChange | None:
    """None for another matter. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    return await _found(tenant, ticket.id)


@read("approval.decide", STAFF, MEMBER)
async def of_request(act: Act, tenant: int, request_id: UUID) -> ContractChange | None:
    """What is asked to be accepted, for who is asked; None for another matter."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM contract_change k WHERE k.tenant_id = $1 AND k.request_id = $2",
        *(tenant, request_id),
    )
    return ContractChange(**row) if row else None


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A contract change with its ticket's number and subject."""

    change: ContractChange
    number: int
    subject: str


@read("ticket.raise", STAFF, MEMBER)
async def asked_before(act: Act, tenant: int) -> list[AskedBefore]:
    """Of those that the asker may see, the latest hundred, the latest first."""
    rows = await db.rows(
        f"SELECT {COLUMNS}, t.number, t.subject FROM contract_change k "
        "JOIN ticket t ON t.tenant_id = k.tenant_id AND t.id = k.ticket_id "
        "WHERE k.tenant_id = $1 ORDER BY t.number DESC LIMIT 100",
        tenant,
    )
    names = ContractChange.__slots__
    return [
        AskedBefore(
            ContractChange(**{name: row[name] for name in names}), row["number"], row["subject"]
        )
        for row in rows
    ]
