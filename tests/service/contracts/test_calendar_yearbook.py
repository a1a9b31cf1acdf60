"""Holidays that a later release knows otherwise become a proposed version, once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from contracts.calendars import (
    calendar_ahead,
    calendar_refresh,
    calendar_yearbook,
    calendars,
    holiday,
)
from contracts.calendars.calendars import CalendarVersion
from contracts.calendars.holiday import Holiday
from tests.conftest import Database
from tests.service.contracts import party
from tests.service.contracts.party import Party
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound

tenants: Iterator[int] = itertools.count(9301)
OFFICE = {
    "time_zone": "Europe/Berlin",
    "week": {"mon": [["09:00", "17:00"]]},
    "public_holidays": {
        "country": "DE", "subdivision": "BE", "first_year": 2026, "last_year": 2026,
    },
}  # fmt: skip
NEW_DAY = Holiday(date(2026, 6, 15), "Tag der Netze")


@pytest.fixture
async def client(scopes: Database) -> Party:
    tenant = next(tenants)
    client = await party.of(tenant)
    async with db.open(Work(tenant)):
        await db.execute("UPDATE tenant SET simulated_now = NULL WHERE id = $1", tenant)
    return client


@pytest.fixture
def a_later_release(monkeypatch: pytest.MonkeyPatch) -> Any:
    known = holiday.named

    def later(*region: Any) -> tuple[Holiday, ...]:
        return tuple(sorted((*known(*region), NEW_DAY)))

    return lambda: monkeypatch.setattr(holiday, "named", later)


async def versions(client: Party, name: str) -> list[CalendarVersion]:
    found = await client.ask(client.anna, calendars.of_tenant, client.tenant)
    return [each for each in found if each.name == name]


async def test_a_clients_calendar_is_proposed_anew_once(
    client: Party, a_later_release: Any
) -> None:
    first = await client.ask(client.anna, calendars.create, "Berlin", OFFICE)
    assert await calendar_yearbook.of_client(client.tenant) == 0
    a_later_release()
    assert await calendar_yearbook.of_client(client.tenant) == 1
    assert await calendar_yearbook.of_client(client.tenant) == 0
    second, kept = await versions(client, "Berlin")
    assert kept == first, "what was agreed stays as it was"
    assert (second.number, second.note) == (
        2,
        "Public holidays of DE-BE: now 2026-06-15 Tag der Netze.",
    )
    assert "2026-06-15" in second.definition["holidays"]
    assert second.public_holidays is not None
    assert NEW_DAY in second.public_holidays.days
    words = (client.tenant, first.calendar_id)
    ahead = await client.ask(client.admin, calendar_ahead.of_client, *words)
    assert (ahead.number, ahead.time_zone) == (2, "Europe/Berlin")


async def test_what_was_written_without_a_region_is_left_alone(
    client: Party, a_later_release: Any
) -> None:
    plain = {name: part for name, part in OFFICE.items() if name != "public_holidays"}
    made = await client.ask(client.anna, calendars.create, "Plain", plain)
    a_later_release()
    assert await client.ask(client.anna, calendar_refresh.propose, made.calendar_id) is None
    assert await calendar_yearbook.of_client(client.tenant) == 0
    assert [each.number for each in await versions(client, "Plain")] == [1]
    with pytest.raises(NotFound):
        await client.ask(client.anna, calendar_refresh.propose, ids.new())


async def test_the_providers_own_too(client: Party, a_later_release: Any) -> None:
    name = f"Bench {client.tenant}"
    first = await client.ask(client.anna, calendars.create_provider, name, OFFICE)
    a_later_release()
    assert await calendar_yearbook.of_provider() >= 1
    found = await client.ask(client.anna, calendars.of_provider)
    mine = [each for each in found if each.calendar_id == first.calendar_id]
    assert [(each.number, bool(each.note)) for each in mine] == [(2, True), (1, False)]
