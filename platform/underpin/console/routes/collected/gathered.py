"""What the pages about the card company need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.payments.inbox import inbox
from billing.payments.inbox.inbox import Told, Whole
from billing.payments.pushing import reading
from billing.payments.pushing.reading import Pushed
from billing.payments.reconciling import differences, runs
from billing.payments.reconciling.differences import Kept, State
from billing.payments.reconciling.runs import Shown
from tenants import company
from tenants.company import Company
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Events:
    told: Sequence[Told]
    now: datetime


@read("payment_event.read", STAFF)
async def events(act: Act, which: str, before: UUID | None = None) -> Events:
    return Events(await inbox.listed(act, which, before), act.now)


@dataclass(frozen=True, slots=True)
class Event:
    whole: Whole
    now: datetime


@read("payment_event.read", STAFF)
async def event(act: Act, event_id: UUID) -> Event:
    """Raises NotFound."""
    return Event(await inbox.whole(act, event_id), act.now)


@dataclass(frozen=True, slots=True)
class Pushes:
    companies: Sequence[Company]
    pushed: Sequence[Pushed]
    now: datetime


@read("collecting.read", STAFF)
async def pushes(act: Act, after: UUID | None = None) -> Pushes:
    """Of the asker's clients."""
    return Pushes(await company.companies(act), await reading.aside(act, after), act.now)


@dataclass(frozen=True, slots=True)
class Differing:
    """`nights` stand with the first page alone."""

    companies: Sequence[Company]
    kept: Sequence[Kept]
    nights: Sequence[Shown]
    now: datetime


@read("payment_event.read", STAFF)
async def differing(act: Act, which: State, before: UUID | None = None) -> Differing:
    """Of the asker's clients."""
    return Differing(
        await company.companies(act),
        await differences.listed(act, which, before),
        await runs.listed(act) if before is None else (),
        act.now,
    )
