"""`underpin doctor` and its small siblings: look at an installation and say what is wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import asyncpg
import click
from redis.asyncio import Redis

from tenants import first_admin, seal
from underpin.console import bundles
from underpin.demo import codes
from underpin.desk.search import filling
from underpin.kernel import db, heart, mail_channel, process, settings
from underpin.kernel.act import Act
from underpin.kernel.database import migrate, roles
from underpin.kernel.database.scope import ROLES, Work
from underpin.kernel.errors import Problem
from underpin.kernel.principal import worker
from underpin.kernel.printing import fonts
from underpin.kernel.settings import Settings

Check = tuple[str, Callable[[Settings], Awaitable[str]]]


async def doctor(environ: Mapping[str, str]) -> int:
    """Every check in turn; 0 when all is well, 1 otherwise."""
    try:
        found = settings.load(environ)
    except settings.SettingsError as wrong:
        click.echo(f"settings  WRONG  {wrong}")
        return 1
    for name in settings.unknown(environ):
        click.echo(f"settings  odd    {name} is no setting of Underpin: check its spelling")
    click.echo("settings  ok")
    return max([await _run(name, check, found) for name, check in CHECKS])


async def _run(name: str, check: Callable[[Settings], Awaitable[str]], found: Settings) -> int:
    try:
        said = await check(found)
    except Exception as problem:  # noqa: BLE001 - whatever is wrong is what a doctor is asked for
        click.echo(f"{name:9} WRONG  {type(problem).__name__}: {problem}")
        return 1
    click.echo(f"{name:9} ok     {said}")
    return 0


async def _roles(found: Settings) -> str:
    for role, url in roles.urls(found.database_url, found.role_prefix, found.secret).items():
        connection = await asyncpg.connect(url)
        try:
            await _confined(connection, role)
        finally:
            await connection.close()
    return f"{len(ROLES)} roles sign in, and none can leave its scope"


async def _confined(connection: asyncpg.Connection, role: str) -> None:
    row = await connection.fetchrow(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole AS strong, "
        "has_function_privilege('set_config(text, text, boolean)', 'EXECUTE') AS sets "
        "FROM pg_roles WHERE rolname = current_user"
    )
    if row["strong"]:
        raise PermissionError(f"the role {role} may do too much: run `underpin migrate`")
    if row["sets"]:
        raise PermissionError("set_config is open to PUBLIC: run `underpin migrate` with an admin")


async def _schema(found: Settings) -> str:
    url = roles.urls(found.database_url, found.role_prefix, found.secret)["system"]
    connection = await asyncpg.connect(url)
    try:
        await migrate.verify(connection)
    finally:
        await connection.close()
    return f"{len(migrate.known())} migrations, all known"


async def _redis(found: Settings) -> str:
    redis = Redis.from_url(found.redis_url)
    try:
        version = (await redis.info("server"))["redis_version"]
    finally:
        await redis.aclose()
    return f"Redis {version}"


async def _mail(found: Settings) -> str:
    import asyncio

    relay = mail_channel.relay(found.smtp_url)
    _, writer = await asyncio.open_connection(relay.host, relay.port)
    writer.close()
    return f"the relay at {relay.host}:{relay.port} answers"


async def _pulse(found: Settings) -> str:
    async with process.running(found, pool_size=1):
        why = await heart.held()
    if why is not None:
        raise TimeoutError(f"held: {why} Look at the clocks, then `underpin confirm-time`.")
    return "not held"


async def _fonts(_: Settings) -> str:
    return f"{len(fonts.paths())} files, in which documents are printed"


async def _pages(_: Settings) -> str:
    return (
        f"{len(bundles.shapes())} icons and {len(bundles.NAMES)} bundles, of which pages are made"
    )


CHECKS: tuple[Check, ...] = (
    ("roles", _roles),
    ("schema", _schema),
    ("redis", _redis),
    ("mail", _mail),
    ("pulse", _pulse),
    ("fonts", _fonts),
    ("pages", _pages),
)


async def confirm_time(found: Settings) -> int:
    async with process.running(found, pool_size=1):
        was = await heart.confirm_time()
    click.echo("The pulse goes on." if was else "The pulse was not held.")
    return 0


async def search_index(found: Settings) -> int:
    async with process.running(found, pool_size=1):
        filled = await filling.everywhere()
    click.echo(f"{filled} tickets indexed")
    return 0


async def verify_audit(found: Settings, slug: str) -> int:
    """Prints the verdict; 1 when the chain or a detail is broken, 2 for an unknown slug."""
    async with process.running(found, pool_size=1):
        tenant = await _tenant(found, slug)
        if tenant is None:
            click.echo(f"No client company has the slug {slug!r}.")
            return 2
        async with db.open(Work(tenant)):
            act = Act(worker(tenant), tenant, await db.now(), "cli", "tenants.seal.verify")
            verdict = await seal.verify(act)
    click.echo(f"{verdict.head.count} entries sealed, head {verdict.head.hash}")
    click.echo(f"{verdict.details_erased} details erased, {verdict.details_altered} altered")
    broken = f"BROKEN at {verdict.broken_at}" if verdict.broken_at else "details altered"
    click.echo("intact" if verdict.intact else broken)
    return 0 if verdict.intact else 1


async def _tenant(found: Settings, slug: str) -> int | None:
    owner = found.owner_url or roles.owner_url(found.database_url, found.role_prefix, found.secret)
    connection = await asyncpg.connect(owner)
    try:
        tenant: int | None = await connection.fetchval(
            "SELECT id FROM tenant WHERE slug = $1", slug
        )
    finally:
        await connection.close()
    return tenant


async def administrator(found: Settings, name: str, email: str) -> int:
    """Once, where nobody administers yet."""
    async with process.running(found, pool_size=1):
        try:
            link = await first_admin.invited(name, email)
        except Problem as refused:
            click.echo(refused.detail)
            return 2
    click.echo(link)
    return 0


async def code(found: Settings, email: str) -> int:
    """A demo's staff need no authenticator: the code is read here."""
    if not found.demo:
        click.echo("Codes are shown in a demo only.")
        return 2
    async with process.running(found, pool_size=1):
        shown = await codes.present(email)
    click.echo(shown or f"No staff person has {email}.")
    return 0 if shown else 2
