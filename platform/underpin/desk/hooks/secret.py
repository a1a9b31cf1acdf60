"""The secrets of what may send to us: an address that cannot be guessed, bound to one client and
one source or channel, and a key to sign with. Two are good at a time, so that the sender can change
over.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.kernel import db, ids, installation, keyring, mail_address, secret_token
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Door
from underpin.kernel.errors import Malformed, NotFound

PURPOSE: Final = "hook"
SEALED: Final = "hook-signing-key"
MAIL, MAILED = "alerts", "alert"
"""What a signed mail address is for, and of which purpose's secrets there is one."""
LIVES: Final = timedelta(days=36_500)
OVERLAP: Final = timedelta(hours=24)
LONGEST_OVERLAP: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Issued:
    """Shown once. `address` is the path below this installation's own address; `mail` is where a
    monitoring tool that can only write mails may write to."""

    id: UUID
    address: str = field(repr=False)
    signing_key: str = field(repr=False)
    mail: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """A secret as its keepers see it; `ends_at` None: until it is revoked."""

    id: UUID
    created_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entered:
    """What a presented address leads to: whose, and which of their secrets."""

    tenant_id: int
    secret_id: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """A living secret within its client: of what, and its key."""

    id: UUID
    purpose: str
    owner_id: UUID
    signing_key: bytes = field(repr=False)


async def issue(act: Act, purpose: str, owner_id: UUID, *, signing_key: str = "") -> Issued:
    """`signing_key` is given where the sender makes it (Slack, PagerDuty)."""
    if len(signing_key) > 500:
        raise Malformed("signing_key: at most 500 characters.", field="signing_key")
    made = Issued(ids.new(), "", signing_key or secrets.token_urlsafe(32))
    token = secret_token.issue(PURPOSE, act.tenant_id)
    await db.execute(
        "INSERT INTO hook_secret (tenant_id, id, purpose, owner_id, signing_key, created_by, "
        "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        *(act.tenant_id, made.id, purpose, owner_id, _sealed(act, made), act.person_id, act.now),
    )
    await db.execute(
        "SELECT issue_link($1, $2, $3, 'vendor', $4, $5, $6)",
        *(ids.new(), token.digest, PURPOSE, act.tenant_id, made.id, LIVES),
    )
    mail = _mail(act, made.id) if purpose == MAILED else ""
    return Issued(made.id, f"/hooks/{purpose}s/{token.plain}", made.signing_key, mail)


def _mail(act: Act, secret_id: UUID) -> str:
    name = mail_address.sign(installation.ring(), MAIL, act.tenant_id, secret_id)
    return f"{name}@{installation.settings().mail_domain}"


def _sealed(act: Act, made: Issued) -> bytes:
    return installation.ring().encrypt(
        SEALED, made.signing_key.encode(), associated=_bound(act.tenant_id, made.id)
    )


def _bound(tenant: int, secret_id: UUID) -> bytes:
    return keyring.message(tenant, str(secret_id))


async def rotate(
    act: Act, purpose: str, owner_id: UUID, overlap: timedelta, *, signing_key: str = ""
) -> Issued:
    """A new secret; those before it are good for `overlap` longer. Raises Malformed."""
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise Malformed("overlap_hours: from 0 to 720.", field="overlap_hours")
    await db.execute(
        "UPDATE hook_secret SET ends_at = least(coalesce(ends_at, $3), $3) "
        "WHERE tenant_id = $1 AND owner_id = $2",
        *(act.tenant_id, owner_id, act.now + overlap),
    )
    return await issue(act, purpose, owner_id, signing_key=signing_key)


async def revoke(act: Act, owner_id: UUID, secret_id: UUID) -> None:
    """Good for nothing from now on. Raises NotFound."""
    done = await db.execute(
        "UPDATE hook_secret SET ends_at = $4 WHERE tenant_id = $1 AND owner_id = $2 AND id = $3 "
        "AND (ends_at IS NULL OR ends_at > $4)",
        *(act.tenant_id, owner_id, secret_id, act.now),
    )
    if not done:
        raise NotFound
    await db.execute("SELECT revoke_links($1, $2)", PURPOSE, secret_id)


async def standing(act: Act, tenant: int, owner_id: UUID) -> list[Standing]:
    """Those that are good, the newest first."""
    rows = await db.rows(
        "SELECT id, created_at, ends_at FROM hook_secret WHERE tenant_id = $1 AND owner_id = $2 "
        "AND (ends_at IS NULL OR ends_at > $3) ORDER BY id DESC",
        *(tenant, owner_id, act.now),
    )
    return [Standing(**row) for row in rows]


async def entered(plain: str) -> Entered | None:
    """Whose address this is, asked at the door; None for nobody's."""
    claimed = secret_token.read(plain, PURPOSE)
    if claimed is None:
        return None
    async with db.open(Door()):
        row = await db.row("SELECT * FROM door_link($1)", claimed.digest)
    if row is None or row["purpose"] != PURPOSE:
        return None
    return Entered(row["tenant_id"], row["object_id"])


async def held(act: Act, secret_id: UUID, purpose: str) -> Held | None:
    """The secret where it is still good and for this purpose, of a client that is not closed."""
    row = await db.row(
        "SELECT s.id, s.purpose, s.owner_id, s.signing_key FROM hook_secret s "
        "JOIN tenant n ON n.id = s.tenant_id AND n.state <> 'closed' WHERE s.tenant_id = $1 "
        "AND s.id = $2 AND s.purpose = $3 AND (s.ends_at IS NULL OR s.ends_at > $4)",
        *(act.tenant_id, secret_id, purpose, act.now),
    )
    if row is None:
        return None
    opened = installation.ring().decrypt(
        SEALED, row["signing_key"], associated=_bound(act.tenant_id, secret_id)
    )
    return Held(row["id"], row["purpose"], row["owner_id"], opened)
