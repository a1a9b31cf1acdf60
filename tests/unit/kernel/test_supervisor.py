"""The supervisor with real programs: started again when they die, ended together."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from underpin.kernel import supervisor_output as output
from underpin.kernel.embedded import processes
from underpin.kernel.supervisor import Child, Patience

PROGRAM = """
import signal, sys
from underpin.kernel.supervisor import Child, Patience, run
# Whoever runs the tests in the background may have had them ignored.
for number in (signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
patience = Patience(grace=float(sys.argv[1]), first_wait=0.05, longest_wait=0.1)
children = [Child(*pair.split("=", 1)) for pair in sys.argv[2:]]
children = [Child(child.name, ["/bin/sh", "-c", child.argv]) for child in children]
sys.exit(run(children, patience=patience))
"""

SLEEPS = "echo up $$; exec sleep 60"
TIDY = "trap 'echo bye; exit 0' TERM; echo up $$; while :; do sleep 0.05; done"
DEAF = "trap '' TERM; echo up $$; while :; do sleep 0.05; done"


class Run:
    """A supervisor under test, with what it printed so far."""

    def __init__(self, log: Path, children: dict[str, str], grace: float) -> None:
        self.log = log
        pairs = [f"{name}={script}" for name, script in children.items()]
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(grace), *pairs], stdout=out, stderr=out
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def pids(self, name: str) -> list[int]:
        """The pids of the child `name`, one per life."""
        return [int(pid) for pid in re.findall(rf"^{name} +\| up (\d+)$", self.said, re.M)]

    def lives(self, name: str, count: int = 1) -> int:
        """The pid of the child's life number `count`, once that has begun."""
        assert processes.wait_for(lambda: len(self.pids(name)) >= count, 60), self.said
        return self.pids(name)[count - 1]

    def ask(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


Start = Callable[..., Run]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    runs: list[Run] = []

    def begin(grace: float = 10, **children: str) -> Run:
        runs.append(Run(tmp_path / f"{len(runs)}.log", children, grace))
        return runs[-1]

    yield begin
    for run in runs:
        run.process.kill()
        run.process.wait()


def gone(pid: int) -> bool:
    return processes.wait_for(lambda: not processes.is_alive(pid), 60)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_all_end_cleanly_when_asked(start: Start, number: signal.Signals) -> None:
    run = start(web=TIDY, worker=TIDY)
    web, worker = run.lives("web"), run.lives("worker")

    assert run.ask(number) == 0

    assert gone(web)
    assert gone(worker)
    assert re.search(r"^web +\| bye$", run.said, re.M)
    assert re.search(r"^worker +\| bye$", run.said, re.M)
    assert "starting again" not in run.said


@pytest.mark.kill
def test_a_killed_child_is_started_again_and_its_sibling_left_alone(start: Start) -> None:
    run = start(web=SLEEPS, worker=SLEEPS)
    web, worker = run.lives("web"), run.lives("worker")

    os.kill(worker, signal.SIGKILL)
    again = run.lives("worker", 2)

    assert again != worker
    assert run.pids("web") == [web]
    assert "worker was ended by SIGKILL; starting again in 0.05 s" in run.said
    assert run.ask() == 0
    assert gone(again)


def test_a_child_that_ends_by_itself_is_started_again_ever_more_slowly(start: Start) -> None:
    run = start(worker="echo up $$; exit 3")
    run.lives("worker", 4)

    waits = re.findall(r"worker ended with code 3; starting again in ([\d.]+) s", run.said)

    assert waits[:3] == ["0.05", "0.1", "0.1"]
    assert run.ask() == 0


def test_a_child_that_does_not_listen_is_killed_after_the_grace(start: Start) -> None:
    run = start(grace=0.3, web=DEAF, worker=TIDY)
    web, worker = run.lives("web"), run.lives("worker")

    assert run.ask() == 1

    assert gone(web)
    assert gone(worker)


def test_a_second_ctrl_c_kills_at_once(start: Start) -> None:
    run = start(grace=600, web=DEAF)
    web = run.lives("web")

    run.process.send_signal(signal.SIGINT)
    assert processes.wait_for(lambda: "stopping" in run.said, 60)
    assert run.process.poll() is None
    assert run.ask(signal.SIGINT) == 1

    assert "killing what still runs" in run.said
    assert gone(web)


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_no_child_outlives_a_killed_supervisor(start: Start) -> None:
    run = start(web=SLEEPS, worker=DEAF)
    web, worker = run.lives("web"), run.lives("worker")

    run.process.kill()
    run.process.wait()

    assert gone(web)
    assert gone(worker)


def test_what_a_dead_child_had_started_goes_with_it(start: Start) -> None:
    run = start(worker="sleep 60 & echo left $!; echo up $$; exec sleep 60")
    worker = run.lives("worker")
    (left,) = re.findall(r"left (\d+)", run.said)

    os.kill(worker, signal.SIGKILL)

    assert gone(int(left))
    run.lives("worker", 2)
    assert run.ask() == 0


def test_ctrl_c_on_the_terminal_reaches_the_supervisor_alone(start: Start) -> None:
    run = start(web=SLEEPS)
    web = run.lives("web")

    assert os.getsid(web) == web
    assert run.ask() == 0


def test_a_program_that_is_not_there_is_named(start: Start) -> None:
    run = start(web="exec /nowhere/at-all")

    assert processes.wait_for(lambda: "/nowhere/at-all" in run.said, 60)
    assert run.ask() == 0


def test_every_line_carries_the_name_of_its_child(start: Start) -> None:
    run = start(web="printf 'one\\ntwo\\n' >&2; printf three; " + SLEEPS)
    assert processes.wait_for(lambda: "threeup" in run.said, 60)

    assert run.said.splitlines()[:2] == ["web        | one", "web        | two"]
    assert run.ask() == 0


def test_it_goes_on_when_nobody_reads_its_output() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "10", "web=while :; do echo up $$; sleep 0.02; done"],
        stdout=subprocess.PIPE,
    )
    assert run.stdout
    child = int(run.stdout.readline().split()[-1])
    run.stdout.close()
    time.sleep(0.3)

    assert run.poll() is None
    assert processes.is_alive(child)
    run.terminate()
    assert run.wait(60) == 0
    assert gone(child)


