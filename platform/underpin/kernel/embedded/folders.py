"""Private folders for the servers: mode 0700, ours, and nothing outside them is touched."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from underpin.kernel.embedded.errors import EmbeddedError

LONGEST_SOCKET = 103
"""Bytes a socket's path may have where it may have least: macOS; Linux takes 107."""


def private(folder: Path) -> Path:
    """`folder`, made if need be, with mode 0700. Raises EmbeddedError where it is not ours."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(
            f"{folder} cannot be made ({error.strerror}). Choose a folder you may write to."
        ) from error
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EmbeddedError(
            f"{folder} belongs to somebody else. Use a folder of your own, "
            "or run as the user it belongs to."
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One starter at a time per folder; a killed one leaves nothing locked."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def for_socket(folder: Path, name: str) -> Path:
    """The folder for the socket `name`: `folder/run`, or a short one where that will not do.

    It will not do where it is too long, or holds what would have to be quoted in a URL: not
    every client takes the quotes off again.

    The short one lies in the system's temporary folder, under a name nobody can guess in
    advance, and is remembered in `folder/socket-folder`; should the system have swept it
    away, or somebody else own its name by now, there will be a new one.
    """
    near = folder / "run"
    if _serves(near, name):
        return private(near)
    note = folder / "socket-folder"
    remembered = Path(note.read_text()) if note.exists() else None
    if remembered is not None and _serves(remembered, name) and _is_private(remembered):
        return remembered
    far = _short(name)
    note.write_text(str(far))
    return far


def forget_socket(folder: Path) -> None:
    """Remove the short folder, if there is one, with what a dead server left in it."""
    note = folder / "socket-folder"
    if not note.exists():
        return
    far = Path(note.read_text())
    if _is_private(far):
        for left in far.iterdir():
            left.unlink()
        far.rmdir()
    note.unlink()


def _short(name: str) -> Path:
    for base in dict.fromkeys((tempfile.gettempdir(), "/tmp")):  # noqa: S108 - mkdtemp is safe
        if _serves(Path(base) / "underpin-12345678", name):
            return Path(tempfile.mkdtemp(prefix="underpin-", dir=base))
    raise EmbeddedError(
        "No folder is short enough for a server's socket. Set TMPDIR to a shorter path."
    )


def _serves(folder: Path, name: str) -> bool:
    path = os.fsencode(folder / name)
    return len(path) <= LONGEST_SOCKET and quote(path) == os.fsdecode(path)


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    mine = found.st_uid == os.geteuid() and stat.S_ISDIR(found.st_mode)
    return mine and stat.S_IMODE(found.st_mode) == 0o700
