"""A mail as it reached us, before anybody has read it: its bytes and how it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from underpin.kernel.mail_read import Glance


@dataclass(frozen=True, slots=True)
class Came:
    """By which way. `authserv_id`: whose Authentication-Results are believed, None for nobody's.
    `received_at`: when a mailbox got it, None for now. `client`: whose mailbox it was."""

    authserv_id: str | None = None
    received_at: datetime | None = None
    client: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """`recipients` are those of the envelope, in lower case; `envelope_from` is empty for the null
    sender."""

    envelope_from: str
    recipients: tuple[str, ...]
    raw: bytes = field(repr=False)
    glance: Glance
    came: Came = Came()
