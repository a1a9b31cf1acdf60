"""The demo's teams, and the rota of those who are called at night and at weekends."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from tenants import teams
from underpin.demo import companies
from underpin.demo.companies import Persona
from underpin.desk.on_call import rotas
from underpin.desk.on_call.duty import Hours, Rota
from underpin.kernel import verb

ZONE: Final = "Europe/Berlin"
SERVICE_DESK: Final = "Service desk"
ON_CALL: Final = "On call"
MEMBERS: Final[dict[str, tuple[int | None, tuple[Persona, ...]]]] = {
    SERVICE_DESK: (1, (companies.ADA, companies.LENA)),
    ON_CALL: (None, (companies.BEN, companies.CHEN, companies.LENA)),
}
NIGHTS: Final = tuple(
    each for day in range(5) for each in (Hours(day, 0, 8 * 60), Hours(day, 18 * 60, 24 * 60))
)
WEEKEND: Final = (Hours(5, 0, 24 * 60), Hours(6, 0, 24 * 60))


async def gather(now: datetime) -> None:
    """Once: a team that is there already is left as it is."""
    admin = companies.OLIVIA.principal({})
    known = {each.name for each in await verb.perform(teams.all_of_them, admin)}
    for name, (tier, people) in MEMBERS.items():
        if name in known:
            continue
        made = await verb.perform(teams.found, admin, name, tier, source="demo")
        chosen = [each.id for each in people]
        await verb.perform(teams.change, admin, made.id, name, tier, chosen, source="demo")
        if name == ON_CALL:
            turns = _turns(now, tuple(chosen))
            await verb.perform(rotas.establish, admin, made.id, turns, source="demo")


def _turns(now: datetime, people: tuple[UUID, ...]) -> Rota:
    today = now.astimezone(ZoneInfo(ZONE)).date()
    monday = today - timedelta(days=today.weekday() + 14)
    return Rota(ZONE, monday, time(8), people, (*NIGHTS, *WEEKEND))
