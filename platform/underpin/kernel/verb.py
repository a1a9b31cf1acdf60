"""Verbs: the use-cases, each declared with its audience and capability, denied by default.

    @verb.write("ticket.reply", STAFF, MEMBER)
    async def reply(act: Act, number: str, body: str) -> Message: ...

    await verb.perform(reply, principal, "ACME-7", "On it.", tenant=42, source="api")

`perform` authorises, opens the scope, runs the verb and commits, all before a response can
start. A verb is called directly by other verbs of the same transaction.
"""

from __future__ import annotations

import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, ParamSpec, TypeVar

from underpin.kernel import db, idempotency
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Member, Provider, Scope, Staff, Vendor, Work
from underpin.kernel.errors import Lacking, NotFound
from underpin.kernel.principal import Audience, Principal

P = ParamSpec("P")
R = TypeVar("R")
Prelude = Callable[[], Awaitable[None]]
Words = tuple[object, ...]
Recorder = Callable[[Act, "Verb[Any, Any]", Words, Mapping[str, object], object], Awaitable[None]]


class Mode(StrEnum):
    READ = "read"
    WRITE = "write"
    PROVIDE = "provide"
    OUTER = "outer"


@dataclass(frozen=True)
class Verb(Generic[P, R]):
    """A use-case and who may ask for it."""

    name: str
    capability: str
    audiences: frozenset[Audience]
    mode: Mode
    run: Callable[..., Awaitable[R]]

    async def __call__(self, act: Act, *args: Any, **kwargs: Any) -> R:
        """Within another verb's transaction: no second authorisation, no second commit."""
        return await self.run(act, *args, **kwargs)

    @property
    def returns(self) -> Any:
        return typing.get_type_hints(self.run).get("return", Any)


REGISTRY: dict[str, Verb[Any, Any]] = {}
_recorders: list[Recorder] = []

Declared = Callable[[Callable[..., Awaitable[R]]], Verb[..., R]]


def read(capability: str, *audiences: Audience) -> Declared[Any]:
    """A verb that changes nothing: runs in the asker's own read-only scope."""
    return _declare(capability, audiences, Mode.READ)


def write(capability: str, *audiences: Audience) -> Declared[Any]:
    """A verb that changes one tenant's rows."""
    return _declare(capability, audiences, Mode.WRITE)


def provide(capability: str) -> Declared[Any]:
    """A verb of the staff over the provider's own tables, in no tenant."""
    return _declare(capability, (Audience.STAFF,), Mode.PROVIDE)


def outer(capability: str, *audiences: Audience) -> Declared[Any]:
    """A use-case of several transactions: it is given the principal, opens its scopes itself and
    writes its own audit entry. Called through `begin`."""
    return _declare(capability, audiences, Mode.OUTER)


async def begin(wanted: Verb[P, R], principal: Principal, *args: Any, **kwargs: Any) -> R:
    """Authorise and run an outer verb."""
    authorise(wanted, principal)
    return await wanted.run(principal, *args, **kwargs)


def _declare(capability: str, audiences: tuple[Audience, ...], mode: Mode) -> Declared[Any]:
    def declare(function: Callable[..., Awaitable[R]]) -> Verb[..., R]:
        name = f"{function.__module__.removeprefix('underpin.')}.{function.__name__}"
        found: Verb[..., R] = Verb(name, capability, frozenset(audiences), mode, function)
        REGISTRY[name] = found
        return found

    return declare


def record_with(recorder: Recorder) -> None:
    """Have `recorder` write each change's audit entry in the verb's own transaction: it is given
    the verb's words and what it returned."""
    if recorder not in _recorders:
        _recorders.append(recorder)


def authorise(wanted: Verb[Any, Any], principal: Principal) -> None:
    """Raises Forbidden when this principal may not ask for this verb at all."""
    if principal.audience not in wanted.audiences:
        told = f"{wanted.capability} is not offered to a {principal.audience}."
        raise Lacking(wanted.capability, told)
    if principal.audience is not Audience.WORKER and not principal.may(wanted.capability):
        raise Lacking(wanted.capability)


def scope_of(wanted: Verb[Any, Any], principal: Principal, tenant: int | None) -> Scope:
    """The scope in which the verb runs. Raises NotFound for a tenant the principal has not."""
    if wanted.mode is Mode.PROVIDE:
        return Provider()
    if tenant is not None and tenant not in principal.tenant_ids:
        raise NotFound
    if wanted.mode is Mode.WRITE:
        return _work(principal, tenant)
    return _reading(principal, tenant)


def _work(principal: Principal, tenant: int | None) -> Work:
    where = principal.own_tenant if tenant is None else tenant
    return Work(where, principal.person_id if principal.audience is Audience.MEMBER else None)


def _reading(principal: Principal, tenant: int | None) -> Scope:
    if principal.audience is Audience.STAFF:
        return Staff(principal.tenant_ids if tenant is None else (tenant,))
    if principal.audience is Audience.MEMBER and principal.person_id:
        return Member(principal.own_tenant, principal.person_id)
    if principal.audience is Audience.VENDOR and principal.case_id:
        return Vendor(principal.own_tenant, principal.case_id)
    return Work(principal.own_tenant)


async def perform(
    wanted: Verb[P, R],
    principal: Principal,
    *args: Any,
    tenant: int | None = None,
    source: str = "api",
    once: idempotency.Key | None = None,
    prelude: Prelude | None = None,
    **kwargs: Any,
) -> R:
    """Run a verb for a principal in one transaction, committed when this returns.

    `once` makes a repeated request give the first one's answer instead of a second effect.
    `prelude` runs first in the same transaction (a replay sets the tenant's time there).
    """
    authorise(wanted, principal)
    scope = scope_of(wanted, principal, tenant)
    async with db.open(scope):
        if prelude is not None:
            await prelude()
        now = await _opened(scope, principal)
        act = Act(principal, _where(scope, tenant), now, source, wanted.name)
        if wanted.mode is Mode.READ:
            return await wanted.run(act, *args, **kwargs)
        return await _change(act, wanted, once, args, kwargs)


def _where(scope: Scope, tenant: int | None) -> int | None:
    if isinstance(scope, Provider):
        return None
    own: int | None = getattr(scope, "tenant", tenant)
    return own


async def _change(
    act: Act,
    wanted: Verb[P, R],
    once: idempotency.Key | None,
    args: Words,
    kwargs: Mapping[str, object],
) -> R:
    """The effect, its audit entry and its kept answer, all in the open transaction."""
    if once is not None:
        kept = await idempotency.recall(act, once, wanted.returns)
        if kept is not idempotency.NOTHING:
            return typing.cast(R, kept)
    result = await wanted.run(act, *args, **kwargs)
    for recorder in _recorders:
        await recorder(act, wanted, args, kwargs, result)
    if once is not None:
        await idempotency.keep(act, once, result)
    return result


async def _opened(scope: Scope, principal: Principal) -> Any:
    """The time; and for staff's writes, that the assignment still stands in this transaction."""
    if not (isinstance(scope, Work) and principal.audience is Audience.STAFF):
        return await db.now()
    found = await db.row(
        "SELECT scope_now() AS now, EXISTS (SELECT FROM assignment WHERE staff_id = $1 "
        "AND tenant_id = $2) AS assigned",
        principal.person_id,
        scope.tenant,
    )
    if found is None or not found["assigned"]:
        raise NotFound
    db.set_now(found["now"])
    return found["now"]
