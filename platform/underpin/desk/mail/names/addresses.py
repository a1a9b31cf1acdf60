"""A client's addresses at our domain: its own name always, and others it is given. Mail to one of
them is the client's, whoever wrote it. From one of them its desk writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants import audit
from underpin.desk.mail.arriving import signed
from underpin.kernel import db, ids, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, read, write

_LOCAL = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
# Ours, or everybody's by RFC 2142.
RESERVED = frozenset(
    {*signed.PURPOSES, "bounces", "desk", "help", "postmaster", "abuse", "hostmaster", "webmaster"}
    | {"noc", "security", "mailer-daemon", "noreply", "no-reply", "root", "admin", "triage"}
)


class AddressTaken(Conflict):
    code = "mail-address-taken"
    title = "This address is taken: choose another"


@dataclass(frozen=True, slots=True)
class Address:
    """`id` is None for the company's own, which always stands."""

    id: UUID | None
    address: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An address that refused our mail for good: nothing is sent to it until this is lifted."""

    id: UUID
    address: str
    status: str
    reason: str
    since: datetime


@read("mail.configure", STAFF)
async def of_client(act: Act, tenant: int) -> list[Address]:
    slug = await db.value("SELECT slug FROM tenant WHERE id = $1", tenant)
    rows = await db.rows(
        "SELECT id, address FROM mail_alias WHERE tenant_id = $1 ORDER BY address", tenant
    )
    return [Address(None, _at_ours(slug)), *(Address(**row) for row in rows)]


@write("mail.configure", STAFF)
async def add(act: Act, local_part: str) -> Address:
    """Give the client an address at our domain. Raises Malformed, AddressTaken."""
    local = local_part.strip().lower().partition("@")[0]
    if not _LOCAL.fullmatch(local) or local in RESERVED:
        raise Malformed("local_part: letters, digits, dots; no name of ours.", field="local_part")
    address = _at_ours(local)
    if not await db.value("SELECT claim_mail_name($1)", f"address:{address}"):
        raise AddressTaken
    made = await db.value(
        "INSERT INTO mail_alias (tenant_id, id, address, made_by, made_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, address) DO UPDATE "
        "SET address = excluded.address RETURNING id",
        *(act.tenant_id, ids.new(), address, act.person_id, act.now),
    )
    return Address(made, address)


@write("mail.configure", STAFF)
async def remove(act: Act, alias_id: UUID) -> None:
    """Mail to it is nobody's from now on. Raises NotFound."""
    address = await db.value(
        "DELETE FROM mail_alias WHERE tenant_id = $1 AND id = $2 RETURNING address",
        act.tenant_id,
        alias_id,
    )
    if address is None:
        raise NotFound
    await db.value("SELECT release_mail_name($1)", f"address:{address}")
    await db.execute(
        "DELETE FROM mail_sender WHERE tenant_id = $1 AND address = $2", act.tenant_id, address
    )


MAILBOX = """
SELECT id FROM mailbox
WHERE address = $1 AND (client_id IS NULL OR client_id = $2) AND smtp_host IS NOT NULL
"""


@outer("mail.configure", STAFF)
async def write_as(principal: Principal, tenant: int, name: str, address: str) -> None:
    """As whom the client's desk writes: one of its addresses, or that of a mailbox which sends.
    Raises NotFound, Malformed."""
    if tenant not in principal.tenant_ids:
        raise NotFound
    wanted = address.strip().lower()
    if not (1 <= len(name.strip()) <= 100 and name.isprintable()):
        raise Malformed("name: 1 to 100 characters on one line.", field="name")
    async with db.open(Provider()):
        mailbox_id = await db.value(MAILBOX, wanted, tenant)
    async with db.open(Work(tenant)):
        act = Act(principal, tenant, await db.now(), "api", "mail.write_as")
        if mailbox_id is None and not await _is_theirs(tenant, wanted):
            raise Malformed("address: name one of the client's own.", field="address")
        await audit.note(act, "desk.mail.names.addresses.write_as", {"address": wanted})
        await db.execute(
            "INSERT INTO mail_sender (tenant_id, name, address, mailbox_id) "
            "VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id) DO UPDATE SET name = excluded.name, "
            "address = excluded.address, mailbox_id = excluded.mailbox_id",
            *(tenant, name.strip(), wanted, mailbox_id),
        )


@dataclass(frozen=True, slots=True)
class Sender:
    """As whom a client's desk writes."""

    name: str
    address: str


@read("mail.configure", STAFF)
async def sender(act: Act, tenant: int) -> Sender | None:
    """None where nothing was chosen: the provider's name, and the company's own address."""
    row = await db.row("SELECT name, address FROM mail_sender WHERE tenant_id = $1", tenant)
    return Sender(**row) if row else None


@read("mail.configure", STAFF)
async def refused(act: Act, tenant: int) -> list[Refused]:
    """The latest 1,000."""
    rows = await db.rows(
        "SELECT id, address, status, reason, since FROM mail_refused WHERE tenant_id = $1 "
        "ORDER BY since DESC, id LIMIT 1000",
        tenant,
    )
    return [Refused(**row) for row in rows]


@write("mail.configure", STAFF)
async def lift(act: Act, refused_id: UUID) -> None:
    """Mail may be sent there again. Raises NotFound."""
    lifted = await db.execute(
        "DELETE FROM mail_refused WHERE tenant_id = $1 AND id = $2", act.tenant_id, refused_id
    )
    if not lifted:
        raise NotFound


async def _is_theirs(tenant: int, address: str) -> bool:
    found: bool = await db.value(
        "SELECT EXISTS (SELECT FROM mail_alias WHERE tenant_id = $1 AND address = $2) "
        "OR EXISTS (SELECT FROM tenant WHERE id = $1 AND slug = $3)",
        *(tenant, address, address.removesuffix(f"@{installation.settings().mail_domain}")),
    )
    return found


def _at_ours(local_part: str) -> str:
    return f"{local_part}@{installation.settings().mail_domain}"
