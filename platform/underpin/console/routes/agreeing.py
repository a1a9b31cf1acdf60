"""What a client's admin needs to decide about the versions that wait for their consent, each read
in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.agreements import agreement, agreements, consent
from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version
from contracts.signed import contract
from tenants import people
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read

ACCEPT = "contract.accept"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`agreement` is its name."""

    version: Version
    agreement: str


async def waiting(act: Act) -> Sequence[Waiting]:
    """Approved, not yet accepted; none for who may not accept."""
    if not act.principal.may(ACCEPT):
        return ()
    every = [
        each
        for each in await _approved(act)
        if each.version.state == "approved" and not each.version.consented
    ]
    gone = await consent.withdrawn(act.principal.own_tenant, [each.version.id for each in every])
    return [each for each in every if each.version.id not in gone]


async def _approved(act: Act) -> list[Waiting]:
    tenant = act.principal.own_tenant
    names = {each.id: each.name for each in await agreements.of_tenant(act, tenant)}
    every = await agreement.by_contract(act, tenant)
    return [
        Waiting(version, names[version.agreement_id])
        for signed in await contract.of_tenant(act, tenant)
        for version in every.get(signed.id, ())
    ]


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A version and what it changes; `accepted_by` is the name of who did. `withdrawn`: it is not
    asked of them any more."""

    version: Version
    agreement: str
    changes: Sequence[Difference]
    accepted_by: str
    withdrawn: bool
    now: datetime


@read(ACCEPT, MEMBER)
async def awaiting(act: Act, version_id: UUID) -> Awaiting:
    """Raises NotFound for a draft, and for what is another's."""
    found = next((each for each in await _approved(act) if each.version.id == version_id), None)
    if found is None:
        raise NotFound
    changes = await agreement.changes(act, act.principal.own_tenant, version_id)
    named = await _name(act, found.version.accepted_by)
    gone = await consent.withdrawn(act.principal.own_tenant, [version_id])
    return Awaiting(found.version, found.agreement, changes, named, bool(gone), act.now)


async def _name(act: Act, person_id: UUID | None) -> str:
    """Empty for nobody, and for somebody whom the asker may not see."""
    if person_id is None:
        return ""
    if person_id == act.person_id:
        return act.principal.name
    every = await people.members(act, act.principal.own_tenant)
    return next((each.name for each in every if each.id == person_id), "")
