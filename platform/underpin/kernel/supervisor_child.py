"""One supervised program: how it is started, asked to end, and cleared away."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from underpin.kernel import supervisor_output as output
from underpin.kernel import supervisor_tether as tether


@dataclass(frozen=True)
class Child:
    """A program to keep running. `env` is its whole environment; without one it gets ours."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] | None = field(default=None, repr=False)


async def start(child: Child, pipe: output.Pipe) -> Process:
    env = os.environ if child.env is None else child.env
    try:
        return await asyncio.create_subprocess_exec(
            *tether.tethered(list(child.argv), signal.SIGKILL),
            env={"PYTHONUNBUFFERED": "1", **env},
            stdin=DEVNULL,
            stdout=pipe.writing,
            stderr=STDOUT,
            start_new_session=True,
        )
    finally:
        os.close(pipe.writing)


def ask_to_end(process: Process) -> None:
    with suppress(ProcessLookupError):  # it ended in this very moment
        process.terminate()


def kill_group(process: Process) -> None:
    """Kill the child if it is left, and what it started and did not end itself."""
    with suppress(ProcessLookupError, PermissionError):  # nothing is left, as it should be
        os.killpg(process.pid, signal.SIGKILL)


def ending(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
