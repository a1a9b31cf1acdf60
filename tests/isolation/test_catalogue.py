"""The catalogue itself is read: what a role may SELECT is under forced row security or declared
shared, and anything nobody classified fails here."""

from __future__ import annotations

import asyncpg
import pytest_asyncio

from tests.conftest import PREFIX, Database
from underpin.kernel.database.scope import ROLES

SCOPES = [f"{PREFIX}_{role}" for role in ROLES]
CLASSES = {"tenant", "provider", "shared", "door"}

# One thing found by one exact key, or a change to the door's own tables; and the walk through the
# search index, which reads the scope's own list of clients and gives numbers; and how many tickets
# somebody holds at all their clients: the whole list.
DEFINERS = {
    "door_session",
    "door_api_token",
    "door_member",
    "door_staff",
    "door_link",
    "open_session",
    "end_session",
    "end_sessions_of",
    "issue_api_token",
    "own_api_tokens",
    "revoke_api_token",
    "issue_link",
    "use_link",
    "revoke_links",
    "forget_ended",
    "door_provider_event",
    "open_tickets_of",
    "search_forms",
    "search_found",
    "door_stripe_client",
    "door_mail_route",
    "claim_mail_name",
    "release_mail_name",
}

# Natural keys that are unique over the whole installation, with the reason.
GLOBAL_KEYS = {
    "tenant": "its slug and key name it from outside",
    "session": "found by token hash before a tenant is known",
    "api_token": "found by token hash before a tenant is known",
    "link": "found by token hash before a tenant is known",
}

RELATIONS = """
SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
       obj_description(c.oid) AS class, c.relispartition,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
               AND NOT a.attisdropped) AS of_tenant
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY c.relname
"""


@pytest_asyncio.fixture(loop_scope="session")
async def admin(database: Database) -> asyncpg.Connection:
    connection = await asyncpg.connect(database.admin)
    yield connection
    await connection.close()


async def test_every_relation_is_classified(admin: asyncpg.Connection) -> None:
    for row in await admin.fetch(RELATIONS):
        assert row["class"] in CLASSES, f"{row['relname']} is not classified"


async def test_there_are_no_views_and_no_partitions(admin: asyncpg.Connection) -> None:
    kinds = {row["relname"]: row["relkind"] for row in await admin.fetch(RELATIONS)}
    assert {name for name, kind in kinds.items() if kind != b"r"} == set()
    assert not [row["relname"] for row in await admin.fetch(RELATIONS) if row["relispartition"]]


async def test_a_tenants_table_has_forced_row_security(admin: asyncpg.Connection) -> None:
    found = [row for row in await admin.fetch(RELATIONS) if row["class"] == "tenant"]
    assert len(found) > 20
    for row in found:
        assert row["relrowsecurity"] and row["relforcerowsecurity"], row["relname"]


async def test_what_names_a_tenant_is_a_tenants_table_or_the_doors(
    admin: asyncpg.Connection,
) -> None:
    """`assignment` is the one exception: it is the provider's list of who sees whom."""
    others = {
        row["relname"]: row["class"]
        for row in await admin.fetch(RELATIONS)
        if row["of_tenant"] and row["class"] != "tenant"
    }
    assert others == {
        "assignment": "provider",
        "session": "door",
        "api_token": "door",
        "link": "door",
        "mail_name": "door",
    }


async def test_what_a_scope_may_read_is_its_classs(admin: asyncpg.Connection) -> None:
    readable = """
        SELECT r.rolname, c.relname FROM pg_roles r CROSS JOIN pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.rolname = ANY ($1::text[]) AND n.nspname = 'public' AND c.relkind = 'r'
          AND (has_table_privilege(r.oid, c.oid, 'SELECT')
               OR has_any_column_privilege(r.oid, c.oid, 'SELECT'))
    """
    classes = {row["relname"]: row["class"] for row in await admin.fetch(RELATIONS)}
    for row in await admin.fetch(readable, SCOPES):
        scope = row["rolname"].removeprefix(f"{PREFIX}_")
        kind = classes[row["relname"]]
        assert kind != "door", f"{scope} reads the door's {row['relname']}"
        if scope in ("member", "vendor"):
            assert kind in ("tenant", "shared"), f"{scope} reads {row['relname']}"
        if scope == "provider":
            assert kind in ("provider", "shared"), f"{scope} reads {row['relname']}"
        if scope == "door":
            assert kind == "shared", f"{scope} reads {row['relname']}"


async def test_the_system_scope_reads_ids_and_times_only(admin: asyncpg.Connection) -> None:
    columns = """
        SELECT c.relname, array_agg(a.attname ORDER BY a.attname) AS columns
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE has_column_privilege($1, c.oid, a.attnum, 'SELECT') AND c.relkind = 'r'
          AND c.relnamespace = 'public'::regnamespace AND obj_description(c.oid) = 'tenant'
        GROUP BY 1
    """
    found = {
        row["relname"]: set(row["columns"])
        for row in await admin.fetch(columns, f"{PREFIX}_system")
    }
    due = {"tenant_id", "id", "due_at", "attempts", "parked_at"}
    assert found == {
        "tenant": {"id", "state", "simulated_now"},
        "timer": due | {"lane", "simulated"},
        "delivery": due | {"lane"},
        "outgoing": due | {"sent_at", "withdrawn_at"},
        "connector_watch": {"tenant_id", "id", "due_at", "attempts"},
        "company_export": {"tenant_id", "id", "due_at"},
    }


