"""An SLA version checked against what stands behind it, before it may become active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from contracts import (
    chains,
    compiled,
    instant,
    keeping,
    ledgers,
    policy,
    version_store,
    versions,
    zone,
)
from contracts.agreed import Content
from contracts.chains import Behind
from contracts.keeping import Line, Question, Suggestion
from contracts.pins import InForce
from contracts.versions import Version
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed

A_YEAR = timedelta(days=366)


class NotKept(Conflict):
    code = "promise-not-kept"
    title = "What stands behind this version does not keep a promise it makes"


@dataclass(frozen=True, slots=True)
class Risk:
    """Somebody other than the author accepts that a promise may be missed, until a date."""

    ends_on: date
    reason: str


# The contract, its services, its newest policy, the tenant's zone, and how long it is checked.
ABOUT = """
SELECT a.contract_id, a.service_id, c.ends_on, t.time_zone,
       (SELECT p.id FROM escalation_policy p WHERE p.tenant_id = $1
        AND p.contract_id = a.contract_id ORDER BY p.number DESC LIMIT 1) AS policy_id,
       ARRAY(SELECT s.id FROM service s WHERE s.tenant_id = $1 AND s.contract_id = a.contract_id
             AND (a.service_id IS NULL OR s.id = a.service_id)) AS services
FROM agreement a JOIN contract c ON c.tenant_id = a.tenant_id AND c.id = a.contract_id
JOIN tenant t ON t.id = a.tenant_id
WHERE a.tenant_id = $1 AND a.id = $2
"""


async def check(act: Act, version: Version, at: datetime) -> tuple[Line, ...]:
    """For tickets raised in the year from then on, or to the contract's end; written down."""
    about = await db.row(ABOUT, act.tenant_id, version.agreement_id)
    assert about is not None, "a version belongs to an agreement"  # noqa: S101
    steps = await policy.of(act.tenant_id, [about["policy_id"]] if about["policy_id"] else [])
    first = at.astimezone(zone.named(about["time_zone"])).date()
    question = Question(
        sla=version.content,
        calendars=await compiled.of_tenant(act.tenant_id, _named(version.content)),
        commitment_percent=version.commitment_percent,
        steps=steps.get(about["policy_id"], ()),
        behind=await _behind(await ledgers.in_force(act), about["services"], instant.of(at)),
        first=first,
        end=_end(first, about["ends_on"]),
    )
    lines = keeping.lines(question)
    await _write(act, version, lines)
    return lines


async def settle(act: Act, version: Version, at: datetime, risk: Risk | None) -> None:
    """Raises NotKept where a promise is not kept and no risk accepted, OwnWork where the author
    accepts it, Malformed for a risk without reason or end."""
    lines = await check(act, version, at)
    if not keeping.refuses(lines):
        return
    if risk is None:
        raise NotKept(_said(lines))
    versions.check_not_author(version, act.person_id)
    if not risk.reason.strip() or risk.ends_on <= act.now.date():
        raise Malformed("risk: a reason, and an end date to come.", field="risk")
    await db.execute(
        "INSERT INTO accepted_risk (tenant_id, version_id, accepted_by, accepted_at, ends_on, "
        "reason) VALUES ($1, $2, $3, $4, $5, $6)",
        *(act.tenant_id, version.id, act.person_id, act.now, risk.ends_on, risk.reason),
    )


async def of_version(tenant: int, version_id: UUID) -> list[Line]:
    rows = await db.rows(
        "SELECT ticket_type, priority, path, verdict, allowed_us, worst_us, sum_us, share_missed, "
        "raised_at, done_at, suggestion FROM coherence_verdict "
        "WHERE tenant_id = $1 AND version_id = $2 ORDER BY ticket_type, priority",
        tenant,
        version_id,
    )
    return [Line(**{**row, "suggestion": _suggestion(row["suggestion"])}) for row in rows]


def _suggestion(stored: str | None) -> Suggestion | None:
    return None if stored is None else msgspec.json.decode(stored, type=Suggestion)


def _named(content: Content) -> set[UUID]:
    return {content.calendar_of(target) for target in content.targets}


def _end(first: date, contract_ends: date | None) -> date:
    year_on = first + A_YEAR
    if contract_ends is None or contract_ends < first:
        return year_on
    return min(year_on, contract_ends + timedelta(days=1))


async def _behind(in_force: InForce, services: Sequence[UUID], at: int) -> Behind:
    olas = {tier: in_force.ola(tier, at) for tier in chains.TIERS}
    covering = [each for each in in_force.coverage if each.service in services]
    ucs = {each.vendor: in_force.uc(each.vendor, each.service, at) for each in covering}
    wanted = [each.version for each in (*olas.values(), *ucs.values()) if each is not None]
    contents = await version_store.of_provider(wanted)
    names = await _vendors(list(ucs))
    hours = {each for content in contents.values() for each in _named(content)}
    return Behind(
        olas={tier: contents[ola.version] for tier, ola in olas.items() if ola},
        ucs={names[vendor]: contents[uc.version] for vendor, uc in ucs.items() if uc},
        calendars=await compiled.of_provider(hours),
    )


async def _vendors(vendor_ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = await db.rows("SELECT id, name FROM vendor WHERE id = ANY ($1::uuid[])", vendor_ids)
    return {row["id"]: row["name"] for row in rows}


async def _write(act: Act, version: Version, lines: Sequence[Line]) -> None:
    await db.execute(
        "DELETE FROM coherence_verdict WHERE tenant_id = $1 AND version_id = $2",
        act.tenant_id,
        version.id,
    )
    await db.many(
        "INSERT INTO coherence_verdict (tenant_id, version_id, ticket_type, priority, path, "
        "verdict, allowed_us, worst_us, sum_us, share_missed, raised_at, done_at, suggestion, "
        "checked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13::text::jsonb, $14)",
        [(act.tenant_id, version.id, *_columns(line), act.now) for line in lines],
    )


def _columns(line: Line) -> tuple[Any, ...]:
    suggestion = None if line.suggestion is None else msgspec.json.encode(line.suggestion).decode()
    return (
        *(line.ticket_type, line.priority, line.path, line.verdict, line.allowed_us),
        *(line.worst_us, line.sum_us, line.share_missed, line.raised_at, line.done_at),
        suggestion,
    )


def _said(lines: Sequence[Line]) -> str:
    missed = [f"{each.ticket_type} {each.priority}" for each in lines if each.verdict == "not_kept"]
    return (
        f"Not kept: {', '.join(missed)}. Change the version or what stands behind it, or have "
        "somebody other than its author accept the risk until a date."
    )
