"""OLAs and UCs as their pages need them, each read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.agreements import clause, provider_agreement, provider_drafting
from contracts.agreements.agreed import Content
from contracts.agreements.difference import Difference
from contracts.agreements.provider_agreement import Behind
from contracts.agreements.versions import Version
from contracts.calendars import calendars
from contracts.calendars.calendars import CalendarVersion
from contracts.signed import vendor
from contracts.signed.vendor import Vendor
from underpin.console.routes.contracting import gathered
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Everything:
    """`changes` are those of versions that wait, by version."""

    agreements: Sequence[Behind]
    changes: Mapping[UUID, Sequence[Difference]]
    hours: Sequence[CalendarVersion]
    vendors: Sequence[Vendor]
    now: datetime


@read("contract.read", STAFF)
async def behind(act: Act) -> Everything:
    every = await provider_agreement.of_provider(act)
    waiting = [each.versions[-1] for each in every if each.versions[-1].state in WAITING]
    return Everything(
        agreements=every,
        changes={each.id: await provider_drafting.changes(act, each.id) for each in waiting},
        hours=await calendars.of_provider(act),
        vendors=await vendor.every(act),
        now=act.now,
    )


WAITING = ("draft", "approved")


@dataclass(frozen=True, slots=True)
class Editing:
    """`author` is the name of who wrote it last."""

    about: Behind
    version: Version
    hours: Sequence[CalendarVersion]
    changes: Sequence[Difference]
    author: str
    now: datetime

    @property
    def kind(self) -> clause.Kind:
        return "OLA" if self.about.kind == "OLA" else "UC"


@read("vendor.write", STAFF)
async def editing(act: Act, version_id: UUID) -> Editing:
    """Raises NotFound."""
    about, version = await found(act, version_id)
    changes = await provider_drafting.changes(act, version_id)
    author = await gathered.author(act, version.author_id)
    return Editing(about, version, await calendars.of_provider(act), changes, author, act.now)


async def found(act: Act, version_id: UUID) -> tuple[Behind, Version]:
    """An OLA's or UC's version. Raises NotFound."""
    every = await provider_agreement.of_provider(act)
    pairs = [(each, version) for each in every for version in each.versions]
    one = next((pair for pair in pairs if pair[1].id == version_id), None)
    if one is None:
        raise NotFound
    return one


@read("vendor.write", STAFF)
async def newest(act: Act, agreement_id: UUID) -> Content:
    """What the newest version says. Raises NotFound."""
    every = await provider_agreement.of_provider(act)
    about = next((each for each in every if each.id == agreement_id), None)
    if about is None:
        raise NotFound
    content: Content = about.versions[-1].content
    return content
