"""Every real mail we have goes somewhere that can be named: a ticket, a person's list, or set aside
with a reason; what machines report opens nothing. The folder may be exchanged for a bigger one."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Database
from tests.service.desk.mail import post
from tests.unit.kernel import real_mails
from tests.world import World, build
from underpin.desk.mail.triage import triage_inbox
from underpin.kernel import db, mail_read, verb
from underpin.kernel.database.scope import Provider

ONE_SECOND = 1.0
LANDED = {"opened", "waits for acceptance", "waits for a requester"}


@pytest.fixture
async def world(scopes: Database) -> World:
    return await build()


async def _became(world: World) -> Counter[str]:
    """What became of each mail of the client: how it was handled, or why it was set aside."""
    return Counter(
        "set aside" if row["set_aside_at"] else str(row["outcome"]).partition(":")[0]
        for row in await post.mails(world.acme)
    )


async def _stuck(world: World) -> list[db.Row]:
    return await post.rows(world.acme, "SELECT last_error FROM delivery WHERE tenant_id = $1")


@contextmanager
def _nothing_collected() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _all(world: World, files: list[Path], to: str, *, sender: str) -> int:
    """Deliver each; returns how many there were, of which some may be one mail twice. None takes a
    second; what other stories left behind is collected apart, which may take as long."""
    for path in files:
        with _nothing_collected():
            before = time.process_time()
            await post.deliver(path.read_bytes(), to, envelope_from=sender)
            await post.settle(world.acme)
            assert time.process_time() - before < ONE_SECOND, path.name
    return len(_distinct(files))


def _distinct(files: list[Path]) -> set[bytes]:
    """By Message-ID and content: the folder has some mails in two or three copies."""
    found = {mail_read.glance(path.read_bytes()).content for path in files}
    assert len(found) > len(files) / 2
    return found


@real_mails.needs_them
async def test_every_odd_mail_has_an_outcome(world: World) -> None:
    acme = world.acme
    count = await _all(world, real_mails.eml("mime"), post.address_of(acme), sender="x@y.example")

    became = await _became(world)

    assert await _stuck(world) == []
    assert became.total() == count > 40
    assert set(became) <= LANDED | {"ignored", "set aside"}
    assert became["opened"] == len(await post.tickets(acme)) > count / 2
    for row in await post.rows(
        acme, "SELECT outcome FROM inbound_mail WHERE tenant_id = $1 AND set_aside_at IS NOT NULL"
    ):
        assert row["outcome"], "a reason stands beside what was set aside"


@real_mails.needs_them
async def test_without_a_clients_address_every_odd_mail_is_in_triage(world: World) -> None:
    files = real_mails.eml("mime")
    to = f"nobody-{world.acme.slug}@{post.DOMAIN}"

    async with db.open(Provider()):
        await db.execute(
            "DELETE FROM triage_mail WHERE identity = ANY ($1::bytea[])", list(_distinct(files))
        )
    for path in files:
        await post.deliver(path.read_bytes(), to, envelope_from="x@y.example")

    async with db.open(Provider()):
        rows = await db.rows("SELECT * FROM triage_mail WHERE recipients = $1", to)
    assert {bytes(row["identity"]) for row in rows} == _distinct(files)
    assert all(row["reason"] for row in rows)
    waits = [row["id"] for row in rows if row["decision"] is None]
    assert len(waits) > len(files) / 2
    for mail_id in waits:
        seen = await verb.perform(triage_inbox.one, world.lead.principal, mail_id)
        assert seen.mail.id == mail_id


@real_mails.needs_them
@pytest.mark.parametrize("sender", ["", "mailer-daemon@somewhere.example", "a@b.example"])
async def test_no_bounce_opens_anything_or_is_answered(world: World, sender: str) -> None:
    acme = world.acme
    count = await _all(world, real_mails.eml("bounces"), post.address_of(acme), sender=sender)

    assert await _stuck(world) == await post.tickets(acme) == await post.leaving(acme) == []
    assert await _became(world) == {"ignored": count}
    assert count > 40
