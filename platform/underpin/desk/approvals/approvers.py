"""Whom a group asks: people who are named, or everybody whose role approves such a thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from tenants import role
from underpin.desk.approvals import who_may
from underpin.desk.approvals.voting import CLIENT, PROVIDER, Side
from underpin.desk.approvals.who_may import Voice
from underpin.desk.hands import absence
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed

APPROVES: Final = ("approver", "client_admin")
LEADS: Final = ("service_lead", "provider_admin")
"""Who approves for the provider where nobody is named, and stands in for a colleague away."""
DECIDES: Final[Mapping[str, frozenset[str]]] = {
    CLIENT: frozenset(name for name, may in role.MEMBER.items() if "approval.decide" in may),
    PROVIDER: frozenset(name for name, may in role.STAFF.items() if "approval.decide" in may),
}
"""Whom it is of any use to ask, by side."""


class TooFewApprovers(Conflict):
    code = "too-few-approvers"
    title = "Not enough people may approve this: name approvers, or raise a spending limit"


AGREED: Final = "The rule that was agreed names people who approve no more: name others there"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A group to be asked: `quorum` of `people`; of everybody with one of `roles` where nobody is
    named (the side's own approvers where no role is)."""

    side: Side = CLIENT
    quorum: int = 1
    people: tuple[UUID, ...] = ()
    roles: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asked, and how they are written to."""

    id: UUID
    name: str
    email: str
    locale: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A group with the people it asks."""

    wanted: Wanted
    people: tuple[Person, ...]


CLIENTS: Final = """
SELECT p.id, p.name, p.email, p.locale, true AS is_bound, l.amount AS "limit",
       p.state = 'active' AND EXISTS (
           SELECT FROM member_role r WHERE r.tenant_id = p.tenant_id AND r.person_id = p.id
           AND r.role = ANY ($3::text[])) AS is_approver
FROM person p LEFT JOIN spending_limit l
    ON l.tenant_id = p.tenant_id AND l.person_id = p.id AND l.currency = $4
WHERE p.tenant_id = $1 AND (p.id = ANY ($2::uuid[]) OR (cardinality($2::uuid[]) = 0 AND EXISTS (
    SELECT FROM member_role r WHERE r.tenant_id = p.tenant_id AND r.person_id = p.id
    AND r.role = ANY ($3::text[]))))
ORDER BY p.name, p.id LIMIT 100
"""
OURS: Final = f"""
SELECT s.id, s.name, s.email, s.locale, false AS is_bound, NULL::numeric AS "limit",
       s.state = 'active' AND EXISTS (
           SELECT FROM staff_role r WHERE r.staff_id = s.id AND r.role = ANY ($5::text[])
       ) AS is_approver
FROM staff s JOIN assignment a ON a.staff_id = s.id AND a.tenant_id = $1
WHERE s.id = ANY ($2::uuid[]) OR (cardinality($2::uuid[]) = 0 AND EXISTS (
    SELECT FROM staff_role r WHERE r.staff_id = s.id AND r.role = ANY ($3::text[]))
    AND s.id NOT IN ({absence.AWAY.format(at="$4")}))
ORDER BY s.name, s.id LIMIT 100
"""


async def panels(
    act: Act,
    wanted: Sequence[Wanted],
    asked_by: Collection[UUID],
    amount: Decimal | None,
    currency: str | None,
    *,
    by_rule: bool = False,
) -> list[Panel]:
    """Each group with those who may approve this. `by_rule`: as it was agreed, so that who has left
    since is passed over. Raises Malformed, TooFewApprovers."""
    if not 1 <= len(wanted) <= 10:
        raise Malformed("groups: 1 to 10.", field="groups")
    found: list[Panel] = []
    taken: set[UUID] = set()
    for each in wanted:
        rows = await _rows(act, each, currency)
        if not by_rule:
            _check_known(each, rows)
        people = tuple(one for one in _able(rows, asked_by, amount) if one.id not in taken)
        _check(each, people, by_rule=by_rule)
        taken |= {person.id for person in people}
        found.append(Panel(each, people))
    return found


def _check_known(wanted: Wanted, rows: Sequence[db.Row]) -> None:
    if set(wanted.people) - {row["id"] for row in rows}:
        raise Malformed("groups: nobody here has one of these ids.", field="groups")
    if not DECIDES[wanted.side].issuperset(wanted.roles):
        names = ", ".join(sorted(DECIDES[wanted.side]))
        raise Malformed(f"groups: roles of this side that decide are {names}.", field="groups")


def _able(
    rows: Sequence[db.Row], asked_by: Collection[UUID], amount: Decimal | None
) -> list[Person]:
    able = [row for row in rows if who_may.hindrance(_voice(row), asked_by, amount) is None]
    return [Person(row["id"], row["name"], row["email"], row["locale"]) for row in able]


async def _rows(act: Act, wanted: Wanted, currency: str | None) -> list[db.Row]:
    people = list(wanted.people)
    if wanted.side == PROVIDER:
        roles = list(wanted.roles or LEADS)
        decide = sorted(DECIDES[PROVIDER])
        return await db.rows(OURS, act.tenant_id, people, roles, act.now, decide)
    return await db.rows(CLIENTS, act.tenant_id, people, list(wanted.roles or APPROVES), currency)


def _voice(row: db.Row) -> Voice:
    return Voice(row["id"], row["is_approver"], row["limit"], row["is_bound"])


def _check(wanted: Wanted, people: tuple[Person, ...], *, by_rule: bool) -> None:
    if wanted.quorum < 1:
        raise Malformed("quorum: at least 1.", field="quorum")
    if len(people) < wanted.quorum:
        side = "of the client" if wanted.side == CLIENT else "of ours"
        raise TooFewApprovers(
            f"{wanted.quorum} {side} must approve, and {len(people)} may: nobody approves what "
            "they asked for, nor above their limit. "
            f"{AGREED if by_rule and wanted.people else 'Name others'}, grant the role of "
            "approver, or raise a limit."
        )


async def voice(act: Act, side: Side, person_id: UUID, currency: str | None) -> Voice | None:
    """How somebody stands at this moment; None where they are not of this side any more."""
    wanted = Wanted(side, people=(person_id,))
    rows = await _rows(act, wanted, currency)
    return _voice(rows[0]) if rows else None
