"""The embedded PostgreSQL: private, found again, and none the worse for a kill."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from underpin.kernel.embedded import cluster, postgres, processes, unprivileged
from underpin.kernel.embedded.errors import EmbeddedError
from underpin.kernel.embedded.postgres import Postgres


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    yield from started(tmp_path_factory.mktemp("running"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    yield from started(tmp_path)


def started(home: Path) -> Iterator[Postgres]:
    home.chmod(0o711)
    server = Postgres(home / "postgres", durable=False)
    server.start()
    try:
        yield server
    finally:
        server.stop()


async def ask(server: Postgres, sql: str) -> object:
    connection = await asyncpg.connect(server.admin_url())
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def pid_of(server: Postgres) -> int:
    pid = server.pid
    assert pid is not None
    return pid


def python(code: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *words])


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT current_setting('server_version_num')::int / 10000", 18),
        ("SELECT lower('ŁĄĆ')", "łąć"),
        ("SELECT datlocprovider = 'b' FROM pg_database WHERE datname = 'postgres'", True),
        ("SHOW listen_addresses", ""),
        ("SHOW jit", "off"),
        ("SHOW timezone", "UTC"),
        ("SHOW max_connections", "200"),
        ("SELECT bool_and(auth_method = 'scram-sha-256') FROM pg_hba_file_rules", True),
    ],
)
async def test_the_server_is_set_up_as_the_product_needs_it(
    running: Postgres, question: str, answer: object
) -> None:
    assert await ask(running, question) == answer


def test_the_data_of_the_demo_survives_a_power_cut() -> None:
    assert "fsync" not in cluster.CONFIGURATION


async def test_a_wrong_password_is_refused(running: Postgres) -> None:
    password = (running.folder / "password").read_text()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(running.admin_url().replace(password, "guess"))


def test_only_its_own_folder_is_closed_to_others(running: Postgres) -> None:
    assert mode(running.folder) == 0o700
    assert mode(running.folder / "data") == 0o700
    assert mode(running.folder / "run") == 0o700
    assert mode(running.folder / "password") == 0o600
    assert mode(running.folder / "postgres.log") == 0o600
    assert mode(running.folder.parent) == 0o711


def test_the_superuser_is_named_only_in_the_url(running: Postgres) -> None:
    command = Path(f"/proc/{pid_of(running)}/cmdline")
    if command.exists():
        password = (running.folder / "password").read_text()
        assert password not in command.read_text()
    assert "postgres:" not in repr(running)


def test_a_second_start_finds_the_server_running(running: Postgres) -> None:
    again = Postgres(running.folder)

    again.start()

    assert again.pid == running.pid
    assert again.admin_url() == running.admin_url()


async def test_the_url_names_the_database_asked_for(running: Postgres) -> None:
    connection = await asyncpg.connect(running.admin_url("template1"))
    assert await connection.fetchval("SELECT current_database()") == "template1"
    await connection.close()


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc to see processes")
def test_the_servers_home_may_be_closed_to_everyone_else(running: Postgres) -> None:
    running.folder.parent.chmod(0o700)
    try:
        fresh = Postgres(running.folder.parent / "second", durable=False)
        fresh.start()
        fresh.stop()
        assert mode(running.folder.parent) == 0o700
    finally:
        running.folder.parent.chmod(0o711)


def test_two_servers_run_side_by_side(running: Postgres, server: Postgres) -> None:
    assert running.pid != server.pid
    assert running.admin_url() != server.admin_url()


async def test_stopping_keeps_the_data(server: Postgres) -> None:
    await ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")

    server.stop()
    assert server.pid is None
    server.stop()
    server.start()

    assert await ask(server, "SELECT answer FROM kept") == 42


def test_stopping_what_never_ran_makes_nothing(tmp_path: Path) -> None:
    Postgres(tmp_path / "postgres").stop()

    assert list(tmp_path.iterdir()) == []


async def test_a_killed_server_starts_again_while_its_sessions_still_end(server: Postgres) -> None:
    await ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    busy = await asyncpg.connect(server.admin_url())
    killed = pid_of(server)

    os.kill(killed, signal.SIGKILL)
    server.start()

    assert server.pid != killed
    assert await ask(server, "SELECT answer FROM kept") == 42
    busy.terminate()


def test_a_pid_that_belongs_to_somebody_else_by_now_is_no_server(server: Postgres) -> None:
    note = server.folder / "data" / "postmaster.pid"
    lines = note.read_text().splitlines()
    server.stop()
    stranger = python("import time; time.sleep(60)")
    note.write_text("\n".join([str(stranger.pid), *lines[1:]]))
    try:
        if Path("/proc/self/cwd").exists():
            assert server.pid is None
            server.start()
            assert server.pid != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


STARTS_AND_DIES = """
import os, sys
from pathlib import Path
from underpin.kernel.embedded.postgres import Postgres
Postgres(Path(sys.argv[1]), durable=False).start()
os.kill(os.getpid(), 9)
"""


@pytest.mark.kill
def test_the_server_outlives_a_killed_starter_and_is_found_again(tmp_path: Path) -> None:
    starter = python(STARTS_AND_DIES, str(tmp_path))
    assert starter.wait() == -signal.SIGKILL

    server = Postgres(tmp_path)
    left = pid_of(server)
    server.start()

    assert server.pid == left
    server.stop()
    assert not processes.is_alive(left)


def test_two_starters_at_once_make_one_server(tmp_path: Path) -> None:
    starters = [python(STARTS_AND_DIES, str(tmp_path)) for _ in range(2)]
    for starter in starters:
        assert starter.wait() == -signal.SIGKILL

    server = Postgres(tmp_path)
    server.start()

    log = (tmp_path / "postgres.log").read_text()
    assert log.count("database system is ready to accept connections") == 1
    server.stop()


def test_a_cluster_left_half_made_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "data.unfinished" / "base").mkdir(parents=True)
    server = Postgres(tmp_path, durable=False)

    server.start()

    assert not (tmp_path / "data.unfinished").exists()
    server.stop()


async def test_what_the_user_set_for_another_postgresql_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGDATA": "/nowhere", "PGPORT": "1", "LANG": "pl_PL.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    server = Postgres(tmp_path, durable=False)
    server.start()

    assert await ask(server, "SHOW lc_messages") == "C"
    server.stop()


async def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    server = Postgres(tmp_path / ("long" * 30) / "with space ł", durable=False)
    server.start()
    socket = Path((server.folder / "socket-folder").read_text())

    assert mode(socket) == 0o700
    assert await ask(server, "SELECT 1") == 1
    Postgres(server.folder).start()
    assert Path((server.folder / "socket-folder").read_text()) == socket

    server.stop()
    assert not (server.folder / "socket-folder").exists()
    assert socket not in set(socket.parent.iterdir())
    server.start()
    assert await ask(server, "SELECT 1") == 1
    server.stop()


async def test_a_socket_that_was_swept_away_is_made_again(tmp_path: Path) -> None:
    server = Postgres(tmp_path / ("long" * 40), durable=False)
    server.start()
    socket = Path((server.folder / "socket-folder").read_text())
    shutil.rmtree(socket)

    server.start()

    assert await ask(server, "SELECT 1") == 1
    server.stop()


def test_what_the_server_says_is_shown_when_it_does_not_start(tmp_path: Path) -> None:
    server = Postgres(tmp_path, durable=False)
    server.start()
    server.stop()
    (tmp_path / "data" / "postgresql.conf").write_text("max_wal_size = 'plenty'\n")

    with pytest.raises(EmbeddedError, match='invalid value for parameter "max_wal_size"'):
        server.start()
    assert server.pid is None


ENDS_WITH_IT = """
import os, sys
from underpin.kernel.embedded import postgres
with postgres.temporary() as server:
    print(server.pid, server.folder, flush=True)
    sys.stdin.read()
