"""The clients' people as they act themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from tenants import role
from tenants.company import NewCompany
from underpin.demo import companies
from underpin.desk.replay.clients import derived
from underpin.kernel.principal import MEMBER, Principal

BY_KEY: Final = {each.key: each for each in companies.COMPANIES}
APPROVER: Final = ("requester", "approver")


def admin(tenants: Mapping[str, int], key: str) -> Principal:
    """The client's administrator."""
    return _of(tenants, key, derived("demo", "admin", _slug(key)), "Anna", ("client_admin",))


def approver(tenants: Mapping[str, int], key: str) -> Principal:
    """The administrator's colleague, who approves small things."""
    return _of(tenants, key, derived("demo", "approver", _slug(key)), "Jonas Weber", APPROVER)


def _slug(key: str) -> str:
    return BY_KEY[key].slug


def _of(
    tenants: Mapping[str, int], key: str, person: UUID, name: str, roles: tuple[str, ...]
) -> Principal:
    new: NewCompany = BY_KEY[key]
    return Principal(
        MEMBER,
        person,
        frozenset[str]().union(*(role.MEMBER[each] for each in roles)),
        {key: tenants[key]},
        name=name,
        roles=frozenset(roles),
        locale=new.locale,
        time_zone=new.time_zone,
    )
