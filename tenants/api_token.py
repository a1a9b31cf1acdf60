"""API tokens: a person's own, with less than the person may do, an end, and a last use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from underpin.kernel import db, ids, secret_token
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF, Audience, Principal
from underpin.kernel.verb import outer

LONGEST = timedelta(days=366)


@outer("self.token", STAFF, MEMBER)
async def issue(
    principal: Principal, name: str, capabilities: Sequence[str], lives: timedelta
) -> tuple[UUID, str]:
    """A new token's id and its value, shown once.

    Raises Malformed for a capability its owner lacks or a life over a year.
    """
    beyond = sorted(set(capabilities) - principal.capabilities)
    if beyond:
        raise Malformed(f"capabilities: you do not hold {beyond[0]}.", field="capabilities")
    if not timedelta(0) < lives <= LONGEST:
        raise Malformed("expires: between now and a year from now.", field="expires")
    tenant = principal.own_tenant if principal.audience is Audience.MEMBER else None
    issued, token_id = secret_token.issue("api", tenant), ids.new()
    async with db.open(Work(tenant) if tenant is not None else Provider()):
        await db.execute(
            "SELECT issue_api_token($1, $2, $3, $4, $5, $6, $7, $8)",
            *(token_id, issued.digest, str(principal.audience), tenant, principal.person_id),
            *(name, list(capabilities), await db.now() + lives),
        )
    return token_id, issued.plain


@outer("self.token", STAFF, MEMBER)
async def revoke(principal: Principal, token_id: UUID) -> None:
    """A person's own token; another's is left alone, without a word."""
    tenant = principal.own_tenant if principal.audience is Audience.MEMBER else None
    async with db.open(Work(tenant) if tenant is not None else Provider()):
        await db.execute("SELECT revoke_api_token($1, $2)", token_id, principal.person_id)
