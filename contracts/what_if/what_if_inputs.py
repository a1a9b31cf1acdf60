"""What a what-if run works on: the client, the terms on either side, and a digest of it all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final
from uuid import UUID

import msgspec

from contracts import instant, metric
from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from contracts.calendars import compiled, zone
from contracts.calendars.calendar import Calendar
from contracts.clocks import governing, ledgers
from contracts.clocks.clock_terms import Terms
from contracts.coherence import coherence_window
from contracts.what_if import profile
from contracts.what_if.history import Scope
from contracts.what_if.profile_lives import Staffing
from contracts.what_if.what_if_behind import Behind, Frozen
from contracts.what_if.what_if_question import Run
from contracts.what_if.what_if_step import Past
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound

AFTERMATH: Final = 366 * instant.DAY
"""How long the tickets of a profile are watched after its end."""

CALENDARS: Final = """
SELECT id, definition::text, zone_data FROM calendar_version
WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id
"""

PROVIDERS: Final = """
SELECT id, definition::text, zone_data FROM provider_calendar_version
WHERE id = ANY ($1::uuid[]) ORDER BY id
"""

ACTIVE: Final = """
SELECT n.id FROM agreement_version v
JOIN agreement_version n ON n.tenant_id = $1 AND n.agreement_id = v.agreement_id
WHERE v.tenant_id = $1 AND v.id = $2 AND n.state IN ('active', 'superseded')
  AND n.effective_from <= $3
ORDER BY n.effective_from DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Client:
    time_zone: str
    simulated: bool

    @property
    def zone(self) -> tzinfo:
        return zone.named(self.time_zone)


async def client(tenant: int) -> Client:
    row = await db.row("SELECT time_zone, simulated_now FROM tenant WHERE id = $1", tenant)
    if row is None:
        raise NotFound
    return Client(row["time_zone"], row["simulated_now"] is not None)


def scope(tenant: int, run: Run, content: Content, client: Client) -> Scope:
    """The tickets that a question about history means. Raises ValueError for one about none."""
    window = run.question.history
    if window is None:
        raise ValueError("This run asks about a profile.")
    since, until = (_midnight(day, client) for day in (window.since, window.until))
    types = tuple(sorted({target.ticket_type for target in content.targets}))
    return Scope(tenant, run.version_id, types, since, min(until, run.as_of))


async def terms(
    tenant: int, version_id: UUID, content: Content, behind: Sequence[Behind] = ()
) -> Terms:
    """What a version's content promises, and the vendors that are assumed behind it."""
    calendars = await compiled.of_tenant(tenant, content.calendars)
    calendars |= await compiled.of_provider({c for each in behind for c in each.content.calendars})
    vendors = {each.vendor_id: (each.version_id, each.content) for each in behind}
    return governing.alone(version_id, content, calendars, vendors)


async def in_force(tenant: int, run: Run) -> Terms | None:
    """What the agreement promises as it stands; None of one that is not in force yet."""
    version_id = await db.value(ACTIVE, tenant, run.version_id, run.as_of)
    if version_id is None:
        return None
    content = (await version_store.of_tenant(tenant, [version_id]))[version_id]
    return await terms(tenant, version_id, content)


async def pinned(tenant: int, pasts: Iterable[Past]) -> dict[str, Terms]:
    """The terms of every version that these were held to, by its id."""
    held_to = {
        UUID(each.version) for past in pasts for each in past.today if each.metric in metric.SLA
    }
    contents = await version_store.of_tenant(tenant, held_to)
    return {str(each): await terms(tenant, each, contents[each]) for each in contents}


async def staffing(act: Act, content: Content, as_of: datetime) -> Staffing:
    """Each tier works in the hours of its OLA in force, any other in those of the version."""
    known, at = await ledgers.in_force(act), instant.of(as_of)
    olas = {tier: known.ola(tier, at) for tier in profile.TIERS}
    hours = {tier: ola.calendar for tier, ola in olas.items() if ola is not None}
    calendars: dict[UUID, Calendar] = await compiled.of_provider(hours.values())
    own = await compiled.of_tenant(act.tenant_id, [content.calendar_version_id])
    tiers = {tier: calendars[named] for tier, named in hours.items()}
    return Staffing(tiers, own[content.calendar_version_id])


def seen_at(run: Run, client: Client) -> int:
    """The instant from which outcomes are looked at."""
    asked = run.question.profile
    if asked is None:
        return instant.of(run.as_of)
    return coherence_window.begins(asked.ends, client.time_zone) + AFTERMATH


async def digest(tenant: int, run: Run, frozen: Frozen) -> str:
    """Of the question and what the versions say, calendars and zone rules included; of history
    itself as it is read."""
    rows = await db.rows(CALENDARS, tenant, sorted(frozen.sla.calendars))
    behind = {c for each in frozen.behind for c in each.content.calendars}
    rows += await db.rows(PROVIDERS, sorted(behind))
    said = (run.question, run.version_id, run.as_of, frozen, [tuple(row) for row in rows])
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _midnight(day: date, client: Client) -> datetime:
    return instant.at(coherence_window.begins(day, client.time_zone))
