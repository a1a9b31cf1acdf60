"""The embedded Redis: private, found again, and none the worse for a kill."""

from __future__ import annotations

import importlib.util
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from arq.connections import RedisSettings
from redis import Redis as Client

from underpin.kernel import embedded
from underpin.kernel.embedded import __main__ as command
from underpin.kernel.embedded import processes
from underpin.kernel.embedded import redis as embedded_redis
from underpin.kernel.embedded.errors import EmbeddedError
from underpin.kernel.embedded.redis import Redis


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Redis]:
    server = Redis(tmp_path / "redis")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def client(server: Redis) -> Iterator[Client]:
    with Client.from_url(server.url) as client:
        yield client


def pid_of(server: Redis) -> int:
    pid = server.pid
    assert pid is not None
    return pid


def test_it_listens_on_a_private_socket_alone(server: Redis, client: Client) -> None:
    assert client.config_get("port") == {"port": "0"}
    assert stat.S_IMODE((server.folder / "run").stat().st_mode) == 0o700
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700


def test_a_second_start_finds_the_server_running(server: Redis) -> None:
    again = Redis(server.folder)

    again.start()

    assert again.pid == server.pid


def test_stopping_keeps_what_it_holds(server: Redis, client: Client) -> None:
    client.set("kept", "42")

    server.stop()
    assert server.pid is None
    server.stop()
    server.start()

    assert client.get("kept") == b"42"


def test_a_careless_server_begins_empty(tmp_path: Path) -> None:
    server = Redis(tmp_path, durable=False)
    server.start()
    with Client.from_url(server.url) as client:
        client.set("lost", "42")
        server.stop()
        server.start()
        assert client.get("lost") is None
    server.stop()


@pytest.mark.kill
def test_a_killed_server_starts_again(server: Redis, client: Client) -> None:
    client.set("kept", "42")
    killed = pid_of(server)

    os.kill(killed, signal.SIGKILL)
    server.start()

    assert server.pid != killed
    assert client.get("kept") == b"42"


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    server = Redis(tmp_path / ("long" * 30) / "with space ł")
    server.start()

    with Client.from_url(server.url) as client:
        assert client.ping()
    assert RedisSettings.from_dsn(server.url).unix_socket_path == server.url.removeprefix("unix://")
    assert len(server.url) < 103
    server.stop()


def test_what_the_server_says_is_shown_when_it_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "appendonly.aof").write_bytes(b"nonsense that is no log of writes\n")

    with pytest.raises(EmbeddedError, match="Bad file format reading the append only file"):
        Redis(tmp_path).start()


def test_a_temporary_server_leaves_nothing() -> None:
    with embedded_redis.temporary() as server:
        folder, pid = server.folder, pid_of(server)

    assert not folder.exists()
    assert not processes.is_alive(pid)


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_temporary_server_ends_even_with_a_killed_run() -> None:
    code = """
import os, shutil
from underpin.kernel.embedded import redis
with redis.temporary() as server:
    print(server.pid, flush=True)
    shutil.rmtree(server.folder)
    os.kill(os.getpid(), 9)
"""
    run = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=False)

    assert run.returncode == -signal.SIGKILL
    assert processes.wait_for(lambda: not processes.is_alive(int(run.stdout)), 60)


def test_a_missing_wheel_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(EmbeddedError, match="make install"):
        embedded_redis._program()


def test_a_data_folder_is_wiped_with_its_servers_and_nothing_else_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    embedded.start_all(data)
    other = tmp_path / "other"
    other.mkdir()
    pid = pid_of(Redis(data / "redis"))

    embedded.wipe(data)
    embedded.wipe(data)
    with pytest.raises(EmbeddedError, match="holds no servers of ours"):
        embedded.wipe(other)

    assert not data.exists()
    assert other.exists()
    assert not processes.is_alive(pid)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["wipe", "{tmp}"], "holds no servers of ours"),
        (["dance", "{tmp}"], "start|stop|wipe FOLDER"),
        ([], "start|stop|wipe FOLDER"),
    ],
)
def test_the_command_line_says_what_is_wrong(tmp_path: Path, words: list[str], said: str) -> None:
    assert said in str(command.main([word.format(tmp=tmp_path) for word in words]))
    assert command.main(["stop", str(tmp_path)]) == 0


def test_both_servers_start_and_stop_together(tmp_path: Path) -> None:
    servers = embedded.start_all(tmp_path)
    again = embedded.start_all(tmp_path)

    assert servers == again
    assert servers.admin_url.startswith("postgresql://")
    assert servers.admin_url not in repr(servers)
    embedded.stop_all(tmp_path)
    assert embedded.Postgres(tmp_path / "postgres").pid is None
    assert embedded.Redis(tmp_path / "redis").pid is None
