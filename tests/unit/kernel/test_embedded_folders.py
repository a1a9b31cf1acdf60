"""Folders and processes of the embedded servers."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from underpin.kernel.embedded import folders, processes
from underpin.kernel.embedded.errors import EmbeddedError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o755)
    before = mode(tmp_path)

    folders.private(open_folder)

    assert mode(open_folder) == 0o700
    assert mode(tmp_path) == before


def test_somebody_elses_folder_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o755)
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)

    with pytest.raises(EmbeddedError, match="belongs to somebody else"):
        folders.private(theirs)
    assert mode(theirs) == 0o755


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(EmbeddedError, match="file/data cannot be made"):
        folders.private(tmp_path / "file" / "data")


def test_a_link_in_the_folders_place_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir(mode=0o755)
    link = tmp_path / "link"
    link.symlink_to(target)

    with pytest.raises(EmbeddedError):
        folders.private(link)
    assert mode(target) == 0o755


def test_a_short_folder_is_not_taken_back_from_a_stranger(tmp_path: Path) -> None:
    folder = folders.private(tmp_path / ("long" * 30))
    first = folders.for_socket(folder, "s")
    assert folders.for_socket(folder, "s") == first
    first.chmod(0o777)

    second = folders.for_socket(folder, "s")

    assert second != first
    assert mode(second) == 0o700
    assert mode(first) == 0o777
    folders.forget_socket(folder)
    assert not second.exists()
    first.rmdir()


def test_no_folder_short_enough_is_said(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match="TMPDIR"):
        folders.for_socket(tmp_path, "s" * 120)


def test_the_lock_of_a_killed_starter_is_free(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from underpin.kernel.embedded import folders
with folders.locked(Path(sys.argv[1])):
    os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL

    with folders.locked(tmp_path):
        assert (tmp_path / "lock").exists()


def test_a_dead_child_is_not_alive(tmp_path: Path) -> None:
    pid = processes.spawn(["/bin/sh", "-c", "echo said; exit 3"], tmp_path / "log")

    assert processes.wait_for(lambda: not processes.is_alive(pid), 60)
    assert (tmp_path / "log").read_text() == "said\n"


def test_a_dead_child_nobody_waited_for_is_not_alive() -> None:
    child = subprocess.Popen(["/bin/sh", "-c", "exit 0"])
    try:
        assert processes.wait_for(lambda: processes._is_zombie(child.pid), 60)
    finally:
        child.wait()


def test_a_server_is_in_a_session_of_its_own(tmp_path: Path) -> None:
    pid = processes.spawn(["/bin/sleep", "60"], tmp_path / "log")

    assert os.getsid(pid) == pid
    processes.end(pid, [(signal.SIGTERM, 60)])
    assert not processes.is_alive(pid)


def test_a_process_that_ignores_the_first_signal_gets_the_next(tmp_path: Path) -> None:
    log = tmp_path / "log"
    pid = processes.spawn(
        ["/bin/sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"], log
    )
    assert processes.wait_for(lambda: log.read_text() == "up\n", 60)

    with pytest.raises(EmbeddedError, match="does not end"):
        processes.end(pid, [(signal.SIGTERM, 0.1)])
    processes.end(pid, [(signal.SIGTERM, 0.1), (signal.SIGKILL, 60)])

    assert not processes.is_alive(pid)


def test_a_log_that_grew_large_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "server.log"
    log.write_text("old\n")
    monkeypatch.setattr(processes, "LARGEST_LOG", 3)

    pid = processes.spawn(["/bin/echo", "new"], log)

    assert processes.wait_for(lambda: not processes.is_alive(pid), 60)
    assert log.read_text() == "new\n"
    assert (tmp_path / "server.old.log").read_text() == "old\n"
