"""Whoever repeats a request under its Idempotency-Key until it is answered gets one effect, also
when answers are cut off, Redis is away, and the web app and PostgreSQL are killed meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from tests.chaos.installation import Installation, installed, until

pytestmark = pytest.mark.kill

TICKETS = 30
AT_ONCE = 4
SEED = 3
AGAIN_SECONDS = 0.05
CUT_SECONDS = 0.03
SOUGHT = """
SELECT subject, number, (SELECT count(*) FROM event e WHERE e.tenant_id = t.tenant_id
                         AND e.subject_id = t.id AND e.kind = 'ticket.raised') AS raised,
       (SELECT count(*) FROM clock c WHERE c.tenant_id = t.tenant_id AND c.ticket_id = t.id
        AND c.metric = 'resolution') AS clocks
FROM ticket t ORDER BY number
"""
COUNTS = """
SELECT (SELECT count(*) FROM kept_answer) AS answers,
       (SELECT count(*) FROM audit WHERE verb = 'desk.tickets.raising.raise_ticket') AS entries,
       (SELECT last FROM ticket_counter) AS last
"""


async def test_each_ticket_is_raised_once_whatever_is_killed(tmp_path: Path) -> None:
    async with installed(tmp_path / "home") as home:
        token = (await home.run("-m", "tests.chaos.opening")).strip()
        home.web.start()
        await until(lambda: _is_ready(home), "the web app")
        async with _client(home, token) as client:
            raised = await _raised_through_kills(home, client)
            again = await asyncio.gather(*(_raise(client, n) for n in range(TICKETS)))
        assert again == raised, "the kept answer is given again"
        await _each_once(home, raised)


async def _raised_through_kills(home: Installation, client: httpx.AsyncClient) -> list[str]:
    """The ticket's number for each key; the first answer to each is not waited for."""
    kills: dict[int, Callable[[], object]] = {
        4: home.web.kill,
        10: home.lose_redis,
        16: home.web.kill,
        20: home.redis.start,
        24: home.kill_postgres,
    }
    chance, gate = Random(SEED), asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> str:
        async with gate:
            asked = asyncio.create_task(_raise(client, n, cut_off=chance.random() * CUT_SECONDS))
            if n in kills:
                await asyncio.sleep(chance.random() * AGAIN_SECONDS)
                kills[n]()
            return await asked

    answers = await asyncio.gather(*(one(n) for n in range(TICKETS)))
    assert home.web.starts == 3, "it was killed twice, and by us alone"
    return answers


async def _raise(client: httpx.AsyncClient, n: int, cut_off: float | None = None) -> str:
    """Ask until it is answered, as a careful caller does; at first with `cut_off` seconds of
    patience."""
    patience = cut_off
    while True:
        try:
            async with asyncio.timeout(patience):
                said = await _ask(client, n)
        except (httpx.TransportError, TimeoutError):
            said = None
        if said is not None and said.status_code < 500:
            assert said.status_code == 201, said.text
            answer: dict[str, Any] = said.json()
            return str(answer["number"])
        patience = None
        await asyncio.sleep(AGAIN_SECONDS)


async def _ask(client: httpx.AsyncClient, n: int) -> httpx.Response:
    return await client.post(
        "/api/v1/tickets",
        json={"subject": f"Matter {n}"},
        headers={"Idempotency-Key": f"matter-{n}"},
    )


async def _each_once(home: Installation, raised: list[str]) -> None:
    async with home.asking() as connection:
        tickets = await connection.fetch(SOUGHT)
        counts = await connection.fetchrow(COUNTS)
    assert [row["number"] for row in tickets] == list(range(1, TICKETS + 1)), "no gap, no double"
    named = {f"Matter {n}": number for n, number in enumerate(raised)}
    assert {row["subject"]: f"ACME-{row['number']}" for row in tickets} == named
    assert {(row["raised"], row["clocks"]) for row in tickets} == {(1, 1)}
    assert counts is not None
    assert tuple(counts) == (TICKETS, TICKETS, TICKETS)


def _client(home: Installation, token: str) -> httpx.AsyncClient:
    port = home.ports["web"]
    return httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Host": f"portal.localhost:{port}", "Authorization": f"Bearer {token}"},
        timeout=10,
    )


async def _is_ready(home: Installation) -> bool:
    async with _client(home, "nobody") as client:
        try:
            return (await client.get("/health/ready")).status_code == 200
        except httpx.TransportError:
            return False
