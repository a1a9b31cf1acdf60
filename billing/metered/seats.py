"""A client's seats: the people on the list that its admin confirmed, from a day on (PRACTICE 33).
What is counted is the list; who writes mails or tickets is on none by that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final
from uuid import UUID

from billing.metered import ledger, ledger_keeping, meter, metering
from billing.metered.ledger import UsageEvent
from billing.prepaid import drawing
from contracts import instant
from contracts.calendars import zone
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

MOST: Final = 10_000
PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class SeatList:
    """The `number`th list for that day; the last one counts."""

    from_day: date
    number: int
    people: list[UUID]
    confirmed_by: UUID
    confirmed_at: datetime


BEFORE: Final = """
SELECT coalesce(max(number), 0) FROM seat_list WHERE tenant_id = $1 AND from_day = $2
"""
STRANGERS: Final = """
SELECT u.id FROM unnest($2::uuid[]) AS u(id)
WHERE NOT EXISTS (SELECT FROM person p WHERE p.tenant_id = $1 AND p.id = u.id
                  AND p.state = 'active') LIMIT 1
"""
WRITE: Final = """
INSERT INTO seat_list (tenant_id, id, from_day, number, people, confirmed_by, confirmed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
LISTED: Final = f"""
SELECT DISTINCT ON (from_day) from_day, number, people, confirmed_by, confirmed_at FROM seat_list
WHERE tenant_id = $1 AND ($2::date IS NULL OR from_day < $2)
ORDER BY from_day DESC, number DESC LIMIT {PAGE}
"""


@write("seats.confirm", MEMBER)
async def confirm(act: Act, from_day: date, people: Sequence[UUID]) -> SeatList:
    """These people have a seat from that day on, until another list holds; the same day again
    replaces its list. From the first of this month on. Raises Malformed naming who is unknown."""
    listed = sorted(set(people))
    if len(listed) > MOST:
        raise Malformed(f"people: at most {MOST}.", field="people")
    here = zone.named(await db.value("SELECT time_zone FROM tenant WHERE id = $1", act.tenant_id))
    if from_day < act.now.astimezone(here).date().replace(day=1):
        raise Malformed("from_day: of this month, or later.", field="from_day")
    stranger = await db.value(STRANGERS, act.tenant_id, listed)
    if stranger is not None:
        raise Malformed(f"people: {stranger} is no active person of yours.", field="people")
    # two lists for a client are one after the other
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('seats'), $1)", act.tenant_id)
    before: int = await db.value(BEFORE, act.tenant_id, from_day)
    made = SeatList(from_day, before + 1, listed, act.person_id, act.now)
    words = (act.tenant_id, ids.new(), from_day, made.number, listed, act.person_id, act.now)
    await db.execute(WRITE, *words)
    starts = instant.of(datetime.combine(from_day, time(), here))
    await _count(act, made, starts)
    return made


async def _count(act: Act, of: SeatList, starts: int) -> None:
    """The level from the client's midnight; an earlier list for the day is taken back."""
    entries = []
    if of.number > 1:
        old = await ledger_keeping.one(
            act.tenant_id, metering.SOURCE, _name(of.from_day, of.number - 1)
        )
        assert old is not None, "each list was counted as it was confirmed"  # noqa: S101
        entries.append(ledger.reversal(old, f"replaced: {old.event_id}"))
    entries.append(
        UsageEvent(
            tenant_id=act.principal.own_tenant,
            source=metering.SOURCE,
            event_id=_name(of.from_day, of.number),
            meter=meter.SEATS.key,
            quantity=Decimal(len(of.people)),
            happened_at=starts,
        )
    )
    await drawing.follow(act, await ledger_keeping.store(act, entries))


def _name(day: date, number: int) -> str:
    return f"seats:{day}:{number}"


@read("terms.read", STAFF, MEMBER)
async def of_client(act: Act, tenant: int, before: date | None = None) -> list[SeatList]:
    """The list that counts of each day, the latest first, a hundred at a time. Raises NotFound for
    another's."""
    act.only_own(tenant)
    return [SeatList(**row) for row in await db.rows(LISTED, tenant, before)]
