"""A throw-away installation to measure: servers of its own in a temporary folder, roles, schema,
and this process's pools."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field

import asyncpg

from underpin import wiring
from underpin.kernel import process, settings
from underpin.kernel.database import migrate, roles
from underpin.kernel.database.transaction import SafeConnection
from underpin.kernel.embedded import postgres, redis
from underpin.kernel.settings import Settings

SECRET = "benchmarks-only-secret-that-guards-nothing"
DATABASE = "measured"
PREFIX = "underpin"


@dataclass(frozen=True, slots=True)
class Ground:
    """`environ` starts any process of this installation; `admin` is the superuser's URL."""

    admin: str = field(repr=False)
    environ: dict[str, str] = field(repr=False)
    settings: Settings

    def role(self, scope: str) -> str:
        return roles.urls(self.settings.database_url, PREFIX, SECRET)[scope]

    @property
    def owner(self) -> str:
        return roles.owner_url(self.settings.database_url, PREFIX, SECRET)

    async def connect(self, url: str) -> asyncpg.Connection:
        return await asyncpg.connect(url, connection_class=SafeConnection)


@asynccontextmanager
async def laid(port: int = 1) -> AsyncIterator[Ground]:
    """Everything is gone at the end. `port` is where a web process of it would listen."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres.temporary())
        cache = stack.enter_context(redis.temporary())
        await roles.prepare(server.admin_url(), PREFIX, SECRET, DATABASE)
        environ = _environ(roles.without_login(server.admin_url(), DATABASE), cache.url, port)
        ground = Ground(server.admin_url(DATABASE), environ, settings.load(environ))
        await migrate.run(ground.owner, PREFIX, report=lambda _: None)
        wiring.wire()
        async with process.running(ground.settings):
            yield ground


def _environ(database: str, cache: str, port: int) -> dict[str, str]:
    faces = {face: f"http://{face}.localhost:{port}" for face in ("desk", "portal", "content")}
    return {
        "UNDERPIN_DATABASE_URL": database,
        "UNDERPIN_REDIS_URL": cache,
        "UNDERPIN_SECRET": SECRET,
        **{f"UNDERPIN_{face.upper()}_ORIGIN": origin for face, origin in faces.items()},
        "UNDERPIN_LISTEN": f"127.0.0.1:{port}",
        "UNDERPIN_SMTP_URL": "smtp://127.0.0.1:2525",
        "UNDERPIN_MAIL_DOMAIN": "desk.example",
    }
