"""A sender who tries on until it hears 250 gets each mail into the desk exactly once, also when the
worker and PostgreSQL are killed while they listen: 250 is a promise that it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from tests.chaos.installation import Installation, installed, until

pytestmark = pytest.mark.kill

MAILS = 40
AT_ONCE = 4
AGAIN_SECONDS = 0.05
CUT_SECONDS = 0.05
KEPT = """
SELECT (SELECT count(*) FROM inbound_mail) AS mails, (SELECT count(*) FROM ticket) AS tickets,
       (SELECT count(*) FROM message WHERE visibility = 'public') AS messages,
       (SELECT count(DISTINCT subject) FROM ticket) AS subjects,
       (SELECT count(*) FROM outgoing) AS acknowledged
"""


async def test_each_mail_that_was_taken_is_there_once(tmp_path: Path) -> None:
    async with installed(tmp_path / "home") as home:
        await home.run("-m", "tests.chaos.opening")
        async with home.asking() as connection:
            to = f"{await connection.fetchval('SELECT slug FROM tenant')}@desk.example"
        home.worker.start()
        kills: dict[int, Callable[[], object]] = {
            5: home.worker.kill,
            12: home.kill_postgres,
            20: home.worker.kill,
            28: home.worker.kill,
        }
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_sent(home, number, to, gate, kills) for number in range(MAILS)))
        async with home.asking() as connection:
            assert await connection.fetchval("SELECT count(*) FROM inbound_mail") == MAILS
        await until(lambda: _handled(home), "every mail's ticket")
        async with home.asking() as connection:
            kept = await connection.fetchrow(KEPT)
    assert kept is not None
    assert set(kept.values()) == {MAILS, min(MAILS, 10)}, dict(kept)
    assert kept["acknowledged"] == 10, "an address is acknowledged ten times an hour"


async def _sent(
    home: Installation,
    number: int,
    to: str,
    gate: asyncio.Semaphore,
    kills: dict[int, Callable[[], object]],
) -> None:
    """Repeated until it is answered 250; the first answer is cut off for every third."""
    async with gate:
        if number in kills:
            kills.pop(number)()
        patience = CUT_SECONDS if number % 3 == 0 else 10.0
        while not await _taken(home, number, to, patience):
            patience = 10.0
            await asyncio.sleep(AGAIN_SECONDS)


async def _taken(home: Installation, number: int, to: str, patience: float) -> bool:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "anna@client.example", to, f"Matter {number}"
    mail["Message-ID"] = f"<{number}@client.example>"
    mail.set_content("It is broken.")
    try:
        async with asyncio.timeout(patience):
            await aiosmtplib.send(mail, hostname="127.0.0.1", port=home.ports["mail"], timeout=10)
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        return False
    return True


async def _handled(home: Installation) -> bool:
    async with home.asking() as connection:
        found = await connection.fetchval(
            "SELECT count(*) FROM inbound_mail WHERE handled_at IS NULL"
        )
        left = await connection.fetchval("SELECT count(*) FROM delivery")
    return found == left == 0
