"""How long a client's tickets stay open to a last word, and when they close by themselves."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import timedelta

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

LIMITS = {
    "close_after_days": range(91),
    "reopens_within_days": range(366),
    "look_within_minutes": range(15, 10081),
    "reminders": range(1, 6),
}


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


async def of(tenant: int) -> Terms:
    row = await db.row(f"SELECT {', '.join(LIMITS)} FROM ticket_terms WHERE tenant_id = $1", tenant)
    return Terms(**row) if row else Terms()


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Terms:
    return await of(tenant)


@write("contract.write", STAFF)
async def agree(act: Act, terms: Terms) -> Terms:
    """From now on. Raises Malformed naming what is out of its range."""
    for name, allowed in LIMITS.items():
        if getattr(terms, name) not in allowed:
            raise Malformed(f"{name}: {allowed.start} to {allowed.stop - 1}.", field=name)
    await db.execute(
        f"INSERT INTO ticket_terms (tenant_id, {', '.join(LIMITS)}) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (tenant_id) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in LIMITS),
        *(act.tenant_id, *astuple(terms)),
    )
    return terms
