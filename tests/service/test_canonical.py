"""The canonical dump tells every table there is, and no secret."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests import world
from tests.conftest import Database
from underpin import canonical
from underpin.canonical_tables import SILENT, TABLES
from underpin.desk.tickets import raising, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import verb

BYTES = """
SELECT c.relname::text AS name, a.attname::text AS column
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND a.atttypid = 'bytea'::regtype AND NOT a.attisdropped
"""
OF_WHAT_IS_NO_SECRET = {
    ("agreement_version", "document_sha256"),
    ("kept_answer", "body_hash"),
    ("provider_answer", "body_hash"),
}


@pytest.fixture
async def owner(scopes: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(scopes.owner, server_settings={"timezone": "UTC"})
    try:
        yield connection
    finally:
        await connection.close()


async def test_somebody_said_of_every_table_how_it_is_told(owner: asyncpg.Connection) -> None:
    present = {row["name"] for row in await owner.fetch(canonical.COLUMNS)}
    assert present == TABLES.keys() | SILENT.keys()
    assert not TABLES.keys() & SILENT.keys()


async def test_what_is_left_out_is_there_to_be_left_out(owner: asyncpg.Connection) -> None:
    columns = {row["name"]: set(row["columns"]) for row in await owner.fetch(canonical.COLUMNS)}
    for table, told in TABLES.items():
        strange = {*told.unsaid, *told.whether} - columns[table]
        assert not strange, f"{table} has no {strange}"


async def test_a_table_that_nobody_classified_is_refused(owner: asyncpg.Connection) -> None:
    await owner.execute("CREATE TABLE stranger (id int PRIMARY KEY)")
    try:
        with pytest.raises(canonical.Unclassified, match="stranger"):
            await _dump(owner)
    finally:
        await owner.execute("DROP TABLE stranger")
    await _dump(owner)


async def test_no_hash_salt_or_sealed_thing_is_told(owner: asyncpg.Connection) -> None:
    for row in await owner.fetch(BYTES):
        told = TABLES.get(row["name"])
        unsaid = told is None or row["column"] in told.unsaid
        assert unsaid != ((row["name"], row["column"]) in OF_WHAT_IS_NO_SECRET), row
    assert "payload" in TABLES["outgoing"].unsaid


async def test_rows_are_called_by_what_they_are(
    scopes: Database, owner: asyncpg.Connection
) -> None:
    made = await world.build()
    rita = made.acme.requester
    ticket = await verb.perform(raising.raise_ticket, rita.principal, NewTicket('A "quoted" word'))
    for _ in range(2):
        await verb.perform(talking.reply, rita.principal, ticket.number, "Still broken.")
    found = [json.loads(line) for line in await _dump(owner)]
    told = {
        table: [row for slug, its, row in found if (slug, its) == (made.acme.slug, table)]
        for table in TABLES
    }
    (row,) = told["ticket"]
    assert (row["id"], row["subject"]) == ("ticket 1", 'A "quoted" word')
    assert row["requester_id"] == f"person {rita.name}"
    assert [row["id"] for row in told["message"]] == ["ticket 1 message", "ticket 1 message #2"]
    raised = next(row for row in told["event"] if row["kind"] == "ticket.raised")
    assert raised["id"] == "ticket 1 event 1"
    assert raised["body"]["tenant_id"] == made.acme.slug
    assert {row["event_id"] for row in told["delivery"]} <= {row["id"] for row in told["event"]}


async def _dump(owner: asyncpg.Connection) -> list[str]:
    lines = [line async for line in canonical.dump(owner)]
    assert lines == sorted(lines)
    return lines
