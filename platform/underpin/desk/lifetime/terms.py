"""How long a client's tickets stay open to a last word, and when they close by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from underpin.desk.terms.ranged import Ranged
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Terms:
    """A resolved ticket closes after so many days, never where 0. What the client writes on one
    that is done waits so many minutes for somebody to look at it, and later than so many days
    opens a ticket of its own. Closing for silence takes so many reminders (PRACTICE 13, 17)."""

    close_after_days: int = 5
    reopens_within_days: int = 14
    look_within_minutes: int = 240
    reminders: int = 2

    @property
    def close_after(self) -> timedelta | None:
        return timedelta(days=self.close_after_days) if self.close_after_days else None

    @property
    def reopens_within(self) -> timedelta:
        return timedelta(days=self.reopens_within_days)

    @property
    def look_within(self) -> timedelta:
        return timedelta(minutes=self.look_within_minutes)


KEPT: Final = Ranged(
    "ticket_terms",
    Terms(),
    {
        "close_after_days": range(91),
        "reopens_within_days": range(366),
        "look_within_minutes": range(15, 10081),
        "reminders": range(1, 6),
    },
)


async def of(tenant: int) -> Terms:
    return await KEPT.of(tenant)


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Terms:
    return await KEPT.of(tenant)


@write("contract.write", STAFF)
async def agree(act: Act, terms: Terms) -> Terms:
    """From now on. Raises Malformed naming what is out of its range."""
    return await KEPT.keep(act, terms)


@write("contract.write", STAFF)
async def to_default(act: Act) -> Terms:
    """What holds for every client holds for this one again, from now on; returns it."""
    return await KEPT.drop(act)
