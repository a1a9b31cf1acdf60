"""The worker's own listener: one path, one token, and nothing else to be had."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from underpin.kernel import metrics_listener
from underpin.kernel.metrics_listener import MetricsListener
from underpin.kernel.settings_values import Address

TOKEN = "a-token-for-whoever-watches-of-some-length"
ANYWHERE = Address("127.0.0.1", 0)
RIGHT = {"Authorization": f"Bearer {TOKEN}"}


async def _asked(
    listener: MetricsListener, method: str = "GET", path: str = "/metrics", **headers: str
) -> httpx.Response:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.port}") as client:
        return await client.request(method, path, headers=headers)


async def test_who_has_the_token_reads_the_metrics() -> None:
    async with MetricsListener(ANYWHERE, TOKEN) as listener:
        got = await _asked(listener, **RIGHT)
        assert (await _asked(listener, authorization=f"bearer {TOKEN}")).status_code == 200
    assert got.status_code == 200
    assert "underpin_pulse_held" in got.text
    assert got.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/metrics", {}),
        ("GET", "/metrics", {"Authorization": "Bearer wrong"}),
        ("GET", "/metrics", {"Authorization": f"Basic {TOKEN}"}),
        ("GET", "/metrics", {"Authorization": "Bearer"}),
        ("GET", "/", RIGHT),
        ("GET", "/metrics/", RIGHT),
        ("POST", "/metrics", RIGHT),
    ],
)
async def test_anything_else_does_not_exist(
    method: str, path: str, headers: dict[str, str]
) -> None:
    async with MetricsListener(ANYWHERE, TOKEN) as listener:
        got = await _asked(listener, method, path, **headers)
    assert (got.status_code, got.text) == (404, "There is nothing here.\n")


async def test_without_a_token_of_ours_nobody_reads_them() -> None:
    async with MetricsListener(ANYWHERE, None) as listener:
        for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer None"}):
            assert (await _asked(listener, **headers)).status_code == 404


@pytest.mark.parametrize("said", [b"GET /metrics HTTP/1.1\r\n", b"x" * 20_000])
async def test_who_never_ends_his_question_is_cut_off(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics_listener, "PATIENCE_SECONDS", 0.1)
    async with MetricsListener(ANYWHERE, TOKEN) as listener:
        reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
        writer.write(said)
        assert await _heard(reader) == b""
        writer.close()
        assert (await _asked(listener, **RIGHT)).status_code == 200


async def _heard(reader: asyncio.StreamReader) -> bytes:
    """What is said before the line is cut, in whichever way."""
    try:
        return await reader.read()
    except ConnectionError:
        return b""
