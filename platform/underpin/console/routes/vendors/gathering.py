"""What the pages of vendors need, read in one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contracts.agreements import provider_agreement
from contracts.agreements.provider_agreement import Behind
from contracts.compliance.recoveries import recovery_of_vendor
from contracts.compliance.recoveries.recovery_of_vendor import Owes
from contracts.signed import vendor, vendor_contact, vendor_use
from contracts.signed.vendor import Vendor
from contracts.signed.vendor_contact import Desk
from contracts.signed.vendor_use import Use
from underpin.desk.cases import open_cases, scorecard
from underpin.desk.cases.open_cases import Open
from underpin.desk.cases.scorecard import Scorecard
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

SCORED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Every:
    """`cases` that lie with each, None for who may see none."""

    vendors: Sequence[Vendor]
    agreements: Sequence[Behind]
    cases: Mapping[UUID, int] | None
    now: datetime


@read("contract.read", STAFF)
async def every(act: Act) -> Every:
    cases = await open_cases.by_vendor(act) if act.principal.may("case.read") else None
    return Every(await vendor.every(act), await provider_agreement.of_provider(act), cases, act.now)


@dataclass(frozen=True, slots=True)
class One:
    """None: not the asker's to see. The score is of the days from `since`."""

    vendor: Vendor
    desk: Desk
    agreements: Sequence[Behind]
    uses: Sequence[Use]
    score: Scorecard | None
    cases: Sequence[Open] | None
    owed: Sequence[Owes] | None
    since: datetime
    now: datetime


@read("contract.read", STAFF)
async def one(act: Act, vendor_id: UUID) -> One:
    """Raises NotFound."""
    found = next((each for each in await vendor.every(act) if each.id == vendor_id), None)
    if found is None:
        raise NotFound
    every_uc = await provider_agreement.of_provider(act)
    may, since = act.principal.may, act.now - SCORED
    owes = may("recovery.read")
    return One(
        vendor=found,
        desk=await vendor_contact.of_vendor(act, vendor_id),
        agreements=[each for each in every_uc if each.vendor_id == vendor_id],
        uses=await vendor_use.of_vendor(act, vendor_id),
        score=await scorecard.of_vendor(act, vendor_id, since, act.now) if owes else None,
        cases=await open_cases.of_vendor(act, vendor_id) if may("case.read") else None,
        owed=await recovery_of_vendor.of_vendor(act, vendor_id) if owes else None,
        since=since,
        now=act.now,
    )
