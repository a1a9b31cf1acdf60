"""Run the rooms' migrations: one transaction, one lock, and a schema both sides know.

Piccolo keeps the record of what ran; it takes no lock of its own and commits per file, so the
whole run joins one transaction of the owner under an advisory lock. Two starters at once are
therefore one after the other, and a run that fails leaves nothing half done.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.conf.apps import AppConfig

import migrations
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.database.isolation import Isolation
from underpin.kernel.database.scope import Owner

APPS = ("kernel", "tenants", "contracts", "desk", "billing")
FOLDER = Path(next(iter(migrations.__path__)))
Statements = Callable[[Isolation], list[str]]
Report = Callable[[str], None]


class UnknownSchema(RuntimeError):
    """The database was migrated by another release of this code: this process must not run."""


class MigrationFailed(RuntimeError):
    """Piccolo reported that a migration did not run."""


def manager(app: str, migration_id: str, statements: Statements) -> MigrationManager:
    """What a migration file's `forwards` returns: each statement sent on its own."""

    async def run() -> None:
        for statement in statements(Isolation(PREFIX.value)):
            await ENGINE.run_ddl(statement)

    found = MigrationManager(migration_id=migration_id, app_name=app)
    found.add_raw(run)
    return found


class _Prefix:
    value = "underpin"


PREFIX = _Prefix()


async def run(owner_url: str, prefix: str = "underpin", report: Report = print) -> int:
    """Bring the schema up to this code. Returns how many migrations ran; `report` hears of each
    room. Raises UnknownSchema when the database is ahead of this code."""
    PREFIX.value = prefix
    await ENGINE.connect({"owner": owner_url}, max_size=1)
    try:
        async with ENGINE.open(Owner()):
            ran = await _all(prefix, report)
    finally:
        await ENGINE.pools.pop("owner").close()
    return ran


async def _all(prefix: str, report: Report) -> int:
    await ENGINE.run_ddl("SELECT pg_advisory_xact_lock(hashtext('underpin-migrate'))")
    before = await _applied()
    _refuse_unknown(before)
    for app in APPS:
        report(f"schema: {app}")
        await _forward(app)
    await _publish(prefix)
    return len(await _applied()) - len(before)


async def _forward(app: str) -> None:
    config = AppConfig(app_name=app, migrations_folder_path=str(FOLDER / app))
    runner = _Forwards(app_name=app)
    await runner.create_migration_table()
    with contextlib.redirect_stdout(io.StringIO()):
        result = await runner.run_migrations(config)
    if not result.success:
        raise MigrationFailed(f"{app}: {result.message}")


class _Forwards(ForwardsMigrationManager):
    """Finds modules by path, not by bare name, so equal file names cannot hide each other."""

    def get_migration_modules(self, folder_path: str) -> dict[str, Any]:
        app = Path(folder_path).name
        return {module.ID: module for module in modules(app)}


def modules(app: str) -> list[ModuleType]:
    """The migration modules of a room, in the order they run."""
    import importlib

    names = sorted(path.stem for path in (FOLDER / app).glob("[a-z]*.py"))
    return [importlib.import_module(f"migrations.{app}.{name}") for name in names]


def known() -> set[tuple[str, str]]:
    """(room, id) of each migration this code carries."""
    return {(app, module.ID) for app in APPS for module in modules(app)}


async def _applied() -> set[tuple[str, str]]:
    if not await ENGINE.current.connection.fetchval("SELECT to_regclass('migration')"):
        return set()
    found = await ENGINE.current.connection.fetch("SELECT app_name, name FROM migration")
    return {(row["app_name"], row["name"]) for row in found}


def _refuse_unknown(applied: set[tuple[str, str]]) -> None:
    strange = sorted(applied - known())
    if strange:
        raise UnknownSchema(
            f"The database carries migrations this release does not know, first {strange[0]}: "
            "start the newer release, or restore a backup made before it."
        )


async def _publish(prefix: str) -> None:
    for statement in Isolation(prefix).shared("migration", "system", "work", "staff", "door"):
        await ENGINE.run_ddl(statement)


async def verify(connection: asyncpg.Connection) -> None:
    """Refuse to run on a schema this code does not know, or that lacks a migration of ours."""
    if not await connection.fetchval("SELECT to_regclass('migration')"):
        raise UnknownSchema("The database is empty: run `underpin migrate` first.")
    found = await connection.fetch("SELECT app_name, name FROM migration")
    applied = {(row["app_name"], row["name"]) for row in found}
    _refuse_unknown(applied)
    missing = sorted(known() - applied)
    if missing:
        raise UnknownSchema(f"{len(missing)} migrations are missing: run `underpin migrate`.")
