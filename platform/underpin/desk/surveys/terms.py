"""How often a client's people are asked, for how long they may change their mind, and whether
agents read what colleagues were told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.desk.terms.ranged import Ranged
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read, write


@dataclass(frozen=True, slots=True)
class Terms:
    """Nobody is asked by mail where `asks` is false, and nobody twice within `every_days`. An
    answer may be changed for `changeable_days`; one of `low` or less is told to who leads (0:
    none is)."""

    asks: bool = True
    every_days: int = 14
    changeable_days: int = 7
    low: int = 2


KEPT: Final = Ranged(
    "survey_terms",
    Terms(),
    {"every_days": range(366), "changeable_days": range(91), "low": range(5)},
)


SEE_ALL: Final = "SELECT agents_see_all FROM survey_setting WHERE id = 1"


async def of(tenant: int) -> Terms:
    return await KEPT.of(tenant)


@read("survey.read", STAFF)
async def of_client(act: Act, tenant: int) -> Terms:
    return await KEPT.of(tenant)


@write("survey.write", STAFF)
async def agree(act: Act, terms: Terms) -> Terms:
    """From now on. Raises Malformed naming what is out of its range."""
    return await KEPT.keep(act, terms)


@write("survey.write", STAFF)
async def to_default(act: Act) -> Terms:
    """What holds for every client holds for this one again, from now on; returns it."""
    return await KEPT.drop(act)


@provide("survey.write")
async def let_agents_see_all(act: Act, allowed: bool) -> bool:
    """Whether agents read what was said of colleagues; unless it was said so, they read their own
    alone."""
    await db.put("survey_setting", {"id": 1}, {"agents_see_all": allowed})
    return allowed


@read("survey.read", STAFF)
async def agents_see_all(act: Act) -> bool:
    return bool(await db.value(SEE_ALL))


async def sees_all(act: Act) -> bool:
    """Whether who asks reads what was said of everybody."""
    if act.principal.may("survey.write"):
        return True
    return bool(await db.value(SEE_ALL))
