"""A client's administrator takes along all that is kept of their company; nothing of the
provider's, and nothing of anybody else's, is in it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tenants import reach
from tenants.handing_over import asking, building, leaving, told
from tenants.handing_over.building import Due
from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground, Lived
from tests.service.console.test_connectors import sent
from underpin import wiring
from underpin.desk.tickets import talking
from underpin.desk.writing import staging
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Conflict, Forbidden, NotFound
from underpin.kernel.web.caller import Caller

WITHHELD = (*ground.SECRETS, "FILE-OF-STAFF", "TASK-FOR-STAFF", "REMOTE-FOR-STAFF", "4711.11")
READABLE = """
SELECT c.relname AS name, array_agg(a.attname::text) AS all,
    array_agg(a.attname::text) FILTER (WHERE has_column_privilege(c.oid, a.attnum, 'SELECT'))
    AS columns, (
    SELECT array_agg(k.attname::text) FROM pg_index i JOIN pg_attribute k
    ON k.attrelid = i.indrelid AND k.attnum = ANY (i.indkey)
    WHERE i.indrelid = c.oid AND i.indisprimary) AS key
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND has_any_column_privilege(c.oid, 'SELECT') AND obj_description(c.oid) = 'tenant'
GROUP BY c.oid, c.relname
"""


async def made(of: Lived) -> UUID:
    """Asked for and finished, for the client's administrator who sees the whole company."""
    admin = of.client.admin
    async with whole(of):
        export: UUID = await verb.perform(asking.ask, admin.principal)
        assert Due(of.client.id, export) in await building.due()
        assert await building.build(of.client.id, export)
    return export


@asynccontextmanager
async def whole(of: Lived) -> AsyncIterator[None]:
    """Its administrator sees the whole company for a while."""
    admin = of.client.admin
    await verb.perform(reach.grant, admin.principal, admin.id, "company")
    yield
    await verb.perform(reach.grant, admin.principal, admin.id, None)


async def state_of(of: Lived, export: UUID) -> str:
    async with db.open(Work(of.client.id)):
        found: str = await db.value("SELECT state FROM company_export WHERE id = $1", export)
    return found


async def test_every_table_that_members_read_was_thought_of(here: Ground) -> None:
    wiring.wire()
    admin = here.acme.client.admin
    async with db.open(Member(here.acme.client.id, admin.id)):
        readable = {row["name"]: row for row in await db.rows(READABLE)}
    assert readable.keys() == told.TABLES.keys() | told.LEFT_OUT.keys()
    assert not told.TABLES.keys() & told.LEFT_OUT.keys()
    for name, table in told.TABLES.items():
        assert {*table.columns, *table.withheld} == set(readable[name]["all"]) - {"tenant_id"}, name
        assert {*table.columns} <= set(readable[name]["columns"]), name
        assert not {*table.columns} & {*table.withheld}, name
        own = {"tenant_id", table.tenant}
        assert set(table.key) == set(readable[name]["key"]) - own, name


