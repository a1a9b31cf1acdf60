"""The one way out: whatever leaves this installation leaves through here.

Mail, webhooks, connectors and payment providers alike are checked against reaching inside our own
network, bounded in time and size, and carry an identity that was fixed before the first try.
Never call it inside a transaction. No other module opens a connection to the outside.
"""

import ssl
from types import TracebackType
from typing import Self

from underpin.kernel import mail_compose, metrics
from underpin.kernel.outbound_address import PUBLIC_ONLY, AddressRefused, AddressRule
from underpin.kernel.outbound_http import (
    USUAL,
    AnswerTooLarge,
    HttpAnswer,
    HttpCall,
    HttpOut,
    Limits,
    OutboundFailed,
)
from underpin.kernel.outbound_smtp import Handed, MailRefused, RefusedRecipient, Relay, SmtpOut

__all__ = [
    "AddressRefused",
    "AddressRule",
    "AnswerTooLarge",
    "Handed",
    "HttpAnswer",
    "HttpCall",
    "Limits",
    "MailRefused",
    "Outbound",
    "OutboundFailed",
    "RefusedRecipient",
    "Relay",
]


class Outbound:
    """One per process and event loop, used as an async context."""

    def __init__(
        self,
        rule: AddressRule = PUBLIC_ONLY,
        *,
        limits: Limits = USUAL,
        ehlo_name: str = "localhost",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._http = HttpOut(rule, limits, tls)
        self._smtp = SmtpOut(rule, ehlo_name=ehlo_name, seconds=limits.seconds, tls=tls)

    async def call(self, call: HttpCall) -> HttpAnswer:
        """One HTTP exchange; any status is an answer. Raises AddressRefused, OutboundFailed."""
        with metrics.counted(metrics.outbound, "http"):
            return await self._http.call(call)

    async def send_mail(self, relay: Relay, mail: mail_compose.OutgoingMail) -> Handed:
        """Hand one mail to the relay. Raises MailUnsendable, MailRefused, AddressRefused,
        OutboundFailed."""
        with metrics.counted(metrics.outbound, "smtp"):
            return await self._smtp.send(relay, mail)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()
