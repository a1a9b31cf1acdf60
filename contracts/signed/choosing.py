"""Which contract and agreement a ticket comes under when it is raised, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.agreements import agreed
from contracts.calendars import zone
from contracts.signed import candidate, contract_rows, default_agreement
from contracts.signed.candidate import Asked, Candidate, Ranked
from contracts.subject import Pinned
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

# Every SLA of the client and every contract without one, with what is in force at the instant.
EVERY = f"""
SELECT {contract_rows.TERMS}, c.id AS contract_id, c.name AS contract, a.id AS agreement_id,
       a.name AS agreement, a.service_id, v.id AS version_id, v.number, v.calendar_version_id,
       EXISTS (SELECT FROM target g WHERE g.tenant_id = t.id AND g.version_id = v.id
               AND g.ticket_type = $3) AS speaks,
       t.time_zone, s.id AS asked_service, s.contract_id AS asked_contract,
       s.starts_on AS asked_from, s.ends_on AS asked_until, {{policy}} AS policy_id
FROM tenant t
JOIN contract c ON c.tenant_id = t.id
LEFT JOIN agreement a ON a.tenant_id = t.id AND a.contract_id = c.id
LEFT JOIN LATERAL (
    SELECT n.id, n.number, n.calendar_version_id FROM agreement_version n
    WHERE n.tenant_id = t.id AND n.agreement_id = a.id AND n.state IN ('active', 'superseded')
      AND n.effective_from <= $4
    ORDER BY n.effective_from DESC LIMIT 1
) v ON true
LEFT JOIN service s ON s.tenant_id = t.id AND s.id = $2
WHERE t.id = $1
"""
CHOOSE = EVERY.format(
    policy="(SELECT p.id FROM escalation_policy p WHERE p.tenant_id = t.id "
    "AND p.contract_id = c.id ORDER BY p.number DESC LIMIT 1)"
)
SHOW = EVERY.format(policy="NULL::uuid")


@dataclass(frozen=True, slots=True)
class Considered:
    """One candidate in its place. `reason` is `won`, or why it lost (`candidate.OUT`, `BEHIND`,
    `COVERED`); `speaks`: it has a target for the type of ticket asked for. Without a contract it
    is the provider's default agreement, its version None until a ticket needed it."""

    reason: str
    contract_id: UUID | None
    contract: str | None
    agreement_id: UUID | None
    agreement: str | None
    service_id: UUID | None
    version_id: UUID | None
    number: int | None
    speaks: bool


async def choose(act: Act, service_id: UUID | None, ticket_type: str, at: datetime) -> Pinned:
    """The first of `candidates`. Out of contract it is the provider's default agreement, or nothing
    where there is none; a contract without an agreement in force is named alone."""
    ranked = await _ranked(CHOOSE, act.tenant_id, service_id, ticket_type, at)
    found = candidate.winner(ranked) or candidate.contract_alone(ranked)
    if found is None:
        return await default_agreement.pinned(act)
    won = any(each.won for each in ranked)
    return Pinned(
        found.contract_id,
        found.version_id if won else None,
        found.calendar_version_id if won else None,
        found.policy_id,
    )


@read("contract.read", STAFF, MEMBER)
async def candidates(
    act: Act,
    tenant: int,
    ticket_type: str,
    service_id: UUID | None = None,
    at: datetime | None = None,
) -> list[Considered]:
    """Every SLA that could govern a ticket of that type raised at that instant, now where none is
    given, in the order in which they are asked; for staff the provider's default agreement comes
    last, or first where no contract covers the ticket. Raises Malformed, NotFound for no such
    service."""
    act.only_own(tenant)
    if ticket_type not in agreed.TYPES:
        raise Malformed(f"type: one of {', '.join(agreed.TYPES)}.", field="type")
    if at is not None and at.tzinfo is None:
        raise Malformed("at: with its offset, as in 2026-03-02T09:00:00Z.", field="at")
    await _known(tenant, service_id)
    ranked = await _ranked(SHOW, tenant, service_id, ticket_type, at or act.now)
    found = [_considered(each) for each in ranked]
    if act.audience is Audience.MEMBER:
        return found
    covered = candidate.winner(ranked) or candidate.contract_alone(ranked)
    default = await _default(tenant, ticket_type, candidate.COVERED if covered else candidate.WON)
    return [*found, *default] if covered else [*default, *found]


async def _default(tenant: int, ticket_type: str, reason: str) -> list[Considered]:
    offer = await default_agreement.offer(tenant)
    if offer is None:
        return []
    speaks = any(each.ticket_type == ticket_type for each in offer.made_of.body.content.targets)
    own = (offer.agreement_id, offer.made_of.name, None, offer.version_id, offer.made_of.number)
    return [Considered(reason, None, None, *own, speaks)]


async def _known(tenant: int, service_id: UUID | None) -> None:
    if service_id is not None and not await db.value(
        "SELECT EXISTS (SELECT FROM service WHERE tenant_id = $1 AND id = $2)", tenant, service_id
    ):
        raise NotFound


async def _ranked(sql: str, *asked: Any) -> tuple[Ranked, ...]:
    rows = await db.rows(sql, *asked)
    if not rows:
        return ()
    service_id, at = asked[1], asked[3]
    return candidate.rank(_asked(rows[0], service_id, at), map(_candidate, rows))


def _asked(row: db.Row, service_id: UUID | None, at: datetime) -> Asked:
    day = at.astimezone(zone.named(row["time_zone"])).date()
    return Asked(day, service_id, row["asked_contract"], row["asked_from"], row["asked_until"])


SAME: Sequence[str] = tuple(name for name in Candidate.__slots__ if name != "terms")


def _candidate(row: db.Row) -> Candidate:
    return Candidate(terms=contract_rows.terms(row), **{name: row[name] for name in SAME})


def _considered(ranked: Ranked) -> Considered:
    same = (name for name in Considered.__slots__ if name != "reason")
    return Considered(
        reason=ranked.reason, **{name: getattr(ranked.candidate, name) for name in same}
    )
