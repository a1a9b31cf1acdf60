"""An installation of a test's own: servers and processes in one folder, each of which may be
killed at any instant. What dies is started again, as the supervisor would."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg

from tests import ports
from underpin.kernel import smtp_catcher, supervisor_tether
from underpin.kernel.database import migrate, roles
from underpin.kernel.embedded.postgres import Postgres
from underpin.kernel.embedded.redis import Redis

ROOT = Path(__file__).parents[2]
PREFIX, DATABASE = "underpin", "underpin"
SECRET = "a-secret-of-the-kill-tests-that-guards-nothing"
AGAIN_SECONDS = 0.1
PATIENCE_SECONDS = 90
UNDERPIN = ("-m", "underpin.cli")
CATCHER = ("-m", "underpin.kernel.smtp_catcher")


class Failed(AssertionError):
    """A process of the installation could not do its work; says the end of its log."""


class Kept:
    """A program that is started again whenever it ends, until it is let go."""

    def __init__(self, name: str, words: Sequence[str], env: dict[str, str], folder: Path) -> None:
        self.name, self.starts = name, 0
        self._words, self._env, self._log = words, env, folder / f"{name}.log"
        self._process: Process | None = None
        self._keeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeping
        await _end(self._process)

    def kill(self) -> bool:
        """Whether it ran."""
        return _kill(self._process)

    async def _keep(self) -> None:
        while True:
            self._process = await _started(self._words, self._env, self._log)
            self.starts += 1
            await self._process.wait()
            await asyncio.sleep(AGAIN_SECONDS)


class Installation:
    """Servers, mail catcher, worker and web app of one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self.folder, self.mails = folder, folder / "mail"
        self.postgres = Postgres(folder / "postgres", durable=False, tethered=True)
        self.redis = Redis(folder / "redis", durable=False, tethered=True)
        self.ports = {name: ports.free() for name in ("web", "mail", "relay", "watch")}
        self._replay: Process | None = None

    async def start(self) -> None:
        """Servers up, schema there; no process of the product runs yet."""
        self.postgres.start()
        self.redis.start()
        await roles.prepare(self.postgres.admin_url(), PREFIX, SECRET, DATABASE)
        await migrate.run(self.owner, PREFIX, report=lambda _: None)
        self.catcher = self._kept("catcher", *CATCHER, *self._catching())
        self.worker = self._kept("worker", *UNDERPIN, "worker")
        self.web = self._kept("web", *UNDERPIN, "serve")

    async def stop(self) -> None:
        await _end(self._replay)
        for each in (self.web, self.worker, self.catcher):
            await each.stop()
        self.redis.stop()
        self.postgres.stop()

    def _kept(self, name: str, *words: str) -> Kept:
        return Kept(name, words, self.environ, self.folder)

    def watched_worker(self, token: str) -> Kept:
        """A worker whose metrics may be read with this token."""
        where = f"127.0.0.1:{self.ports['watch']}"
        told = {"UNDERPIN_METRICS_TOKEN": token, "UNDERPIN_WORKER_METRICS_LISTEN": where}
        return Kept("worker", (*UNDERPIN, "worker"), self.environ | told, self.folder)

    def _catching(self) -> tuple[str, ...]:
        return ("--listen", f"127.0.0.1:{self.ports['relay']}", "--folder", str(self.mails))

    @property
    def base(self) -> str:
        return roles.without_login(self.postgres.admin_url(), DATABASE)

    @property
    def owner(self) -> str:
        return roles.owner_url(self.base, PREFIX, SECRET)

    @property
    def environ(self) -> dict[str, str]:
        web = self.ports["web"]
        return {
            **{name: text for name, text in os.environ.items() if "UNDERPIN" not in name},
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
            "UNDERPIN_DATABASE_URL": self.base,
            "UNDERPIN_REDIS_URL": self.redis.url,
            "UNDERPIN_SECRET": SECRET,
            "UNDERPIN_DESK_ORIGIN": f"http://desk.localhost:{web}",
            "UNDERPIN_PORTAL_ORIGIN": f"http://portal.localhost:{web}",
            "UNDERPIN_CONTENT_ORIGIN": f"http://content.localhost:{web}",
            "UNDERPIN_LISTEN": f"127.0.0.1:{web}",
            "UNDERPIN_SMTP_URL": f"smtp://127.0.0.1:{self.ports['relay']}",
            "UNDERPIN_MAIL_LISTEN": f"127.0.0.1:{self.ports['mail']}",
            "UNDERPIN_MAIL_DOMAIN": "desk.example",
            "UNDERPIN_DEMO": "yes",
            "UNDERPIN_ALLOW_PRIVATE_ADDRESSES": "yes",
        }

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection of the owner's, who sees every row."""
        connection = await asyncpg.connect(self.owner)
        try:
            yield connection
        finally:
            await connection.close()

    async def run(self, *words: str) -> str:
        """A program to its end; returns what it printed. Raises Failed."""
        log = self.folder / "run.log"
        process = await _started(words, self.environ, log, output=asyncio.subprocess.PIPE)
        said, _ = await process.communicate()
        if process.returncode:
            raise Failed(f"{words} ended with {process.returncode}: {_tail(log)}{said.decode()}")
        return said.decode()

    async def replay(
        self, log: Path, *words: str, source: str = "servicenow", tries: int = 1
    ) -> int:
        """Live the log, starting anew each time it is killed; returns how many starts it took."""
        command = (*UNDERPIN, "replay", str(log), "--format", source, *words)
        for count in range(1, tries + 1):
            self._replay = await _started(command, self.environ, self._replay_log)
            if await self._replay.wait() == 0:
                return count
        raise Failed(f"The replay did not end well in {tries} starts: {_tail(self._replay_log)}")

    @property
    def replayed(self) -> str:
        """What the replay said of itself."""
        return self._replay_log.read_text()

    @property
    def _replay_log(self) -> Path:
        return self.folder / "replay.log"

    def kill_replay(self) -> bool:
        """Whether it ran."""
        return _kill(self._replay)

    def lose_redis(self) -> bool:
        """It does not start again by itself."""
        return _shoot(self.redis)

    def kill_redis(self) -> bool:
        """It starts again, empty."""
        _shoot(self.redis)
        self.redis.start()
        return True

    def kill_postgres(self) -> bool:
        """The postmaster alone: its sessions notice, and end without a checkpoint. It starts
        again in this very thread, to which it is tethered."""
        _shoot(self.postgres)
        self.postgres.start()
        return True

    async def hurry(self) -> None:
        """What was held back so that it could be undone leaves now, and so does what was leased
        to a worker that is dead."""
        async with self.asking() as connection:
            await connection.execute(HURRY)

    async def drained(self) -> None:
        """Nothing is left to be delivered, sent or fired; what waits to leave leaves now."""
        await until(self._is_idle, "everything to be delivered")

    async def _is_idle(self) -> bool:
        await self.hurry()
        async with self.asking() as connection:
            return not await connection.fetchval(BUSY)

    async def alone(self) -> None:
        """No process that was ended has anything under way at the database still."""
        await until(self._nobody_works, "what was ended to let go of the database")

    async def _nobody_works(self) -> bool:
        async with self.asking() as connection:
            return not await connection.fetchval(AT_WORK)

    async def sealed(self) -> None:
        """Every audit entry is sealed, as it would be ten seconds on, and each chain is whole."""
        await self.run("-m", "tests.chaos.sealing")

    async def dump(self) -> list[str]:
        """The canonical dump; all must be drained and sealed first to compare it with another."""
        return (await self.run(*UNDERPIN, "dump")).splitlines()

    def caught(self) -> tuple[smtp_catcher.Caught, ...]:
        return smtp_catcher.messages(self.mails)


