"""The command line `underpin`. Composition only: each command is a few lines over a room."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

FOLDER = Path(".underpin")


@click.group(help="Underpin: the help desk managed service providers run for their clients.")
def main() -> None:
    """Each command imports what it needs, so that the quick ones stay quick."""


def _settings() -> Any:
    from underpin import home
    from underpin.kernel import settings

    try:
        return settings.load({**home.environ_of(FOLDER), **os.environ})
    except settings.SettingsError as wrong:
        _fail(str(wrong))


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(2)


@main.command()
@click.option("--demo", is_flag=True, help="Seed it with client companies that live.")
def up(demo: bool) -> None:
    """Start everything on this machine: embedded servers, the web app, the worker."""
    from underpin import starting
    from underpin.kernel.embedded import EmbeddedError

    try:
        sys.exit(starting.up(FOLDER, demo=demo))
    except EmbeddedError as problem:
        _fail(str(problem))


@main.command()
@click.argument("email")
@click.option("--name", default="Administrator", help="As colleagues see it.")
def administrator(email: str, name: str) -> None:
    """Invite the first administrator: prints the link by which they set their password."""
    from underpin import checking

    sys.exit(asyncio.run(checking.administrator(_settings(), name, email)))


@main.command()
def serve() -> None:
    """Serve the web application (pages, portal, API)."""
    from underpin import app

    app.main(_settings())


@main.command()
def worker() -> None:
    """Fire alarms, deliver events, send and take in mail, run jobs."""
    from underpin import worker as working

    working.main(_settings())


@main.command()
def migrate() -> None:
    """Bring the database to this release's schema; prepares roles where an admin URL is given."""
    from underpin import starting

    starting.migrate(_settings(), click.echo)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "source", type=click.Choice(["servicenow", "volvo"]), required=True)
@click.option("--tenants", "most", type=click.IntRange(1, 200), default=12, show_default=True)
@click.option("--limit", type=click.IntRange(1), help="Live only the first so many cases.")
def replay(file: Path, source: str, most: int, limit: int | None) -> None:
    """Live an incident log through simulated client companies, and compare with what is known.

    Goes on from where it stopped. Needs a running worker, which fires what falls due.
    """
    from underpin.demo import replaying
    from underpin.kernel import process

    settings, wrong = _settings(), ""
    try:
        code = process.run(replaying.run(settings, file, source, most, limit))
    except* replaying.REFUSALS as told:
        code, wrong = 2, "\n".join(sorted({str(each) for each in told.exceptions}))
    if wrong:
        _fail(wrong)
    sys.exit(code)


@main.command(name="invoice-run")
@click.option("--month", required=True, help="The month to invoice, such as 2026-10.")
@click.option("--issue", is_flag=True, help="Make the drafts final, with numbers.")
def invoice_run(month: str, issue: bool) -> None:
    """Draft every client's invoice for a month, or issue it; started again it goes on."""
    from underpin import invoicing

    sys.exit(asyncio.run(invoicing.run(_settings(), month, issue=issue)))


@main.command(name="search-index")
def search_index() -> None:
    """Bring every client's search index up to date; started again it goes on."""
    from underpin import checking

    sys.exit(asyncio.run(checking.search_index(_settings())))


@main.command(name="verify-audit")
@click.argument("slug")
def verify_audit(slug: str) -> None:
    """Recompute a client's audit chain and say whether it is whole."""
    from underpin import checking

    sys.exit(asyncio.run(checking.verify_audit(_settings(), slug)))


@main.command()
def doctor() -> None:
    """Check settings, database, roles, schema, Redis, mail and the pulse; name what is wrong."""
    from underpin import checking

    sys.exit(asyncio.run(checking.doctor(os.environ)))


@main.command(name="confirm-time")
def confirm_time() -> None:
    """Let a held pulse go on: you have looked at the clocks."""
    from underpin import checking

    sys.exit(asyncio.run(checking.confirm_time(_settings())))


@main.command()
def dump() -> None:
    """Print everything the installation holds as JSON lines, equal where two lived the same."""
    from underpin import canonical

    sys.exit(asyncio.run(canonical.run(_settings())))


@main.command()
def calc() -> None:
    """Answer questions about working time and clocks: JSON lines in, JSON lines out."""
    from contracts import calc as calculator

    calculator.run(sys.stdin, sys.stdout)


@main.command()
@click.argument("email")
def code(email: str) -> None:
    """The demo's present one-time code of a staff person; refused outside a demo."""
    from underpin import checking

    sys.exit(asyncio.run(checking.code(_settings(), email)))


if __name__ == "__main__":
    main()
