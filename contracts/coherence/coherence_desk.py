"""What staff ask about coherence: how a version stands, whether a draft would hold, what has
broken; and the acceptance of a risk. Never a member's or a vendor's to see (PRACTICE 1)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

import msgspec

from contracts.agreements import agreed, agreement_rows, versions
from contracts.agreements.agreed import Content
from contracts.agreements.versions import WrongState
from contracts.coherence import (
    coherence_case,
    coherence_line,
    coherence_risk,
    coherence_store,
    coherence_warning,
    promised,
)
from contracts.coherence.coherence_case import Case, Promises
from contracts.coherence.coherence_line import Line
from contracts.coherence.coherence_past import Past
from contracts.coherence.coherence_risk import Accepted, Risk
from contracts.coherence.coherence_warning import Warned
from contracts.coherence.covered_hours import Unattended
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Staff
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, read, write

MOST: Final = 200
WEIGHTS: Final = 20


@dataclass(frozen=True, slots=True)
class Overview:
    """A version as its page shows it. `checked_for` is the day of the last check, `behind` what
    it counted on by name; all empty where it was never checked."""

    version_id: UUID
    state: str
    commitment_percent: Decimal | None
    lines: tuple[Line, ...]
    unattended: tuple[Unattended, ...]
    checked_for: date | None
    checked_at: datetime | None
    behind: Mapping[str, str]
    risk: Accepted | None
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a draft would come to. `refused`: somebody would have to accept a risk."""

    lines: tuple[Line, ...]
    unattended: tuple[Unattended, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """Not stored. `taken`: by priority how often tickets end with each holder ("L1", "L2", a
    vendor's name), in any one unit, in place of what history says."""

    contract_id: UUID
    content: Content
    service_id: UUID | None = None
    commitment_percent: Decimal | None = None
    taken: Mapping[str, Mapping[str, Decimal]] | None = None


@read("contract.read", STAFF)
async def overview(act: Act, tenant: int, version_id: UUID) -> Overview:
    """As last checked, with the warnings that stand. Raises NotFound."""
    version = await agreement_rows.one(tenant, version_id)
    watch = await db.row(
        "SELECT checked_for, checked_at, behind, uncovered FROM coherence_watch "
        "WHERE tenant_id = $1 AND version_id = $2",
        tenant,
        version_id,
    )
    return Overview(
        version_id=version.id,
        state=version.state,
        commitment_percent=version.commitment_percent,
        lines=tuple(await coherence_store.read(tenant, version_id)),
        unattended=_decoded(watch and watch["uncovered"]),
        checked_for=watch and watch["checked_for"],
        checked_at=watch and watch["checked_at"],
        behind=msgspec.json.decode(watch["behind"], type=dict[str, str]) if watch else {},
        risk=await coherence_risk.of_version(tenant, version_id),
        warnings=tuple(await coherence_warning.of_version(tenant, version_id)),
    )


@outer("contract.read", STAFF)
async def would_hold(principal: Principal, tenant: int, draft: Draft) -> Found:
    """Whether promises would be kept that nobody has stored; writes nothing, and is worked out in
    no transaction. Raises NotFound for a contract that is not there, Malformed."""
    if tenant not in principal.tenant_ids:
        raise NotFound
    agreed.check("SLA", draft.content)
    async with db.open(Staff((tenant,))):
        act = Act(
            principal,
            tenant,
            await db.now(),
            "api",
            "contracts.coherence.coherence_desk.would_hold",
        )
        case = await coherence_case.of(act, _promises(draft), act.now)
    found = await asyncio.to_thread(promised.found, _weighed(case, draft))
    return Found(found.lines, found.unattended, coherence_line.refuses(found.lines))


@read("contract.read", STAFF)
async def warnings(
    act: Act, tenant: int, *, after: UUID | None = None, limit: int = 50, standing: bool = False
) -> list[Warned]:
    """What has been warned of, the newest first, from before the one named `after`; only what
    still stands where `standing`."""
    return await coherence_warning.of_tenant(
        tenant, after=after, limit=max(1, min(limit, MOST)), standing=standing
    )


@write("contract.approve", STAFF)
async def accept_risk(act: Act, version_id: UUID, risk: Risk) -> Accepted:
    """Accept anew what an active version does not keep, through a date. Raises NotFound,
    WrongState, OwnWork for its author, Malformed."""
    version = await agreement_rows.held(act, version_id)
    versions.check_state(version, "active")
    if not coherence_line.refuses(await coherence_store.read(act.tenant_id, version_id)):
        raise WrongState("Nothing is to be accepted: no promise of this version is not kept.")
    await coherence_risk.accept(act, version, risk)
    accepted = await coherence_risk.of_version(act.tenant_id, version_id)
    assert accepted is not None, "it has just been written"  # noqa: S101
    return accepted


def _promises(draft: Draft) -> Promises:
    return Promises(draft.contract_id, draft.service_id, draft.content, draft.commitment_percent)


def _weighed(case: Case, draft: Draft) -> Case:
    """With the shares a person gave in place of history's."""
    if draft.taken is None:
        return case
    for priority, ways in draft.taken.items():
        if priority not in agreed.PRIORITIES or not 0 < len(ways) <= WEIGHTS:
            raise Malformed("taken: up to 20 ways for each priority.", field="taken")
        if min(ways.values()) < 0 or not any(ways.values()):
            raise Malformed("taken: weights of 0 or more, one of them more.", field="taken")
    taken = {
        priority: {end: Fraction(weight) for end, weight in ways.items()}
        for priority, ways in draft.taken.items()
    }
    past = Past(case.question.past.arrivals, taken, given=True)
    return replace(case, question=replace(case.question, past=past))


def _decoded(stored: str | None) -> tuple[Unattended, ...]:
    return () if stored is None else msgspec.json.decode(stored, type=tuple[Unattended, ...])
