"""What the pages of incoming mail need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants import company
from tenants.company import Company
from underpin.desk.mail.arriving import waiting
from underpin.desk.mail.arriving.waiting import Waiting, Words
from underpin.desk.mail.triage import triage_inbox
from underpin.desk.mail.triage.triage_inbox import Text
from underpin.desk.mail.triage.triage_inbox import Waiting as Nobodys
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Triage:
    """`mail` is the opened one, the first where none was asked for."""

    waiting: Sequence[Nobodys]
    mail: Text | None
    clients: Sequence[Company]
    now: datetime


@read("triage.read", STAFF)
async def triage(act: Act, mail_id: UUID | None, after: UUID | None) -> Triage:
    """Raises NotFound for a mail that does not wait."""
    found = await triage_inbox.waiting(act, after)
    chosen = mail_id or (found[0].id if found else None)
    mail = await triage_inbox.one(act, chosen) if chosen else None
    return Triage(found, mail, await company.companies(act), act.now)


@dataclass(frozen=True, slots=True)
class Held:
    """`opened` is one of `waiting`, and `words` are its own."""

    waiting: Sequence[Waiting]
    opened: Waiting | None
    words: Words | None
    now: datetime


@read("ticket.work", STAFF)
async def held(act: Act, mail_id: UUID | None, after: UUID | None) -> Held:
    """One that waits no more is not opened: somebody was faster."""
    found = await waiting.everywhere(act, after)
    named = next((each for each in found if each.id == mail_id), None)
    opened = named or (found[0] if found and mail_id is None else None)
    if opened is None:
        return Held(found, None, None, act.now)
    words = await waiting.one(act, act.principal.tenants[opened.client], opened.id)
    return Held(found, opened, words, act.now)
