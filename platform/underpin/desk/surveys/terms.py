"""How often a client's people are asked, for how long they may change their mind, and whether
agents read what colleagues were told."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read, write

LIMITS: Final = {
    "every_days": range(366),
    "changeable_days": range(91),
    "low": range(5),
}
COLUMNS: Final = "asks, every_days, changeable_days, low"


@dataclass(frozen=True, slots=True)
class Terms:
    """Nobody is asked by mail where `asks` is false, and nobody twice within `every_days`. An
    answer may be changed for `changeable_days`; one of `low` or less is told to who leads (0:
    none is)."""

    asks: bool = True
    every_days: int = 14
    changeable_days: int = 7
    low: int = 2


async def of(tenant: int) -> Terms:
    row = await db.row(f"SELECT {COLUMNS} FROM survey_terms WHERE tenant_id = $1", tenant)
    return Terms(**row) if row else Terms()


@read("survey.read", STAFF)
async def of_client(act: Act, tenant: int) -> Terms:
    return await of(tenant)


@write("survey.write", STAFF)
async def agree(act: Act, terms: Terms) -> Terms:
    """From now on. Raises Malformed naming what is out of its range."""
    for name, allowed in LIMITS.items():
        if getattr(terms, name) not in allowed:
            raise Malformed(f"{name}: {allowed.start} to {allowed.stop - 1}.", field=name)
    await db.execute(
        f"INSERT INTO survey_terms (tenant_id, {COLUMNS}) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (tenant_id) DO UPDATE SET asks = excluded.asks, "
        + ", ".join(f"{name} = excluded.{name}" for name in LIMITS),
        *(act.tenant_id, *astuple(terms)),
    )
    return terms


@provide("survey.write")
async def let_agents_see_all(act: Act, allowed: bool) -> bool:
    """Whether agents read what was said of colleagues; unless it was said so, they read their own
    alone."""
    await db.execute(
        "INSERT INTO survey_setting (id, agents_see_all) VALUES (1, $1) "
        "ON CONFLICT (id) DO UPDATE SET agents_see_all = excluded.agents_see_all",
        allowed,
    )
    return allowed


async def sees_all(act: Act) -> bool:
    """Whether who asks reads what was said of everybody."""
    if act.principal.may("survey.write"):
        return True
    return bool(await db.value("SELECT agents_see_all FROM survey_setting WHERE id = 1"))
