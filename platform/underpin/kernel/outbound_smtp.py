"""Mail to the outside, over SMTP to a relay whose address was checked."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

import aiosmtplib

from underpin.kernel import errors, mail_compose
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.outbound_http import OutboundFailed

Security = Literal["none", "starttls", "tls"]


class MailRefused(errors.Problem):
    """The relay will never take this mail for anybody: do not try again, tell a person."""

    code = "mail-refused"


@dataclass(frozen=True, slots=True)
class Relay:
    """A mail server that takes our mail. Raises ValueError for a login that would be sent
    in the clear."""

    host: str
    port: int
    security: Security = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    """An OAuth access token, said instead of a password (XOAUTH2)."""

    def __post_init__(self) -> None:
        if self.security == "none" and self.username is not None:
            raise ValueError("A relay with a login needs security starttls or tls.")


@dataclass(frozen=True, slots=True)
class RefusedRecipient:
    """One recipient the relay did not take, while it took others."""

    address: str
    code: int
    answer: str


@dataclass(frozen=True, slots=True)
class Handed:
    """The relay has the mail: its answer to it, and whom it left out."""

    answer: str
    refused: tuple[RefusedRecipient, ...] = ()


class SmtpOut:
    """Hands mails to relays, each over a connection of its own."""

    def __init__(
        self, rule: AddressRule, *, ehlo_name: str, seconds: int, tls: ssl.SSLContext | None
    ) -> None:
        self._rule = rule
        self._ehlo_name = ehlo_name
        self._seconds = seconds
        self._tls = tls

    async def send(self, relay: Relay, mail: mail_compose.OutgoingMail) -> Handed:
        """Raises MailUnsendable before anything is sent; MailRefused when the relay says never;
        OutboundFailed when it is to be tried again (a wrong login too: that is ours to mend)."""
        sender, recipients = mail_compose.envelope(mail)
        raw = mail_compose.as_bytes(mail)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._hand(relay, sender, recipients, raw)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _verdict([each.code for each in error.recipients]) from error
        except aiosmtplib.SMTPAuthenticationError as error:
            raise OutboundFailed("The mail relay refuses our login: correct it.") from error
        except aiosmtplib.SMTPResponseException as error:
            raise _verdict([error.code]) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise OutboundFailed("The mail relay could not be reached.") from error

    async def _hand(
        self, relay: Relay, sender: str, recipients: tuple[str, ...], raw: bytes
    ) -> Handed:
        connection = await self._connected(relay)
        client = aiosmtplib.SMTP(
            hostname=relay.host,
            sock=connection,
            use_tls=relay.security == "tls",
            start_tls=relay.security == "starttls",
            tls_context=self._tls,
            username=relay.username,
            password=relay.password,
            oauth_token_generator=_saying(relay.token),
            local_hostname=self._ehlo_name,
            timeout=self._seconds,
        )
        try:
            async with client:
                refused, answer = await client.sendmail(sender, recipients, raw)
        finally:
            connection.close()
        return Handed(answer, tuple(RefusedRecipient(to, *said) for to, said in refused.items()))

    async def _connected(self, relay: Relay) -> socket.socket:
        *others, last = await self._rule.addresses(relay.host, relay.port)
        for address in others:
            try:
                return await _connect(address, relay.port)
            except OSError:
                continue
        return await _connect(last, relay.port)


def _saying(token: str | None) -> Callable[[], Awaitable[str]] | None:
    if token is None:
        return None

    async def say() -> str:
        return token

    return say


async def _connect(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(connection, (address, port))
    except BaseException:
        connection.close()
        raise
    return connection


def _verdict(codes: list[int]) -> MailRefused | OutboundFailed:
    """5xx is for good, 4xx for now (RFC 5321, 4.2.1); one of them for now keeps the mail alive."""
    if codes and all(code >= 500 for code in codes):
        return MailRefused(f"The mail relay refuses this mail for good ({codes[0]}).")
    return OutboundFailed("The mail relay does not take this mail at the moment.")
