"""Starting an installation on one machine: servers, schema, children, and a greeting."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import click

from underpin import home
from underpin.demo import seeding
from underpin.home import Home
from underpin.kernel import settings as settings_
from underpin.kernel import supervisor
from underpin.kernel.database import migrate as migrations
from underpin.kernel.database import roles
from underpin.kernel.settings import Settings
from underpin.kernel.supervisor import Child

Report = Callable[[str], None]


FIRST = "Nobody is there yet? `underpin administrator EMAIL` prints the first sign-in's link."


def up(folder: Path, *, demo: bool) -> int:
    """Run until told to stop; returns the exit code. The servers stop with it, the data stays."""
    from underpin.kernel import embedded

    click.echo("Starting PostgreSQL and Redis")
    place = home.started(folder)
    environ = {**place.environ, **_given()}
    settings = settings_.load(environ)
    try:
        migrate(settings, click.echo)
        return supervisor.run(
            _children(place, environ), meanwhile=lambda: _greet(settings, demo=demo)
        )
    finally:
        embedded.stop_all(folder)


def _given() -> dict[str, str]:
    """What the environment sets wins over what the folder keeps."""
    return {name: value for name, value in os.environ.items() if name.startswith("UNDERPIN_")}


def _children(place: Home, environ: dict[str, str]) -> list[Child]:
    me = [sys.executable, "-m", "underpin.cli"]
    whole = {**os.environ, **environ}
    relay = urlsplit(environ["UNDERPIN_SMTP_URL"])
    catcher = ["-m", "underpin.kernel.smtp_catcher", "--listen", f"127.0.0.1:{relay.port}"]
    stripe = ["-m", "underpin.demo.stripe_simulator", "--folder", str(place.stripe)]
    return [
        Child("catcher", [sys.executable, *catcher, "--folder", str(place.mail)], whole),
        *(
            [Child("stripe", [sys.executable, *stripe], whole)]
            if whole["UNDERPIN_STRIPE_URL"]
            else []
        ),
        Child("web", [*me, "serve"], whole),
        Child("worker", [*me, "worker"], whole),
    ]


async def _greet(settings: Settings, *, demo: bool) -> None:
    if demo:
        await seeding.seed(settings, click.echo)
    await _answers(settings)
    plain = [settings.desk_origin, FIRST]
    for line in await seeding.greeting(settings) if demo else plain:
        click.echo(line)


async def _answers(settings: Settings) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection(settings.listen.host, settings.listen.port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return


def migrate(settings: Settings, report: Report) -> None:
    """Prepare the roles where a superuser's URL is given, then bring the schema up."""
    asyncio.run(migrated(settings, report))


async def migrated(settings: Settings, report: Report) -> None:
    prefix, secret = settings.role_prefix, settings.secret
    if settings.admin_url:
        database = urlsplit(settings.database_url).path.strip("/")
        await roles.prepare(settings.admin_url, prefix, secret, database)
    owner = settings.owner_url or roles.owner_url(settings.database_url, prefix, secret)
    ran = await migrations.run(owner, prefix, report)
    report(f"schema: {ran} migrations ran" if ran else "schema: up to date")