async def test_only_work_and_provider_write(admin: asyncpg.Connection) -> None:
    writable = """
        SELECT r.rolname, c.relname, p FROM pg_roles r CROSS JOIN pg_class c
        CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) p
        WHERE r.rolname = ANY ($1::text[]) AND c.relnamespace = 'public'::regnamespace
          AND c.relkind = 'r' AND has_table_privilege(r.oid, c.oid, p)
    """
    found = await admin.fetch(writable, SCOPES)
    writers = {row["rolname"].removeprefix(f"{PREFIX}_") for row in found}
    assert writers == {"work", "provider"}
    assert not [row for row in found if row["p"] in ("TRUNCATE", "TRIGGER")]


async def test_what_is_appended_is_never_changed(admin: asyncpg.Connection) -> None:
    kept = ("event", "audit", "audit_seal", "clock_event", "usage_event", "booking", "payment")
    for table in kept:
        for privilege in ("UPDATE", "DELETE"):
            for scope in SCOPES:
                held = await admin.fetchval(
                    "SELECT has_table_privilege($1, $2::regclass, $3)", scope, table, privilege
                )
                assert not held, f"{scope} may {privilege} {table}"


async def test_policies_have_the_allowed_forms(admin: asyncpg.Connection) -> None:
    own = "current_setting('underpin.tenant'::text))::integer"
    among = "ANY ((current_setting('underpin.tenants'::text))::integer[])"
    for row in await admin.fetch("SELECT * FROM pg_policies WHERE schemaname = 'public'"):
        name, using = f"{row['tablename']}.{row['policyname']}", row["qual"]
        assert row["roles"] == [f"{PREFIX}_{row['policyname']}"], name
        assert row["permissive"] == "PERMISSIVE", name
        if row["policyname"] == "work":
            assert own in using and row["with_check"] == using, name
        elif row["policyname"] == "staff":
            assert among in using and row["cmd"] == "SELECT", name
        elif row["policyname"] in ("member", "vendor"):
            assert own in using and row["cmd"] == "SELECT", name
        elif row["policyname"] == "system":
            assert row["cmd"] == "SELECT", name
        else:
            assert row["policyname"] == "owner", name


async def test_nothing_is_granted_to_everybody(admin: asyncpg.Connection) -> None:
    tables = await admin.fetch(
        "SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a "
        "WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0"
    )
    assert [row["relname"] for row in tables] == []
    assert not await admin.fetchval(
        "SELECT has_function_privilege('public', "
        "'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')"
    )


async def test_definer_functions_are_the_listed_ones(admin: asyncpg.Connection) -> None:
    rows = await admin.fetch(
        "SELECT proname, proconfig, prosecdef, has_function_privilege('public', oid, 'EXECUTE') "
        "AS open FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    )
    assert {row["proname"] for row in rows if row["prosecdef"]} == DEFINERS
    for row in rows:
        if row["prosecdef"]:
            assert row["proconfig"] == ["search_path=pg_catalog, public, pg_temp"], row["proname"]
            assert not row["open"], row["proname"]


async def test_keys_begin_with_the_tenant(admin: asyncpg.Connection) -> None:
    unique = """
        SELECT c.relname, i.indisprimary, (SELECT a.attname FROM pg_attribute a
               WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0]) AS first
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
    """
    classes = {row["relname"]: row for row in await admin.fetch(RELATIONS)}
    for row in await admin.fetch(unique):
        if classes[row["relname"]]["class"] == "tenant" and row["relname"] not in GLOBAL_KEYS:
            assert row["first"] == "tenant_id", row["relname"]


async def test_foreign_keys_between_tenants_tables_carry_the_tenant(
    admin: asyncpg.Connection,
) -> None:
    keys = """
        SELECT f.conname, c.relname, t.relname AS target, (SELECT array_agg(a.attname::text)
               FROM pg_attribute a
               WHERE a.attrelid = c.oid AND a.attnum = ANY (f.conkey)) AS columns
        FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
        JOIN pg_class t ON t.oid = f.confrelid
        WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace
    """
    classes = {row["relname"]: row["class"] for row in await admin.fetch(RELATIONS)}
    for row in await admin.fetch(keys):
        if classes[row["relname"]] == classes[row["target"]] == "tenant":
            assert "tenant_id" in row["columns"], row["conname"]


async def test_roles_are_members_of_nothing_and_own_nothing(admin: asyncpg.Connection) -> None:
    for scope in SCOPES:
        row = await admin.fetchrow("SELECT * FROM pg_roles WHERE rolname = $1", scope)
        assert not (row["rolsuper"] or row["rolbypassrls"] or row["rolcreaterole"]), scope
        assert not await admin.fetchval(
            "SELECT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member "
            "WHERE r.rolname = $1)",
            scope,
        )
        assert not await admin.fetchval(
            "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
            "WHERE r.rolname = $1)",
            scope,
        )


async def test_scope_functions_are_never_immutable(admin: asyncpg.Connection) -> None:
    rows = await admin.fetch(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
        "AND provolatile = 'i'"
    )
    assert rows == []