BESIDE = """
import asyncio, sys
from underpin.kernel.supervisor import Child, run
async def meanwhile():
    print("ready", flush=True)
    if sys.argv[1] == "fail":
        raise RuntimeError("the web never answered")
    await asyncio.sleep(600)
sys.exit(run([Child("web", ["sleep", "60"])], meanwhile=meanwhile))
"""


def test_what_runs_beside_the_children_ends_with_them() -> None:
    run = subprocess.Popen([sys.executable, "-c", BESIDE, "wait"], stdout=subprocess.PIPE)
    assert run.stdout
    assert run.stdout.readline() == b"ready\n"
    run.terminate()
    assert run.wait(60) == 0
    run.stdout.close()


def test_what_fails_beside_the_children_ends_them_and_is_told() -> None:
    run = subprocess.run(
        [sys.executable, "-c", BESIDE, "fail"], capture_output=True, check=False, timeout=60
    )
    assert run.returncode == 1
    assert b"RuntimeError: the web never answered" in run.stderr


def test_a_childs_environment_is_its_own_and_not_shown(start: Start) -> None:
    child = Child("web", ["true"], {"UNDERPIN_SECRET": "hushhush"})

    assert "hushhush" not in repr(child)


@pytest.mark.parametrize(
    ("waited", "ran", "expected"),
    [(0, 0, 0.5), (0.5, 1, 1.0), (8, 1, 15.0), (15, 29, 15.0), (15, 30, 0.5)],
)
def test_the_wait_before_a_restart(waited: float, ran: float, expected: float) -> None:
    assert Patience().next_wait(waited, ran) == expected


async def test_lines_keep_what_was_written() -> None:
    stream = asyncio.StreamReader()
    stream.feed_data("zażółć\r\n".encode() + b"\xff\n\n" + b"x" * 70_000 + b"\nlast")
    stream.feed_eof()

    found = [line async for line in output.lines(stream)]

    assert found[:3] == ["zażółć", "�", ""]
    assert "".join(found[3:-1]) == "x" * 70_000
    assert found[-1] == "last"
