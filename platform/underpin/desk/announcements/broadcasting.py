"""One announcement to several clients, each of which gets its own and sees no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from contracts.compliance.outages import maintenance
from tenants import audit
from underpin.desk.announcements import announcing
from underpin.desk.announcements.announcement import Announcement
from underpin.desk.announcements.announcing import New
from underpin.desk.announcements.wording import Words
from underpin.kernel import db, ids, rounds, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer

EVERYWHERE: Final = "announcement.everywhere"
"""Who may tell every client of the provider, also those whose tickets they do not work on."""
SOURCE: Final = "broadcast"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`told`: the keys of the clients it reached; `without`: of those that have no such service,
    who were told nothing."""

    id: UUID
    told: list[str]
    without: list[str]


@outer("announcement.write", STAFF)
async def reached(principal: Principal) -> int:
    """How many clients "all of them" are for who asks."""
    return len(await _all(principal))


async def _all(principal: Principal) -> Sequence[int]:
    everywhere = principal.may(EVERYWHERE)
    return await rounds.clients() if everywhere else sorted(principal.tenant_ids)


@outer("announcement.write", STAFF)
async def broadcast(
    principal: Principal, new: New, clients: Sequence[str] | None, broadcast_id: UUID | None = None
) -> Broadcast:
    """To these clients, or with None to all whom they may tell. Each is a transaction of its own:
    whoever repeats it under the same `broadcast_id` reaches those that were missed, and nobody
    twice. Raises NotFound, before anybody was told, for a client that is none of theirs."""
    made = broadcast_id or ids.new()
    told, without = list[str](), list[str]()
    for tenant in await _wanted(principal, clients):
        own = replace(new, broadcast_id=made, announcement_id=ids.derive(made, tenant))
        key = await _key(principal, tenant)
        try:
            await _within(principal, tenant, announcing.announce, own)
        except NotFound:
            without.append(key)
        else:
            told.append(key)
    return Broadcast(made, told, without)


async def _wanted(principal: Principal, clients: Sequence[str] | None) -> Sequence[int]:
    if clients is None:
        return await _all(principal)
    wanted = dict.fromkeys(key.upper() for key in clients)
    if not wanted.keys() <= principal.tenants.keys():
        raise NotFound
    return [principal.tenants[key] for key in wanted]


@outer("announcement.write", STAFF)
async def amend(
    principal: Principal,
    broadcast_id: UUID,
    severity: str,
    texts: Mapping[str, Words],
    published_to: datetime | None,
) -> int:
    """At all clients it stands at and who asks may tell; returns how many. Raises NotFound where
    it stands at none, Malformed."""
    return await _changed(principal, broadcast_id, announcing.amend, severity, texts, published_to)


@outer("announcement.write", STAFF)
async def withdraw(principal: Principal, broadcast_id: UUID) -> int:
    """The same. What was withdrawn, or is a maintenance that is over, stays as it is."""
    return await _changed(principal, broadcast_id, announcing.withdraw)


async def _changed(principal: Principal, broadcast_id: UUID, wanted: Any, *words: Any) -> int:
    count = 0
    for tenant in await _all(principal):
        try:
            await _within(principal, tenant, wanted, ids.derive(broadcast_id, tenant), *words)
        except (NotFound, announcing.Withdrawn, maintenance.Over):
            continue
        count += 1
    if not count:
        raise NotFound
    return count


async def _within(principal: Principal, tenant: int, wanted: Any, *words: Any) -> None:
    """At a client they are assigned to, or at any for who may tell all."""
    if tenant in principal.tenant_ids:
        await verb.perform(wanted, principal, *words, tenant=tenant)
        return
    async with db.open(Work(tenant)):
        act = Act(principal, tenant, await db.now(), SOURCE, wanted.name)
        made: Announcement = await wanted(act, *words)
        await audit.note(act, wanted.name, {}, str(made.id))


async def _key(principal: Principal, tenant: int) -> str:
    for key, assigned in principal.tenants.items():
        if assigned == tenant:
            return key
    async with db.open(Work(tenant)):
        found: str = await db.value("SELECT key FROM tenant WHERE id = $1", tenant)
    return found
