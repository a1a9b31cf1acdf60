"""Which domains are a client's: mail of people nobody knows yet reaches the client by them.

A domain is one client's. It is claimed, and then verified: by a TXT record that only its owner can
write, or by the word of a colleague who says why. Until then it decides nothing.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants import audit
from underpin.desk.mail.names import public_domains
from underpin.kernel import db, ids, installation, outbound_dns
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, read, write

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
RECORD = "underpin-domain="
Texts = Callable[[str], Awaitable[Sequence[str]]]


class DomainTaken(Conflict):
    code = "domain-taken"
    title = "This domain is another client's, or was verified for one: a domain is one client's"


class NotThere(Conflict):
    code = "record-not-there"
    title = "The domain does not have the record yet: add it, wait some minutes, then try again"


@dataclass(frozen=True, slots=True)
class Domain:
    """`record` is what the owner writes into a TXT record named `at`."""

    id: UUID
    domain: str
    at: str
    record: str
    verified_how: str | None
    verified_at: datetime | None


COLUMNS = "id, domain, token, verified_how, verified_at"


@read("mail.configure", STAFF)
async def of_client(act: Act, tenant: int) -> list[Domain]:
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM mail_domain WHERE tenant_id = $1 ORDER BY domain", tenant
    )
    return [_of(row) for row in rows]


@write("mail.configure", STAFF)
async def claim(act: Act, domain: str) -> Domain:
    """Name a domain as the client's; naming it again is the same. Raises Malformed."""
    name = checked(domain)
    row = await db.row(
        "INSERT INTO mail_domain (tenant_id, id, domain, token, asked_by, asked_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, domain) DO UPDATE "
        f"SET domain = excluded.domain RETURNING {COLUMNS}",
        *(act.tenant_id, ids.new(), name, secrets.token_urlsafe(24), act.person_id, act.now),
    )
    assert row is not None, "written or there"  # noqa: S101
    return _of(row)


@outer("mail.configure", STAFF)
async def verify(
    principal: Principal, tenant: int, domain_id: UUID, texts: Texts = outbound_dns.texts
) -> Domain:
    """Look for the record and, if it is there, the domain is the client's. Raises NotFound,
    NotThere, DomainTaken, OutboundFailed."""
    if tenant not in principal.tenant_ids:
        raise NotFound
    async with db.open(Work(tenant)):
        named = await _one(tenant, domain_id)
    found = await texts(named.at)
    if named.record not in {each.strip() for each in found}:
        raise NotThere
    async with db.open(Work(tenant)):
        act = Act(principal, tenant, await db.now(), "api", "mail.verify")
        await audit.note(act, "desk.mail.names.domains.verify", {"domain": named.domain})
        return await _verified(act, named, "dns")


@write("mail.configure", STAFF)
async def confirm(act: Act, domain_id: UUID, reason: str) -> Domain:
    """On a colleague's word, whose reason stays in the audit trail. Raises NotFound, Malformed,
    DomainTaken."""
    if not 1 <= len(reason.strip()) <= 300:
        raise Malformed("reason: how you know, in 1 to 300 characters.", field="reason")
    return await _verified(act, await _one(act.tenant_id, domain_id), "staff")


@write("mail.configure", STAFF)
async def release(act: Act, domain_id: UUID) -> None:
    """It decides nothing any more, and another client may have it. Raises NotFound."""
    named = await _one(act.tenant_id, domain_id)
    await db.value("SELECT release_mail_name($1)", f"domain:{named.domain}")
    await db.execute(
        "DELETE FROM mail_domain WHERE tenant_id = $1 AND id = $2", act.tenant_id, domain_id
    )


def checked(domain: str) -> str:
    """Raises Malformed for what is no domain, a public one, or our own."""
    try:
        name = domain.strip().strip(".").encode("idna").decode().lower()
    except UnicodeError as error:
        raise Malformed("domain: write a name like example.org.", field="domain") from error
    if len(name) > 253 or not _DOMAIN.fullmatch(name):
        raise Malformed("domain: write a name like example.org.", field="domain")
    if public_domains.is_public(name):
        raise Malformed("domain: anybody may have an address there; name people.", field="domain")
    if name == installation.settings().mail_domain:
        raise Malformed("domain: this one is the help desk's own.", field="domain")
    return name


async def _one(tenant: int, domain_id: UUID) -> Domain:
    row = await db.row(
        f"SELECT {COLUMNS} FROM mail_domain WHERE tenant_id = $1 AND id = $2", tenant, domain_id
    )
    if row is None:
        raise NotFound
    return _of(row)


async def _verified(act: Act, named: Domain, how: str) -> Domain:
    if not await db.value("SELECT claim_mail_name($1)", f"domain:{named.domain}"):
        raise DomainTaken
    row = await db.row(
        "UPDATE mail_domain SET verified_how = $3, verified_by = $4, verified_at = $5 "
        f"WHERE tenant_id = $1 AND id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, named.id, how, act.person_id, act.now),
    )
    if row is None:
        raise NotFound
    return _of(row)


def _of(row: db.Row) -> Domain:
    return Domain(
        row["id"],
        row["domain"],
        f"_underpin.{row['domain']}",
        f"{RECORD}{row['token']}",
        row["verified_how"],
        row["verified_at"],
    )
