"""An SLA version with what stands behind it, read from the database: all that a check needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from contracts import instant
from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from contracts.calendars import compiled, zone
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_ola, ledgers
from contracts.clocks.pins import InForce, Ola, Uc
from contracts.coherence import chains, coherence_history
from contracts.coherence.chains import Behind
from contracts.coherence.keeping import Question
from contracts.escalation import policy
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound

A_YEAR: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Promises:
    """What is to be checked: a version's, or those of a draft that nobody has stored."""

    contract_id: UUID
    service_id: UUID | None
    content: Content
    commitment_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Case:
    """`behind` names everything that can change under the promises, and which version of it this
    check saw."""

    question: Question
    behind: Mapping[str, str]


# The contract's end, its newest policy, the services meant, and the tenant's zone.
ABOUT = """
SELECT t.time_zone,
       coalesce(c.last_day, CASE WHEN c.renewal = 'none' THEN c.ends_on END) AS ends_on,
       (SELECT p.id FROM escalation_policy p WHERE p.tenant_id = $1
        AND p.contract_id = c.id ORDER BY p.number DESC LIMIT 1) AS policy_id,
       ARRAY(SELECT s.id FROM service s WHERE s.tenant_id = $1 AND s.contract_id = c.id
             AND ($3::uuid IS NULL OR s.id = $3)) AS services
FROM contract c JOIN tenant t ON t.id = c.tenant_id
WHERE c.tenant_id = $1 AND c.id = $2
"""


async def of(act: Act, promises: Promises, at: datetime) -> Case:
    """For tickets raised in the year from then on, or to the contract's end. Raises NotFound, and
    Malformed where the content names a calendar that is not there."""
    about = await db.row(ABOUT, act.tenant_id, promises.contract_id, promises.service_id)
    if about is None:
        raise NotFound
    calendars = await _own(act.tenant_id, promises.content)
    hours = calendars[promises.content.calendar_version_id].definition.time_zone
    steps = await policy.of(act.tenant_id, [about["policy_id"]] if about["policy_id"] else [])
    found = _InForce(await ledgers.in_force(act), about["services"], instant.of(at))
    first = at.astimezone(zone.named(about["time_zone"])).date()
    behind, names = await _behind(found)
    question = Question(
        sla=promises.content,
        calendars=calendars,
        commitment_percent=promises.commitment_percent,
        steps=steps.get(about["policy_id"], ()),
        behind=behind,
        first=first,
        end=_end(first, about["ends_on"]),
        past=await coherence_history.read(act.tenant_id, hours, act.now),
    )
    return Case(question, _seen(found, names, about["policy_id"]))


class _InForce:
    """What governs a hand-over at that instant."""

    def __init__(self, in_force: InForce, services: Sequence[UUID], at: int) -> None:
        every = {tier: in_force.ola(tier, at) for tier in chains.TIERS}
        self.olas = {tier: ola for tier, ola in every.items() if ola}
        covering = [each for each in in_force.coverage if each.service in services]
        found = {each.vendor: in_force.uc(each.vendor, each.service, at) for each in covering}
        self.ucs = {vendor: uc for vendor, uc in found.items() if uc}

    @property
    def every(self) -> list[Ola | Uc]:
        return [*self.olas.values(), *self.ucs.values()]


async def _own(tenant: int, content: Content) -> dict[UUID, Calendar]:
    wanted = content.calendars
    found = await compiled.of_tenant(tenant, wanted)
    if wanted - found.keys():
        raise Malformed("content: it names a calendar that is not there.", field="content")
    return found


async def _behind(found: _InForce) -> tuple[Behind, dict[UUID, str]]:
    contents = await version_store.of_provider([each.version for each in found.every])
    names = await _vendors(list(found.ucs))
    hours = {each for content in contents.values() for each in content.calendars}
    behind = Behind(
        olas={tier: contents[ola.version] for tier, ola in found.olas.items()},
        ucs={names[vendor]: contents[uc.version] for vendor, uc in found.ucs.items()},
        calendars=await compiled.of_provider(hours),
    )
    return behind, names


def _seen(found: _InForce, names: Mapping[UUID, str], policy_id: UUID | None) -> dict[str, str]:
    """By the names people know: "OLA L2", "UC Fabrikam", their hours, and the policy."""
    seen = {} if policy_id is None else {"policy": str(policy_id)}
    every: dict[str, Ola | Uc] = {
        **{f"OLA {clock_ola.holder(tier)}": ola for tier, ola in found.olas.items()},
        **{f"UC {names[vendor]}": uc for vendor, uc in found.ucs.items()},
    }
    for name, each in every.items():
        seen |= {name: str(each.version), f"hours of {name}": str(each.calendar)}
    return seen


def _end(first: date, contract_ends: date | None) -> date:
    year_on = first + A_YEAR
    if contract_ends is None or contract_ends < first:
        return year_on
    return min(year_on, contract_ends + timedelta(days=1))


async def _vendors(vendor_ids: Sequence[UUID]) -> dict[UUID, str]:
    rows: Sequence[Any] = await db.rows(
        "SELECT id, name FROM vendor WHERE id = ANY ($1::uuid[])", vendor_ids
    )
    return {row["id"]: row["name"] for row in rows}
