"""A month's compliance, explained as its own scopes over 20,000 tickets: the clocks are found by an
index range over what was decided in it, and no table is read whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from benchmarks import loading
from contracts.compliance.counted import compliance, later_due
from tenants import role
from tests.conftest import Database
from tests.service.desk import loaded
from tests.service.desk.loaded import Ground
from underpin.kernel.embedded import postgres
from underpin.kernel.principal import STAFF, Audience, Principal

LARGE = {"clock", "clock_event", "event", "ticket"}
TENANT = loading.PATTERN


@pytest_asyncio.fixture(scope="module")
async def ground(server: postgres.Postgres, database: Database) -> AsyncIterator[Ground]:
    async with loaded.beside(server) as found:
        yield found


def lead(ground: Ground) -> Principal:
    held = role.capabilities(STAFF, ["service_lead"])
    key = loading.key(TENANT)
    return Principal(Audience.STAFF, ground.loaded.all.principal.person_id, held, {key: TENANT})


@pytest.mark.parametrize("wanted", [compliance.of_month, compliance.misses])
async def test_a_month_is_an_index_range(ground: Ground, wanted: object) -> None:
    year, month = datetime.now(UTC).year, datetime.now(UTC).month
    transaction = await loaded.said(wanted, lead(ground), TENANT, year, month, tenant=TENANT)
    plans = await ground.plans(transaction)
    counting = [found for found in plans if "clock_decided" in found.indexes]
    assert len(counting) >= 2, [found.indexes for found in plans]
    for found in plans:
        assert not found.read_whole & LARGE
        assert not [each for each in found.filters if "current_setting" in each]
        ranges = [
            node["Index Cond"]
            for node in found.nodes
            if node.get("Index Name") == "clock_decided" and "IS NULL" not in node["Index Cond"]
        ]
        assert all("decided_at >=" in each and "decided_at <" in each for each in ranges)


async def test_what_moved_a_due_time_later_is_found_by_its_own_index(ground: Ground) -> None:
    transaction = await loaded.said(later_due.of_tenant, lead(ground), TENANT, tenant=TENANT)
    plans = await ground.plans(transaction)
    assert [found for found in plans if "event_later_due" in found.indexes]
    for found in plans:
        assert not found.read_whole & LARGE
        assert not [each for each in found.filters if "current_setting" in each]
