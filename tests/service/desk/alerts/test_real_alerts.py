"""Every alert in the shared data, sent as its tool sent it: twice, in order and out of order. The
folder may hold more than these; nothing here knows a file by name."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.service.desk.alerts import station
from tests.world import Client, World
from underpin.desk.alerts.source import Settings

DATA = Path(__file__).parents[5] / "shared" / "data" / "alerts"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")

# Only what the tools say counts here, not how fast they say it.
PLAIN = Settings(storm_alerts=0)


def files() -> list[Path]:
    return sorted(path for path in DATA.glob("**/*") if path.is_file())


async def sent(
    people: World, client: Client, page: httpx.AsyncClient, order: list[Path], name: str
) -> station.Station:
    source = await station.open_at(people, client, page, name, PLAIN)
    for path in order:
        answer = await source.page.post(source.address, content=path.read_bytes())
        assert answer.status_code == 202, path.name
    await station.ground.settle(client)
    return source


async def known(source: station.Station) -> list[tuple[str, str, bool, bool]]:
    """How each alert stands at last, and whether it has a ticket that is open."""
    found = await station.rows(
        source.client,
        "SELECT a.fingerprint, a.title, a.firing, coalesce(t.live, false) AS live FROM alert a "
        "LEFT JOIN alert_matter m ON m.tenant_id = a.tenant_id AND m.id = a.matter_id "
        "LEFT JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id "
        "WHERE a.source_id = $1 ORDER BY a.fingerprint",
        source.source_id,
    )
    return [(row["fingerprint"], row["title"], row["firing"], row["live"]) for row in found]


async def outcomes(source: station.Station) -> Counter[str]:
    """Alerts told, and deliveries set aside; with the reason where there is one."""
    counted: Counter[str] = Counter()
    for row in await source.deliveries():
        said = station.msgspec.json.decode(row["outcome"]) if row["outcome"] else {}
        counted.update({name: said.get(name, 0) for name in ("fired", "over", "neither")})
        counted[row["state"]] += 1
        if row["state"] == "set_aside":
            assert row["reason"]
    return counted


@needs_data
async def test_all_of_them_pass_through_and_end_in_the_same_state_in_any_order(
    people: World, page: httpx.AsyncClient
) -> None:
    order = files()
    once = await sent(people, people.acme, page, order, "in order")
    counted = await outcomes(once)
    assert counted["waiting"] == 0
    assert counted["applied"] + counted["set_aside"] + counted["repeated"] == len(order)
    assert counted["applied"] >= 0.9 * len(order), counted
    assert counted["fired"] + counted["over"] >= len(order)
    print(f"\n{len(order)} files: {dict(counted)}")  # noqa: T201 - the count is the finding
    shuffled = order * 2
    random.Random(7).shuffle(shuffled)
    twice = await sent(people, people.bolt, page, shuffled, "out of order")
    assert [each[:3] for each in await known(twice)] == [each[:3] for each in await known(once)]
    await once.wait(station.timedelta(hours=1))
    await twice.wait(station.timedelta(hours=1))
    assert await known(twice) == await known(once)
    assert all(live == firing for _, _, firing, live in await known(once))
