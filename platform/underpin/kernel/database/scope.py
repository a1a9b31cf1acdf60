"""The scopes a transaction may run in: each is a login role of its own with its own pool.

A scope is a value; `settings()` is the SQL sent in the same round trip as BEGIN. Ids are
formatted here from ints and UUIDs and nothing else, because that text is not prepared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

ROLES = ("door", "member", "vendor", "staff", "work", "provider", "system")


def _set(name: str, value: str) -> str:
    # quoted, because `case` is a reserved word
    return f"SET LOCAL underpin.\"{name}\" = '{value}';"


def _int(value: int) -> str:
    if type(value) is not int:
        raise TypeError(f"A tenant id is an int, not {type(value).__name__}.")
    return str(value)


def _uuid(value: UUID) -> str:
    if not isinstance(value, UUID):
        raise TypeError(f"An id is a UUID, not {type(value).__name__}.")
    return str(value)


@dataclass(frozen=True)
class Scope:
    """One transaction's reach. `role` names the login; `settings()` what the policies read;
    `only_reads`: its role may change nothing."""

    role: ClassVar[str]
    only_reads: ClassVar[bool] = False

    def settings(self) -> str:
        return ""


@dataclass(frozen=True)
class Door(Scope):
    """Reads nothing; may call the listed SECURITY DEFINER functions."""

    role = "door"


@dataclass(frozen=True)
class Member(Scope):
    """One tenant, less what its members may not see. Reads only."""

    tenant: int
    person: UUID
    role = "member"
    only_reads = True

    def settings(self) -> str:
        return _set("tenant", _int(self.tenant)) + _set("person", _uuid(self.person))


@dataclass(frozen=True)
class Vendor(Scope):
    """One vendor case and what was shared in it. Reads only."""

    tenant: int
    case: UUID
    role = "vendor"
    only_reads = True

    def settings(self) -> str:
        return _set("tenant", _int(self.tenant)) + _set("case", _uuid(self.case))


@dataclass(frozen=True)
class Staff(Scope):
    """Read-only across the tenants the door returned for this request."""

    tenants: tuple[int, ...]
    role = "staff"
    only_reads = True

    @classmethod
    def of(cls, tenants: Iterable[int]) -> Staff:
        return cls(tuple(tenants))

    def settings(self) -> str:
        return _set("tenants", "{" + ",".join(_int(tenant) for tenant in self.tenants) + "}")


@dataclass(frozen=True)
class Work(Scope):
    """Everything in one tenant: writes after the assignment check, and the worker's.

    `person` is set when the writer is a member, so that the member's own predicate can be
    applied to what the verb loads.
    """

    tenant: int
    person: UUID | None = None
    role = "work"

    def settings(self) -> str:
        person = _set("person", _uuid(self.person)) if self.person else ""
        return _set("tenant", _int(self.tenant)) + person


@dataclass(frozen=True)
class Provider(Scope):
    """The provider's own tables (staff, teams, vendors, UCs, OLAs, price lists); no tenant."""

    role = "provider"


@dataclass(frozen=True)
class System(Scope):
    """What is due and where: ids and times of timers, deliveries and outgoing, nothing else."""

    role = "system"


@dataclass(frozen=True)
class Owner(Scope):
    """Migrations and administration only. Its URL is not given to the app or the worker."""

    role = "owner"
