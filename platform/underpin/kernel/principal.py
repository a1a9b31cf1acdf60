"""Who is asking: a person of the provider or of a client, a vendor behind a link, the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

_NONE: Mapping[str, int] = MappingProxyType({})


class Audience(StrEnum):
    STAFF = "staff"
    MEMBER = "member"
    VENDOR = "vendor"
    WORKER = "worker"


STAFF, MEMBER, VENDOR, WORKER = Audience.STAFF, Audience.MEMBER, Audience.VENDOR, Audience.WORKER


@dataclass(frozen=True, slots=True)
class Principal:
    """What the door found for one request; never kept past it.

    `tenants` maps tenant key -> id: all that are assigned to a staff person at this moment, the
    one tenant of a member or vendor.
    """

    audience: Audience
    person_id: UUID | None
    capabilities: frozenset[str]
    tenants: Mapping[str, int] = field(default_factory=lambda: _NONE)
    name: str = ""
    roles: frozenset[str] = frozenset()
    tier: int | None = None
    locale: str = "en"
    time_zone: str = "UTC"
    case_id: UUID | None = None
    session_id: UUID | None = None

    @property
    def tenant_ids(self) -> tuple[int, ...]:
        return tuple(self.tenants.values())

    @property
    def own_tenant(self) -> int:
        """The one tenant of a member, vendor or worker. Raises ValueError for staff."""
        (only,) = self.tenants.values()
        return only

    def may(self, capability: str) -> bool:
        return capability in self.capabilities


def worker(tenant_id: int) -> Principal:
    """The worker acting in one tenant: every verb it calls is one the product starts itself."""
    return Principal(Audience.WORKER, None, frozenset(), {"": tenant_id}, name="Underpin")
