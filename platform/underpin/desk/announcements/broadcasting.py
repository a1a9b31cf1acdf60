"""One announcement to several clients, each of which gets its own and sees no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from underpin.desk.announcements import announcing
from underpin.desk.announcements.announcing import New
from underpin.kernel import ids, verb
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`told`: the keys of the clients it reached; `without`: of those that have no such service,
    who were told nothing."""

    id: UUID
    told: list[str]
    without: list[str]


@outer("announcement.write", STAFF)
async def broadcast(
    principal: Principal, new: New, clients: Sequence[str] | None, broadcast_id: UUID | None = None
) -> Broadcast:
    """To these clients, or with None to all they are assigned to. Each is a transaction of its own:
    whoever repeats it under the same `broadcast_id` reaches those that were missed, and nobody
    twice. Raises NotFound, before anybody was told, for a client that is none of theirs."""
    made = broadcast_id or ids.new()
    wanted = sorted(principal.tenants) if clients is None else [key.upper() for key in clients]
    if not set(wanted) <= principal.tenants.keys():
        raise NotFound
    told, without = list[str](), list[str]()
    for key in dict.fromkeys(wanted):
        reached = await _announced(principal, new, made, principal.tenants[key])
        (told if reached else without).append(key)
    return Broadcast(made, told, without)


async def _announced(principal: Principal, new: New, made: UUID, tenant: int) -> bool:
    own = replace(new, broadcast_id=made, announcement_id=ids.derive(made, tenant))
    try:
        await verb.perform(announcing.announce, principal, own, tenant=tenant)
    except NotFound:
        return False
    return True
