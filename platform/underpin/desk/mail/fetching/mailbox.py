"""Mailboxes elsewhere that we read, and send through: a client's, or the provider's own. What gets
in is sealed under the keyring; who administers reads everything about one but that."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from tenants import people
from underpin.kernel import db, ids, installation
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

PURPOSE = "mailbox"
KINDS = ("imap", "microsoft", "google")
SECURITIES = ("tls", "starttls", "none")


class MailboxTaken(Conflict):
    code = "mailbox-taken"
    title = "This mailbox is read already"


@dataclass(frozen=True, slots=True)
class Secret:
    """A password for kind imap; for the others what an OAuth token is asked for with."""

    password: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NewMailbox:
    """`client_id` None: the provider's own, whose mail is placed by its author. `done_folder` is
    where what was stored goes; None marks it read instead."""

    address: str
    kind: str
    imap_host: str
    username: str
    secret: Secret
    client_id: int | None = None
    imap_port: int = 993
    smtp_host: str | None = None
    smtp_port: int | None = None
    security: str = "tls"
    token_url: str | None = None
    oauth_client: str | None = None
    oauth_scope: str | None = None
    authserv_id: str | None = None
    folder: str = "INBOX"
    done_folder: str | None = None
    every_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox as it may be read; `last_error` is why the last round failed, None when it did
    not."""

    id: UUID
    client_id: int | None
    address: str
    kind: str
    imap_host: str
    imap_port: int
    smtp_host: str | None
    smtp_port: int | None
    security: str
    username: str
    token_url: str | None
    oauth_client: str | None
    oauth_scope: str | None
    authserv_id: str | None
    folder: str
    done_folder: str | None
    state: str
    every_seconds: int
    polled_at: datetime | None
    last_error: str | None


COLUMNS = ", ".join(Mailbox.__slots__)


def seal(mailbox_id: UUID, secret: Secret) -> bytes:
    plain = msgspec.json.encode(secret)
    return installation.ring().encrypt(PURPOSE, plain, associated=mailbox_id.bytes)


def unseal(mailbox_id: UUID, sealed: bytes) -> Secret:
    """Raises keyring.Unreadable when its key is gone."""
    plain = installation.ring().decrypt(PURPOSE, sealed, associated=mailbox_id.bytes)
    return msgspec.json.decode(plain, type=Secret)


@read("mail.configure", STAFF)
async def every(act: Act) -> list[Mailbox]:
    """By address; at most 1,000."""
    rows = await db.rows(f"SELECT {COLUMNS} FROM mailbox ORDER BY address LIMIT 1000")
    return [Mailbox(**row) for row in rows]


@provide("mail.configure")
async def add(act: Act, new: NewMailbox) -> Mailbox:
    """Read a mailbox from now on. Raises Malformed, MailboxTaken."""
    _check(new)
    made = ids.new()
    fields: dict[str, Any] = {**asdict(new), "address": people.checked_email(new.address)}
    del fields["secret"]
    fields |= {"id": made, "secret_sealed": seal(made, new.secret), "state": "on"}
    fields |= {"poll_at": act.now, "made_by": act.principal.person_id, "made_at": act.now}
    places = ", ".join(f"${place}" for place in range(1, len(fields) + 1))
    sql = f"INSERT INTO mailbox ({', '.join(fields)}) VALUES ({places}) RETURNING {COLUMNS}"
    try:
        row = await db.row(sql, *fields.values())
    except asyncpg.UniqueViolationError as taken:
        raise MailboxTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed(f"a field is not acceptable ({wrong.constraint_name}).") from wrong
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Mailbox(**row)


@provide("mail.configure")
async def give_secret(act: Act, mailbox_id: UUID, secret: Secret) -> None:
    """Replace what gets in, and try at once. Raises NotFound."""
    await _changed(mailbox_id, secret_sealed=seal(mailbox_id, secret), poll_at=act.now)


@provide("mail.configure")
async def switch(act: Act, mailbox_id: UUID, state: str) -> None:
    """`on` or `off`. Raises NotFound, Malformed."""
    if state not in ("on", "off"):
        raise Malformed("state: on or off.", field="state")
    await _changed(mailbox_id, state=state, poll_at=act.now)


@provide("mail.configure")
async def remove(act: Act, mailbox_id: UUID) -> None:
    """It is read no more; nothing in it changes. Raises NotFound."""
    if not await db.execute("DELETE FROM mailbox WHERE id = $1", mailbox_id):
        raise NotFound


async def _changed(mailbox_id: UUID, **columns: Any) -> None:
    if not await db.update("mailbox", {"id": mailbox_id}, columns):
        raise NotFound


def _check(new: NewMailbox) -> None:
    if new.kind not in KINDS:
        raise Malformed(f"kind: one of {', '.join(KINDS)}.", field="kind")
    local = new.imap_host in {"127.0.0.1", "::1", "localhost"}
    if new.security not in SECURITIES or (new.security == "none" and not local):
        raise Malformed("security: tls or starttls.", field="security")
    if new.kind == "imap" and not new.secret.password:
        raise Malformed("secret: give the mailbox's password.", field="secret")
    if new.kind != "imap" and not (new.token_url and new.oauth_client and new.oauth_scope):
        raise Malformed("token_url: give it with oauth_client and oauth_scope.", field="token_url")
