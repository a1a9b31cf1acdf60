"""Who is erased is erased from their mail: what they wrote, what came with it, where ours went."""

from __future__ import annotations

import asyncpg
import pytest

from tenants import erasing
from tests.conftest import Database
from tests.service.desk.mail import post
from tests.world import World, build
from underpin import wiring
from underpin.kernel import verb

WROTE = "my-shameful-printer"


@pytest.fixture
async def world(scopes: Database) -> World:
    wiring.wire()
    return await build()


async def test_nothing_of_their_mail_is_left(world: World, scopes: Database) -> None:
    acme, anna = world.acme, world.acme.requester
    mail = post.letter(anna.email, post.address_of(acme), WROTE, f"{WROTE}\n\n-- \n{WROTE}")
    mail.add_attachment(WROTE.encode(), maintype="text", subtype="x", filename="f.txt")
    await post.sent(acme, mail, post.address_of(acme))
    waits = post.letter(anna.email, post.address_of(acme), f"{acme.key}-1", WROTE)
    await post.sent(acme, waits)

    await verb.perform(
        erasing.erase, world.admin.principal, anna.id, "Asked for by letter", tenant=acme.id
    )

    tables = ("inbound_mail", "message", "message_whole", "attachment", "file", "mail_sent")
    connection = await asyncpg.connect(scopes.owner)
    try:
        for table in (*tables, "mail_refused", "ticket", "person"):
            told = await connection.fetchval(
                f"SELECT string_agg(t::text, ' ') FROM {table} t WHERE tenant_id = $1", acme.id
            )
            for word in (WROTE, WROTE.encode().hex(), anna.email):
                assert word not in (told or ""), f"{word} in {table}"
    finally:
        await connection.close()