"""


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_temporary_server_ends_even_with_a_killed_run() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", ENDS_WITH_IT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert run.stdout
    assert run.stdin
    pid, folder = run.stdout.readline().decode().split()
    assert processes.is_alive(int(pid))

    run.kill()
    run.wait()

    assert processes.wait_for(lambda: not processes.is_alive(int(pid)), 60)
    run.stdin.close()
    run.stdout.close()
    subprocess.run(["rm", "-r", folder], check=True)


def test_a_temporary_server_leaves_nothing() -> None:
    with postgres.temporary() as server:
        folder, pid = server.folder, pid_of(server)
        assert folder.exists()

    assert not folder.exists()
    assert not processes.is_alive(pid)


def test_an_ordinary_user_runs_it_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert unprivileged.prefix(Path("/nowhere/postgres")) == []


@pytest.mark.parametrize(
    ("unshare", "reason"),
    [(None, "`unshare` is not installed"), ("/bin/false", "does not let it run as nobody")],
)
def test_root_is_told_where_namespaces_are_not_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, unshare: str | None, reason: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: unshare)

    with pytest.raises(EmbeddedError, match=reason) as refused:
        unprivileged.prefix(cluster.program("postgres"))
    assert "UNDERPIN_DATABASE_URL" in str(refused.value)


def test_root_is_told_where_the_programs_are_closed_to_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refuses = tmp_path / "unshare"
    refuses.write_text("#!/bin/sh\nexit 126\n")
    refuses.chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: str(refuses))

    with pytest.raises(EmbeddedError, match="Run as the user this project belongs to"):
        unprivileged.prefix(cluster.program("postgres"))


def test_a_missing_wheel_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(EmbeddedError, match="make install"):
        cluster.program("postgres")


def test_attaching_waits_for_nothing_and_starts_nothing(
    running: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second start of the demo takes seconds: nothing of them may be spent here."""
    for wait in ("wait_for", "come_up", "spawn"):
        monkeypatch.delattr(processes, wait)
    Postgres(running.folder).start()
