"""Getting into a mailbox: by its password, or by an access token that is asked for when the last
one ends and kept by this process alone."""

from __future__ import annotations

import time
from dataclasses import replace
from uuid import UUID

from underpin.desk.mail.fetching import mailbox as mailboxes
from underpin.desk.mail.fetching.mailbox import Mailbox, Secret
from underpin.kernel import db, oauth
from underpin.kernel.database.scope import Provider
from underpin.kernel.oauth import Grant
from underpin.kernel.outbound import Outbound, Relay
from underpin.kernel.outbound_imap import Login

MARGIN_SECONDS = 60
_tokens: dict[UUID, tuple[str, float]] = {}


async def secret(mailbox_id: UUID) -> Secret:
    async with db.open(Provider()):
        sealed = await db.value("SELECT secret_sealed FROM mailbox WHERE id = $1", mailbox_id)
    return mailboxes.unseal(mailbox_id, bytes(sealed))


async def login(outbound: Outbound, box: Mailbox) -> Login:
    """For reading. Raises GrantRefused, OutboundFailed, AddressRefused."""
    words = (box.imap_host, box.imap_port, box.security, box.username)
    if box.kind == "imap":
        return Login(*words, password=(await secret(box.id)).password)  # type: ignore[arg-type]
    return Login(*words, token=await _token(outbound, box))  # type: ignore[arg-type]


async def relay(outbound: Outbound, box: Mailbox) -> Relay:
    """For sending, over its submission port. Raises the same."""
    security = "tls" if box.smtp_port == 465 else "starttls"
    made = Relay(box.smtp_host or "", box.smtp_port or 587, security, box.username)  # type: ignore[arg-type]
    if box.kind == "imap":
        return replace(made, password=(await secret(box.id)).password)
    return replace(made, token=await _token(outbound, box))


def forget(mailbox_id: UUID) -> None:
    """The server did not take the token: ask for another next time."""
    _tokens.pop(mailbox_id, None)


async def _token(outbound: Outbound, box: Mailbox) -> str:
    known, ends = _tokens.get(box.id, ("", 0.0))
    if known and time.monotonic() < ends - MARGIN_SECONDS:
        return known
    kept = await secret(box.id)
    grant = Grant(
        box.token_url or "",
        box.oauth_client or "",
        box.oauth_scope or "",
        kept.client_secret,
        kept.refresh_token,
    )
    fresh = await oauth.token(outbound, grant)
    if fresh.refresh_token and fresh.refresh_token != kept.refresh_token:
        await _rotated(box.id, replace(kept, refresh_token=fresh.refresh_token))
    _tokens[box.id] = (fresh.access_token, time.monotonic() + fresh.expires_in)
    return fresh.access_token


async def _rotated(mailbox_id: UUID, kept: Secret) -> None:
    """The provider gave a new refresh token for the old one, which is spent."""
    async with db.open(Provider()):
        await db.execute(
            "UPDATE mailbox SET secret_sealed = $2 WHERE id = $1",
            mailbox_id,
            mailboxes.seal(mailbox_id, kept),
        )
