"""A real worker is watched from outside: what it says of itself is what happened."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.chaos.installation import Installation, installed, until

pytestmark = pytest.mark.kill

TOKEN = "a-token-for-whoever-watches-of-some-length"
TIMER = """
INSERT INTO timer (tenant_id, id, kind, key, subject_id, lane, fires_at, due_at, attempts,
                   simulated, parked_at)
SELECT id, gen_random_uuid(), 'clock', $1, gen_random_uuid(), 'alarm', transaction_timestamp(),
       transaction_timestamp(), 6, false, transaction_timestamp() FROM tenant
"""


async def test_what_waits_for_a_person_is_seen_by_whoever_watches(tmp_path: Path) -> None:
    async with installed(tmp_path / "home") as home:
        await home.run("-m", "tests.chaos.opening")
        async with home.asking() as connection:
            await connection.execute(TIMER, "one")
            await connection.execute(TIMER, "two")
        worker = home.watched_worker(TOKEN)
        worker.start()
        try:
            await until(lambda: _says(home, 'underpin_set_aside{lane="alarm"}', 2), "the gauge")
            assert await _says(home, 'underpin_set_aside{lane="mail"}', 0)
            assert await _says(home, "underpin_pulse_held", 0)
            assert (await _asked(home, "Bearer wrong")).status_code == 404
        finally:
            await worker.stop()


async def _says(home: Installation, name: str, value: float) -> bool:
    try:
        got = await _asked(home, f"Bearer {TOKEN}")
    except httpx.TransportError:
        return False
    found = re.search(rf"^{re.escape(name)} (\S+)$", got.text, re.MULTILINE)
    return found is not None and float(found[1]) == value


async def _asked(home: Installation, authorization: str) -> httpx.Response:
    async with httpx.AsyncClient(headers={"Authorization": authorization}) as client:
        return await client.get(f"http://127.0.0.1:{home.ports['watch']}/metrics")
