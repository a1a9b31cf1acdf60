"""What the editor of an SLA's version needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.agreements import agreement, agreements
from contracts.agreements.agreements import Agreement
from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version
from contracts.calendars import calendars
from contracts.calendars.calendars import CalendarVersion
from contracts.coherence import coherence_desk
from contracts.coherence.coherence_desk import Overview
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.desk.tickets import reading
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Editing:
    """A draft with what stands around it. `hours` are the client's calendars, the newest version of
    each first; `behind` those of tiers and vendors. `changes` are against the version before;
    `author` is the name of who wrote it last."""

    company: Company
    agreement: Agreement
    version: Version
    hours: Sequence[CalendarVersion]
    behind: Sequence[CalendarVersion]
    coherence: Overview
    changes: Sequence[Difference]
    author: str
    now: datetime


@read("contract.read", STAFF)
async def client(act: Act, slug: str) -> Company:
    """Raises NotFound for one the asker is not assigned to."""
    return await accounts.named(act, slug)


@read("contract.write", STAFF)
async def editing(act: Act, slug: str, version_id: UUID) -> Editing:
    """Raises NotFound for a client the asker is not assigned to, or without that version."""
    client = await accounts.named(act, slug)
    version = await agreement.one(act, client.id, version_id)
    own = await agreements.of_tenant(act, client.id)
    about = next((each for each in own if each.id == version.agreement_id), None)
    if about is None:
        raise NotFound
    return Editing(
        company=client,
        agreement=about,
        version=version,
        hours=await calendars.of_tenant(act, client.id),
        behind=await calendars.of_provider(act),
        coherence=await coherence_desk.overview(act, client.id, version_id),
        changes=await agreement.changes(act, client.id, version_id),
        author=await author(act, version.author_id),
        now=act.now,
    )


async def author(act: Act, person_id: UUID) -> str:
    """The name of one of the staff; empty for who shares no client with the asker."""
    every = await reading.all_colleagues(act)
    return next((each.name for each in every if each.id == person_id), "")
