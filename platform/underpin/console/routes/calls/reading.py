"""What the page of calls needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tenants import company, people
from tenants.company import Company
from tenants.people import Person
from underpin.desk.phone import ringing_now
from underpin.desk.phone.ringing_now import Caller, Ringing
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Calls:
    """`people` are those of the chosen client, empty before one is chosen."""

    ringing: Sequence[Ringing]
    clients: Sequence[Company]
    people: Sequence[Person]
    callers: Sequence[Caller]
    now: datetime


@read("ticket.work", STAFF)
async def calls(act: Act, client: int | None, number: str) -> Calls:
    chosen = client if client in act.principal.tenant_ids else None
    return Calls(
        await ringing_now.everywhere(act),
        await company.companies(act),
        await people.members(act, chosen) if chosen is not None else (),
        await ringing_now.callers(act, number),
        act.now,
    )
