"""Client companies: opened once, named uniquely, seen by who is assigned."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tenants import company
from tenants.company import NameTaken, NewCompany
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import World, again
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.principal import worker

TENANTS = "SELECT count(*) FROM tenant"


async def test_a_company_is_opened_and_its_opener_assigned(world: World) -> None:
    person = await deeds.recruit(world, job="provider_admin")
    new = NewCompany(f"dune-{world.acme.id}", f"DUNE{world.acme.id}", "Dune", "Asia/Kathmandu")
    opened = await verb.begin(company.open_company, person.principal, new)
    assert (opened.key, opened.time_zone, opened.currency) == (new.key, "Asia/Kathmandu", "EUR")
    listed = await verb.perform(company.companies, (await again(person)).principal)
    assert listed == [opened]
    assert opened not in await verb.perform(company.companies, world.admin.principal)


async def test_a_company_can_be_opened_at_a_time_of_its_own(world: World) -> None:
    then = datetime(2016, 2, 29, 8, tzinfo=UTC)
    key = f"PAST{world.acme.id}"
    new = NewCompany(key.lower(), key, "Past", simulated_now=then)
    opened = await verb.begin(company.open_company, worker(0), new)
    async with db.open(Work(opened.id)):
        assert await db.now() == then


@pytest.mark.parametrize("taken", ["slug", "key"])
async def test_a_name_is_taken_once(world: World, database: Database, taken: str) -> None:
    before = await deeds.told(database, TENANTS)
    slug = world.acme.slug if taken == "slug" else "another"
    key = world.acme.key if taken == "key" else "ANOTHER"
    with pytest.raises(NameTaken):
        await verb.begin(company.open_company, world.admin.principal, NewCompany(slug, key, "X"))
    assert await deeds.told(database, TENANTS) == before


@pytest.mark.parametrize(
    "new",
    [
        NewCompany("Bad Slug", "GOOD", "X"),
        NewCompany("good", "bad", "X"),
        NewCompany("good", "GOOD", " "),
        NewCompany("good", "GOOD", "X" * 201),
        NewCompany("good", "GOOD", "X", time_zone="Middle/Earth"),
        NewCompany("good", "GOOD", "X", time_zone="../../etc/passwd"),
        NewCompany("good", "GOOD", "X", currency="euro"),
        NewCompany("good", "GOOD", "X", locale="tlh"),
    ],
    ids=str,
)
async def test_what_is_malformed_opens_nothing(
    world: World, database: Database, new: NewCompany
) -> None:
    before = await deeds.told(database, TENANTS)
    with pytest.raises(Malformed):
        await verb.begin(company.open_company, world.admin.principal, new)
    assert await deeds.told(database, TENANTS) == before


async def test_only_admins_open_companies(world: World, database: Database) -> None:
    before = await deeds.told(database, TENANTS)
    for person in (world.agent, world.manager, world.acme.admin):
        with pytest.raises(Forbidden):
            await verb.begin(
                company.open_company, person.principal, NewCompany("good", "GOOD", "X")
            )
    assert await deeds.told(database, TENANTS) == before


class Killed(BaseException):
    """The process ended here."""


ASSIGNED = "SELECT count(*) FROM assignment WHERE tenant_id = $1"
UNDER_WAY = "SELECT count(*) FROM company_opening WHERE slug = $1"
SLUG = "SELECT count(*) FROM tenant WHERE slug = $1"
ENTRIES = "SELECT count(*) FROM audit WHERE tenant_id = $1"


@pytest.mark.parametrize(("step", "name"), [("_written", "early"), ("_finish", "late")])
async def test_an_opening_that_broke_off_goes_on_from_there(
    world: World, database: Database, step: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, admin = _new(world, name), world.admin.principal
    with monkeypatch.context() as killing:
        killing.setattr(company, step, _killed)
        with pytest.raises(Killed):
            await verb.begin(company.open_company, admin, new)
    assert await deeds.told(database, UNDER_WAY, new.slug) == 1
    opened = await verb.begin(company.open_company, admin, new)
    assert await deeds.told(database, SLUG, new.slug) == 1
    for question in (ASSIGNED, ENTRIES):
        assert await deeds.told(database, question, opened.id) == 1, question
    assert await deeds.told(database, UNDER_WAY, new.slug) == 0
    with pytest.raises(NameTaken):
        await verb.begin(company.open_company, admin, new)
    assert await deeds.told(database, ASSIGNED, opened.id) == 1


async def test_it_is_not_taken_over_with_other_words(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, admin = _new(world, "other"), world.admin.principal
    with monkeypatch.context() as killing:
        killing.setattr(company, "_finish", _killed)
        with pytest.raises(Killed):
            await verb.begin(company.open_company, admin, new)
    with pytest.raises(NameTaken):
        await verb.begin(company.open_company, admin, replace(new, name="Another"))
    assert await deeds.told(database, "SELECT name FROM tenant WHERE slug = $1", new.slug) == "New"
    opened = await verb.begin(company.open_company, admin, new)
    assert await deeds.told(database, ASSIGNED, opened.id) == 1


async def test_of_two_who_open_it_at_once_one_does(world: World, database: Database) -> None:
    new, admin = _new(world, "twice"), world.admin.principal
    both = (verb.begin(company.open_company, admin, new) for _ in range(2))
    told = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in told) == ["Company", "NameTaken"]
    assert await deeds.told(database, SLUG, new.slug) == 1
    assert await deeds.told(database, UNDER_WAY, new.slug) == 0


def _new(world: World, what: str) -> NewCompany:
    key = f"{what[:4].upper()}{world.acme.id}"
    return NewCompany(f"{what}-{world.acme.id}", key, "New")


async def _killed(*_: object) -> None:
    raise Killed
