"""Mailboxes elsewhere, over IMAP (RFC 3501) to a server whose address was checked.

The standard library's client blocks, so each step runs in a thread, with a time limit on every
read. What a server says is bounded: a literal larger than any mail we take is refused.
"""

import asyncio
import imaplib
import re
import socket
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from underpin.kernel import mail_read, oauth
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.outbound_http import OutboundFailed

Security = Literal["none", "starttls", "tls"]
SECONDS = 30
_LONGEST_LITERAL = mail_read.LARGEST + 1024 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")


@dataclass(frozen=True, slots=True)
class Login:
    """How to get in: by a password, or by an OAuth access token (XOAUTH2). Raises ValueError for a
    login in the clear to any machine but this one."""

    host: str
    port: int
    security: Security
    username: str
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.security == "none" and self.host not in {"127.0.0.1", "::1", "localhost"}:
            raise ValueError("A mailbox's login needs security starttls or tls.")


@dataclass(frozen=True, slots=True)
class Told:
    """What the server says of a message before it is fetched; size in bytes."""

    size: int
    received_at: datetime | None


class Mailbox:
    """An open folder. Every method raises OutboundFailed when the server does not do its part."""

    def __init__(self, client: imaplib.IMAP4, validity: int, uids: list[int]) -> None:
        self._client = client
        self.validity = validity
        self.uids = uids

    async def told(self, uid: int) -> Told:
        data = await self._uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")
        line = b" ".join(each if isinstance(each, bytes) else each[0] for each in data if each)
        size = _SIZE.search(line)
        if size is None:
            raise OutboundFailed("The mail server did not say how large a message is.")
        return Told(int(size[1]), _received(line))

    async def fetch(self, uid: int) -> bytes:
        """The whole message; it stays unread."""
        for each in await self._uid("FETCH", str(uid), "(BODY.PEEK[])"):
            if isinstance(each, tuple):
                return bytes(each[1])
        raise OutboundFailed("The mail server did not give the message.")

    async def finish(self, uid: int, folder: str | None) -> None:
        """Out of the way: moved to the folder, or marked read where there is none."""
        if folder is None:
            await self._uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
        elif "MOVE" in self._client.capabilities:
            await self._uid("MOVE", str(uid), _quoted(folder))
        else:
            await self._uid("COPY", str(uid), _quoted(folder))
            await self._uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
            await _threaded(self._client.expunge)

    async def flag(self, uid: int) -> None:
        """For a person to look at there."""
        await self._uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen \Flagged)")

    async def close(self) -> None:
        """Log out; a server that is gone already is no trouble."""
        try:
            await _threaded(self._client.logout)
        except OutboundFailed:
            await asyncio.to_thread(self._client.shutdown)

    async def _uid(self, *words: str) -> list[Any]:
        kind, data = await _threaded(self._client.uid, *words)
        if kind != "OK":
            raise OutboundFailed(f"The mail server refused {words[0]}.")
        return list(data)


async def opened(
    rule: AddressRule, login: Login, folder: str, *, unread: bool, tls: ssl.SSLContext | None = None
) -> Mailbox:
    """Log in and open the folder; `unread` lists only what nobody has read. Raises AddressRefused,
    OutboundFailed."""
    address, *_ = await rule.addresses(login.host, login.port)
    client = await _threaded(_connected, login, address, tls or ssl.create_default_context())
    try:
        await _threaded(_signed_in, client, login)
        which = "UNSEEN" if unread else "ALL"
        found: Mailbox = await _threaded(_selected, client, folder, which)
    except OutboundFailed:
        await asyncio.to_thread(client.shutdown)
        raise
    return found


class _Bounded(imaplib.IMAP4):
    """Connects to the address that was checked and believes no literal of any size."""

    def __init__(self, address: str, host: str, port: int) -> None:
        self._address = address
        super().__init__(host, port, SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return socket.create_connection((self._address, self.port), timeout)

    def read(self, size: int) -> bytes:
        if size > _LONGEST_LITERAL:
            raise imaplib.IMAP4.abort("a literal larger than any mail")
        return super().read(size)


class _BoundedTls(_Bounded):
    def __init__(self, address: str, host: str, port: int, tls: ssl.SSLContext) -> None:
        self._tls = tls
        super().__init__(address, host, port)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._tls.wrap_socket(super()._create_socket(timeout), server_hostname=self.host)


def _connected(login: Login, address: str, tls: ssl.SSLContext) -> imaplib.IMAP4:
    if login.security == "tls":
        return _BoundedTls(address, login.host, login.port, tls)
    client = _Bounded(address, login.host, login.port)
    if login.security == "starttls":
        client.starttls(tls)
    return client


def _signed_in(client: imaplib.IMAP4, login: Login) -> None:
    if login.token is not None:
        said = oauth.xoauth2(login.username, login.token)
        client.authenticate("XOAUTH2", lambda _: said)
    else:
        client.login(login.username, login.password or "")


def _selected(client: imaplib.IMAP4, folder: str, which: str) -> Mailbox:
    kind, _ = client.select(_quoted(folder))
    if kind != "OK":
        raise imaplib.IMAP4.error(f"no folder {folder}")
    validity = client.response("UIDVALIDITY")[1][0]
    kind, found = client.uid("SEARCH", which)
    if kind != "OK" or validity is None:
        raise imaplib.IMAP4.error("no list of messages")
    uids = [int(each) for each in (found[0] or b"").split()]
    return Mailbox(client, int(validity), sorted(uids))


def _received(line: bytes) -> datetime | None:
    """When the mailbox got it, aware, None when the server does not say it as a date."""
    found = re.search(rb'INTERNALDATE "([^"]{10,40})"', line)
    if found is None:
        return None
    try:
        stamp = datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None
    return stamp.astimezone(UTC)


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


async def _threaded(step: Any, *words: Any) -> Any:
    """One step of the blocking client. Raises OutboundFailed for whatever a server may do."""
    try:
        return await asyncio.to_thread(step, *words)
    except imaplib.IMAP4.error as problem:
        raise OutboundFailed(f"The mail server said no: {str(problem)[:200]}") from problem
    except (OSError, ValueError, EOFError) as problem:
        raise OutboundFailed("The mail server could not be reached.") from problem