HURRY = """
UPDATE outgoing SET due_at = transaction_timestamp()
WHERE sent_at IS NULL AND withdrawn_at IS NULL AND parked_at IS NULL
  AND due_at > transaction_timestamp() + interval '2 seconds'
"""
BUSY = """
SELECT EXISTS (SELECT FROM delivery)
    OR EXISTS (SELECT FROM outgoing WHERE sent_at IS NULL AND withdrawn_at IS NULL)
    OR EXISTS (SELECT FROM timer t JOIN tenant n ON n.id = t.tenant_id
               WHERE t.due_at < coalesce(n.simulated_now, transaction_timestamp()))
"""


AT_WORK = """
SELECT count(*) FROM pg_stat_activity
WHERE usename LIKE 'underpin\\_%' AND pid <> pg_backend_pid() AND datname = current_database()
"""


@asynccontextmanager
async def installed(folder: Path) -> AsyncIterator[Installation]:
    """Started in a new folder, stopped at the end whatever happens."""
    found = Installation(folder)
    await found.start()
    try:
        yield found
    finally:
        await found.stop()


async def until(true: Callable[[], Awaitable[bool]], what: str, every: float = 0.2) -> None:
    """Wait for it. Raises Failed when it takes too long."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await true():  # noqa: ASYNC110 - another process makes it true
                await asyncio.sleep(every)
    except TimeoutError:
        raise Failed(f"Waited {PATIENCE_SECONDS} s for {what}.") from None


async def _started(
    words: Sequence[str], env: dict[str, str], log: Path, output: int | None = None
) -> Process:
    with log.open("ab") as file:
        return await asyncio.create_subprocess_exec(
            *supervisor_tether.tethered([sys.executable, *words], signal.SIGKILL),
            cwd=ROOT,
            env=env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output or file,
            stderr=file,
            start_new_session=True,
        )


def _kill(process: Process | None) -> bool:
    if process is None or process.returncode is not None:
        return False
    process.send_signal(signal.SIGKILL)
    return True


async def _end(process: Process | None) -> None:
    _kill(process)
    if process is not None:
        await process.wait()


def _shoot(server: Postgres | Redis) -> bool:
    pid = server.pid
    assert pid is not None, "the server runs"
    os.kill(pid, signal.SIGKILL)
    return True


def _tail(log: Path) -> str:
    return "\n" + "\n".join(log.read_text(errors="replace").splitlines()[-20:])