async def test_all_that_is_theirs_and_nothing_that_is_ours(site: Caller, here: Ground) -> None:
    wiring.wire()
    client = here.acme.client
    ticket = await ground.raised(client, "With a file", body="See there.")
    file = (ticket.number, "Proof of it.txt", b"FILE-OF-THE-CLIENT")
    staged = await verb.perform(staging.stage, client.requester.principal, *file)
    words = (ticket.number, "Here it is.")
    await verb.perform(talking.reply, client.requester.principal, *words, attach=[staged.id])
    export = await made(here.acme)
    async with world.browser(site, client.admin) as page:
        got = await sent(page, "/our-data", f"/our-data/{export}/archive")
        assert got.status_code == 200
        assert int(got.headers["content-length"]) == len(got.content)
    archive = zipfile.ZipFile(io.BytesIO(got.content))
    assert archive.testzip() is None
    whole = {name: archive.read(name) for name in archive.namelist()}
    everything = b"\n".join(whole.values()).decode(errors="replace")
    for secret in WITHHELD:
        assert secret not in everything, secret
    other = here.bolt
    for foreign in (str(other.ticket.id), other.client.requester.email, other.invoice):
        assert foreign not in everything, foreign
    for own in (ground.SUBJECT, ground.PUBLIC, client.requester.email, "MACHINE-OF-THE-COMPANY"):
        assert own in everything, own
    assert b"FILE-OF-THE-CLIENT" in whole.values()
    assert here.acme.invoice in whole["data/invoice/00001.jsonl"].decode()
    manifest = json.loads(whole["manifest.json"])
    assert [each["name"] for each in manifest["files"]] == archive.namelist()[:-1]
    for each in manifest["files"]:
        assert hashlib.sha256(whole[each["name"]]).hexdigest() == each["sha256"]
    lines = whole["data/ticket/00001.jsonl"].decode().splitlines()
    assert manifest["tables"]["ticket"] == len(lines)
    assert all(name.count("/") < 3 and ".." not in name for name in whole)
    late = (client.id, (await now_of(client.id)) + asking.LIVES, 1_000)
    async with db.open(Work(client.id)):
        assert await leaving.forget(*late) == len(whole)
    assert await state_of(here.acme, export) == "gone"
    with pytest.raises(NotFound):
        await verb.perform(asking.take, client.admin.principal, export)


async def test_who_sees_a_part_gets_none_and_nobody_takes_anothers(
    site: Caller, here: Ground
) -> None:
    wiring.wire()
    client, about = here.bolt.client, {"tenant": here.bolt.client.id}
    admin = client.admin.principal
    with pytest.raises(Conflict, match="see the whole company"):
        await verb.perform(asking.ask, admin)
    for other in (client.requester.principal, here.people.lead.principal):
        with pytest.raises(Forbidden):
            await verb.perform(asking.ask, other)
    with pytest.raises(NotFound):
        await verb.perform(asking.ask, here.people.admin.principal, client.requester.id, **about)
    async with whole(here.bolt):
        staff = here.people.admin.principal
        export = await verb.perform(asking.ask, staff, client.admin.id, **about)
        with pytest.raises(Conflict, match="is being made"):
            await verb.perform(asking.ask, admin)
        with pytest.raises(NotFound):
            await verb.perform(asking.take, admin, export)
        await building.build(client.id, export)
    with pytest.raises(Forbidden):
        await verb.perform(asking.take, staff, export, **about)
    async with world.browser(site, here.acme.client.admin) as page:
        assert f"{export}" not in (await page.get("/our-data")).text
        foreign = await sent(page, "/our-data", f"/our-data/{export}/archive")
        assert foreign.status_code == 404
    async with world.browser(site, here.people.admin) as page:
        text = (await page.get(f"/clients/{client.key}/exports")).text
        assert "Ready" in text
        assert "/archive" not in text
    async with world.browser(site, client.admin) as page:
        assert f"/our-data/{export}/archive" in (await page.get("/our-data")).text


async def test_a_worker_goes_on_where_another_was_killed(
    here: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring.wire()
    client = here.bolt.client
    monkeypatch.setattr(building, "LEASE", timedelta(0))
    async with whole(here.bolt):
        export = await verb.perform(asking.ask, client.admin.principal)
        first = await building._claimed(client.id, export)
        assert first is not None
        second = await building._advanced(first)
        assert second is not None
        with pytest.raises(building.Overtaken):
            await building._advanced(first)
        assert await building.build(client.id, export)
    async with db.open(Work(client.id)):
        names = await db.value(
            "SELECT array_agg(name ORDER BY position) FROM company_export_piece "
            "WHERE tenant_id = $1 AND export_id = $2",
            *(client.id, export),
        )
    assert len(names) == len(set(names)) > 10
    assert names[-1] == "manifest.json"
    async with db.open(Work(client.id)):
        assert await leaving.throw_away(client.id) >= len(names)
    assert await state_of(here.bolt, export) == "gone"


async def now_of(tenant: int) -> datetime:
    async with db.open(Work(tenant)):
        return await db.now()
