"""A worker killed between a mail's leaving and its record sends it again: the same mail, under the
same identity."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.chaos import invented_log
from tests.chaos.installation import Installation, installed, until
from underpin.kernel import smtp_catcher
from underpin.kernel.smtp_listener import SmtpListener

pytestmark = pytest.mark.kill


class Unanswering:
    """A mail server that keeps what it gets, and at first never says so."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.got, self.answers = folder, asyncio.Event(), asyncio.Event()

    async def accept(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        smtp_catcher.store(self.folder, sender, recipients, raw)
        self.got.set()
        await self.answers.wait()


async def test_a_mail_whose_sending_was_cut_off_is_repeated_as_itself(tmp_path: Path) -> None:
    log = invented_log.write(tmp_path / "log.csv", incidents=invented_log.INCIDENTS[:1])
    async with installed(tmp_path / "home") as home, _unanswering(home) as vendor:
        home.worker.start()
        await home.replay(log)
        await until(lambda: _leaves(home, vendor), "the case's mail")
        home.worker.kill()
        (left,) = home.caught()
        identity = message_from_bytes(left.raw)["Message-ID"]
        assert await _tries(home, identity) == [(1, False)], "it has left, and nobody knows"
        vendor.answers.set()
        await home.drained()
        same = [each for each in home.caught() if _named(each.raw, identity)]
        assert len(same) == 2
        assert {each.raw for each in same} == {left.raw}
        assert {each.recipients for each in same} == {left.recipients}
        assert await _tries(home, identity) == [(2, True)]


def _named(raw: bytes, identity: str) -> bool:
    return bool(message_from_bytes(raw)["Message-ID"] == identity)


@asynccontextmanager
async def _unanswering(home: Installation) -> AsyncIterator[Unanswering]:
    vendor = Unanswering(home.mails)
    async with SmtpListener(vendor.accept, domains=None, port=home.ports["relay"]):
        yield vendor


async def _leaves(home: Installation, vendor: Unanswering) -> bool:
    if not vendor.got.is_set():
        await home.hurry()
    return vendor.got.is_set()


async def _tries(home: Installation, identity: str) -> list[tuple[int, bool]]:
    async with home.asking() as connection:
        rows = await connection.fetch(
            "SELECT attempts, sent_at IS NOT NULL AS sent FROM outgoing WHERE identity = $1",
            identity,
        )
    return [(row["attempts"], row["sent"]) for row in rows]
