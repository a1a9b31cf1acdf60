"""The login roles, one per scope: member of no other, owner of nothing, unable to bypass.

Roles belong to the cluster, so they are created idempotently and tolerate another
database of the same cluster doing the same at the same moment.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from underpin.kernel.database.scope import ROLES


def name(prefix: str, role: str) -> str:
    return f"{prefix}_{role}"


def password(secret: str, role: str) -> str:
    """Each role's own password, derived from the installation's secret."""
    return hmac.new(secret.encode(), b"database-role:" + role.encode(), hashlib.sha256).hexdigest()


def url(base: str, login: str, secret: str) -> str:
    """`base` (postgresql://host/db, socket hosts in the query) with a role's credentials."""
    parts = urlsplit(base)
    host = parts.netloc.rsplit("@", 1)[-1]
    return urlunsplit(parts._replace(netloc=f"{quote(login)}:{quote(secret)}@{host}"))


def without_login(admin_url: str, database: str) -> str:
    """The address of `database` on the same server, with nobody's credentials in it."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rsplit("@", 1)[-1]
    return urlunsplit(parts._replace(netloc=host, path=f"/{database}"))


def urls(base: str, prefix: str, secret: str) -> dict[str, str]:
    """A URL per scope, for `ENGINE.connect`."""
    return {role: url(base, name(prefix, role), password(secret, role)) for role in ROLES}


def owner_url(base: str, prefix: str, secret: str) -> str:
    return url(base, name(prefix, "owner"), password(secret, "owner"))


async def prepare(admin_url: str, prefix: str, secret: str, database: str) -> None:
    """As a superuser: roles, the database, and what PUBLIC must not be able to do.

    Safe to repeat; changes passwords to the ones the present secret derives.
    """
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute("SELECT pg_advisory_lock(hashtext('underpin-roles'))")
        for role in (*ROLES, "owner"):
            await _role(connection, name(prefix, role), password(secret, role))
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname=$1", database):
            owner = name(prefix, "owner")
            await connection.execute(f'CREATE DATABASE "{database}" OWNER "{owner}"')
        # still under the lock: two starters granting at once fail on the catalogue's own rows
        await _harden(admin_url, prefix, database)
    finally:
        await connection.close()


async def _role(connection: asyncpg.Connection, login: str, secret: str) -> None:
    # another starter, or an earlier start, may have made it: the next statement sets it right
    with contextlib.suppress(asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
        await connection.execute(f'CREATE ROLE "{login}"')
    await connection.execute(
        f'ALTER ROLE "{login}" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOINHERIT '
        f"PASSWORD '{secret}'"
    )
    await connection.execute(f'ALTER ROLE "{login}" SET jit = off')


async def _harden(admin_url: str, prefix: str, database: str) -> None:
    parts = urlsplit(admin_url)
    connection = await asyncpg.connect(urlunsplit(parts._replace(path=f"/{database}")))
    try:
        for statement in hardening(prefix, database):
            await connection.execute(statement)
    finally:
        await connection.close()


def hardening(prefix: str, database: str) -> list[str]:
    """What a superuser takes from PUBLIC in our database, so that a scope cannot be changed
    from inside a query, and our roles alone may connect."""
    logins = ", ".join(f'"{name(prefix, role)}"' for role in (*ROLES, "owner"))
    return [
        "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC",
        "REVOKE ALL ON pg_catalog.pg_settings FROM PUBLIC",
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{database}" TO {logins}',
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {logins}",
        f'ALTER SCHEMA public OWNER TO "{name(prefix, "owner")}"',
    ]
