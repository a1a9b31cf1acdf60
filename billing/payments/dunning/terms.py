"""How often cards are tried again, as the provider set it: one schedule for each way to collect."""

from __future__ import annotations

from dataclasses import dataclass

from billing.payments.dunning import schedule
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

PROVIDER = "stripe"


@dataclass(frozen=True, slots=True)
class Terms:
    """Days to wait after each declined try; after the last no other follows."""

    days: list[int]


@read("payment_event.read", STAFF)
async def of_cards(act: Act) -> Terms:
    return Terms(await current())


@provide("card_schedule.write")
async def set_days(act: Act, days: list[int]) -> Terms:
    """For what is declined from now on. Raises Malformed."""
    if not schedule.is_sane(days):
        raise Malformed(
            f"days: at most {schedule.MOST_TRIES} waits, each 1 to {schedule.LONGEST_WAIT} days.",
            field="days",
        )
    await db.execute(
        "INSERT INTO card_schedule (provider, days, set_by, set_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (provider) DO UPDATE "
        "SET days = excluded.days, set_by = excluded.set_by, set_at = excluded.set_at",
        *(PROVIDER, days, act.person_id, act.now),
    )
    return Terms(days)


async def current() -> list[int]:
    found = await db.value("SELECT days FROM card_schedule WHERE provider = $1", PROVIDER)
    return list(schedule.USUAL if found is None else found)
