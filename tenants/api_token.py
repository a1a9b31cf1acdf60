"""API tokens: a person's own, with less than the person may do, an end, and a last use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tenants import audit, role
from underpin.kernel import db, ids, secret_token
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Scope, Work
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience, Principal
from underpin.kernel.verb import outer, read

LONGEST = timedelta(days=366)


@outer("self.token", STAFF, MEMBER)
async def issue(
    principal: Principal,
    name: str,
    capabilities: Sequence[str],
    lives: timedelta,
    *,
    client: int | None = None,
) -> tuple[UUID, str]:
    """A new token's id and its value, shown once. `client` holds a staff person's token to one
    of their client companies; a member's is held to its own.

    Raises Malformed for a capability its owner lacks, for one that would let a token outlive
    itself, or for a life over a year; NotFound for a client its owner has not.
    """
    _check(principal, name, capabilities, lives)
    tenant = _held_to(principal, client)
    issued, token_id = secret_token.issue("api", tenant), ids.new()
    async with db.open(_scope(principal)):
        now = await db.now()
        await db.execute(
            "SELECT issue_api_token($1, $2, $3, $4, $5, $6, $7, $8)",
            *(token_id, issued.digest, str(principal.audience), tenant, principal.person_id),
            *(name, list(capabilities), lives),
        )
        said = {"name": name, "capabilities": " ".join(sorted(capabilities))}
        await audit.note(_act(principal, now), "tenants.api_token.issue", said, str(token_id))
    return token_id, issued.plain


@outer("self.token", STAFF, MEMBER)
async def revoke(principal: Principal, token_id: UUID) -> None:
    """A person's own token, good for nothing from now on. Raises NotFound for another's."""
    async with db.open(_scope(principal)):
        now = await db.now()
        if not await db.value("SELECT revoke_api_token($1, $2)", token_id, principal.person_id):
            raise NotFound
        await audit.note(_act(principal, now), "tenants.api_token.revoke", {}, str(token_id))


def _check(principal: Principal, name: str, capabilities: Sequence[str], lives: timedelta) -> None:
    if not 1 <= len(name.strip()) <= 100:
        raise Malformed("name: 1 to 100 characters.", field="name")
    beyond = sorted(set(capabilities) - (principal.capabilities - role.SELF))
    if beyond:
        raise Malformed(
            f"capabilities: {beyond[0]} is not yours to hand to a token.", field="capabilities"
        )
    if not timedelta(0) < lives <= LONGEST:
        raise Malformed("expires: between now and a year from now.", field="expires")


def _held_to(principal: Principal, client: int | None) -> int | None:
    if client is not None and client not in principal.tenant_ids:
        raise NotFound
    return principal.own_tenant if principal.audience is Audience.MEMBER else client


def _scope(principal: Principal) -> Scope:
    member = principal.audience is Audience.MEMBER
    return Work(principal.own_tenant) if member else Provider()


def _act(principal: Principal, now: datetime) -> Act:
    tenant = principal.own_tenant if principal.audience is Audience.MEMBER else None
    return Act(principal, tenant, now, "api")


@dataclass(frozen=True, slots=True)
class Token:
    """One of a person's own, as they may see it: never its value. `used_at` is its last use, to the
    minute."""

    id: UUID
    name: str
    capabilities: tuple[str, ...]
    tenant_id: int | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


@read("self.token", STAFF, MEMBER)
async def mine(act: Act) -> list[Token]:
    """Those that are good, the newest first."""
    rows = await db.rows("SELECT * FROM own_api_tokens($1)", act.person_id)
    return [Token(**{**row, "capabilities": tuple(row["capabilities"])}) for row in rows]
