"""Server processes that outlive the one that started them, found again by pid and folder."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from underpin.kernel import supervisor_tether
from underpin.kernel.embedded.errors import EmbeddedError

LARGEST_LOG = 10_000_000
"""Bytes; a log that has grown past it is set aside once at the next start."""


def spawn(argv: list[str], log: Path, *, tethered: signal.Signals | None = None) -> int:
    """Start `argv` in a session of its own, so that Ctrl-C does not reach it; returns its pid.

    With `tethered` it gets that signal when the thread that called this ends.
    """
    if tethered is not None:
        argv = supervisor_tether.tethered(argv, tethered)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    return os.posix_spawn(
        argv[0],
        argv,
        environment(),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), append, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
        setsigmask=[],
        setsigdef=[signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGHUP],
    )


def environment() -> dict[str, str]:
    """What a server sees: none of the PG* or locale variables of whoever started it."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def is_alive(pid: int) -> bool:
    """Whether the process runs; a dead child of ours is laid to rest on the way."""
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass  # somebody else's child: the signal tells
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return not _is_zombie(pid)


def works_in(pid: int, folder: Path) -> bool:
    """Whether `pid` is alive and its working folder is `folder`: pids are used again.

    Where the system does not say (no /proc), a living process of ours counts.
    """
    if not is_alive(pid):
        return False
    if not Path("/proc/self/cwd").exists():
        return True
    return _cwd_is(Path(f"/proc/{pid}/cwd"), folder)


def anyone_in(folder: Path) -> bool:
    """Whether a process of ours works in `folder`; False where the system does not say."""
    return any(_cwd_is(place, folder) for place in Path("/proc").glob("[0-9]*/cwd"))


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether `condition` came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def come_up(name: str, pid: int, ready: Callable[[], bool], log: Path, seconds: float) -> None:
    """Wait until `pid` is `ready`. Raises EmbeddedError with the end of its log if it dies.

    One that needs longer is left at it, for it may be repairing what a hard stop left.
    """
    in_time = wait_for(lambda: ready() or not is_alive(pid), seconds)
    if in_time and is_alive(pid):
        return
    said = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
    what = "did not start" if in_time else "is still starting: try again in a while"
    raise EmbeddedError(f"{name} {what}; {log} ends:\n{said}")


def end(pid: int, signals: Sequence[tuple[signal.Signals, float]]) -> None:
    """Send each signal in turn and wait its seconds. Raises EmbeddedError if none helps."""
    for number, seconds in signals:
        if is_alive(pid):
            os.kill(pid, number)
        if wait_for(lambda: not is_alive(pid), seconds):
            return
    raise EmbeddedError(f"Process {pid} does not end. Look at what it does before you kill it.")


def _cwd_is(link: Path, folder: Path) -> bool:
    try:
        return link.samefile(folder)
    except OSError:  # it ended, or is somebody else's
        return False


def _is_zombie(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] == "Z"
