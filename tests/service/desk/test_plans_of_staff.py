"""Whatever staff read across their clients, by reflection: over 20,000 tickets none of it tests the
staff's policy row by row, where each row would parse the list of clients anew."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

import underpin.console.routes
from benchmarks import loading
from tenants import role
from tests.conftest import Database
from tests.service.desk import loaded
from tests.service.desk.loaded import Ground
from tests.service.desk.plan import Plan
from tests.service.desk.test_plans import LARGE_TABLES
from underpin import app
from underpin.kernel import verb
from underpin.kernel.embedded import postgres
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import Mode, Verb

assert underpin.console.routes
assert app  # all rooms' verbs are declared once it is there
KNOWN: dict[str, Any] = {"tenant": loading.PATTERN}
ONE_CLIENTS = {"tenants.seal.verify"}
"""Asked in one client's scope, named beside the words."""


@pytest_asyncio.fixture(scope="module")
async def ground(server: postgres.Postgres, database: Database) -> AsyncIterator[Ground]:
    async with loaded.beside(server) as found:
        yield found


def lists() -> dict[str, tuple[Any, ...]]:
    """Each reading verb of staff that needs no more than a client to be asked, with its words."""
    found = {}
    for name, each in verb.REGISTRY.items():
        if each.mode is not Mode.READ or STAFF not in each.audiences or name.startswith("tests."):
            continue
        asked = [
            said.name
            for said in list(inspect.signature(each.run).parameters.values())[1:]
            if said.default is inspect.Parameter.empty
        ]
        if set(asked) <= KNOWN.keys():
            found[name] = tuple(KNOWN[said] for said in asked)
    return found


LISTS = lists()


@pytest.mark.parametrize("name", sorted(LISTS))
async def test_no_policy_is_tested_row_by_row(ground: Ground, name: str) -> None:
    wanted: Verb[Any, Any] = verb.REGISTRY[name]
    who = ground.loaded.all.principal
    able = Principal(
        who.audience,
        who.person_id,
        role.SELF.union(*role.STAFF.values()),
        who.tenants,
        tier=who.tier,
    )
    try:
        about = {"tenant": loading.PATTERN} if name in ONE_CLIENTS else {}
        transaction = await loaded.said(wanted, able, *LISTS[name], **about)
    except NotFound:
        return  # it read what it needed to know that there is nothing
    for found in await ground.plans(transaction):
        assert _row_by_row(found) == []


def _row_by_row(found: Plan) -> list[str]:
    return [
        f"{node['Relation Name']}: {node['Filter']}"
        for node in found.nodes
        if node.get("Relation Name") in LARGE_TABLES and "current_setting" in node.get("Filter", "")
    ]


def test_the_lists_are_there() -> None:
    """The test above would pass over nothing."""
    assert len(LISTS) > 10
    wanted = {"the_list.page", "counting.counts", "set_aside.waiting"}
    assert wanted <= {name.split(".", 2)[-1] for name in LISTS}
