"""Keeps a few programs running side by side: starts them, restarts them, ends them together.

Each child has a session of its own, so Ctrl-C reaches the supervisor alone, which asks
the children to end; and each is tethered, so that none outlives a killed supervisor.
"""

from __future__ import annotations

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from underpin.kernel import supervisor_child as processes
from underpin.kernel import supervisor_output as output
from underpin.kernel.supervisor_child import Child

__all__ = ["Child", "Patience", "run"]

Say = Callable[[str], None]
Meanwhile = Callable[[], Awaitable[None]]

NAME = "supervisor"


@dataclass(frozen=True)
class Patience:
    """How long the supervisor waits, in seconds."""

    grace: float = 15.0
    """From asking a child to end until it is killed."""
    first_wait: float = 0.5
    """Before a restart; doubles with each death, up to `longest_wait`."""
    longest_wait: float = 15.0
    steady: float = 30.0
    """A child that ran this long is well again: its next wait is the first one."""

    def next_wait(self, waited: float, ran: float) -> float:
        """The wait before the next start, after a child waited `waited` and then ran `ran`."""
        if ran >= self.steady or not waited:
            return self.first_wait
        return min(waited * 2, self.longest_wait)


DEFAULT = Patience()


def run(
    children: Sequence[Child],
    *,
    patience: Patience = DEFAULT,
    say: Say = output.say,
    meanwhile: Meanwhile | None = None,
) -> int:
    """Run until SIGINT, SIGTERM or SIGHUP, then end every child; a second signal kills them.

    `meanwhile` is run once beside them (to greet when all is ready, say) and cancelled at
    the end; if it raises, all ends and the error is passed on. Returns the exit code: 0
    where every child ended as asked, 1 where one had to be killed. For the main thread alone.
    """
    return asyncio.run(_Supervisor(patience, say, _width(children)).run(children, meanwhile))


def _width(children: Sequence[Child]) -> int:
    return max(len(name) for name in (NAME, *(child.name for child in children)))


class _Supervisor:
    def __init__(self, patience: Patience, say: Say, width: int) -> None:
        self._patience = patience
        self._say = say
        self._width = width
        self._asked = asyncio.Event()
        self._forced = asyncio.Event()
        self._clean = True

    async def run(self, children: Sequence[Child], meanwhile: Meanwhile | None) -> int:
        self._listen()
        beside = asyncio.create_task(_beside(meanwhile))
        beside.add_done_callback(self._stop_on_error)
        async with asyncio.TaskGroup() as group:
            for child in children:
                group.create_task(self._keep(child))
        if not beside.cancel():
            beside.result()
        return 0 if self._clean else 1

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # under nohup it stays ignored
                loop.add_signal_handler(number, self._stop)

    def _stop(self) -> None:
        if self._asked.is_set():
            self._forced.set()
            self._tell(NAME, "killing what still runs")
        else:
            self._asked.set()
            self._tell(NAME, "stopping; once more kills at once")

    def _stop_on_error(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._asked.set()

    async def _keep(self, child: Child) -> None:
        """Start the child again and again until asked to stop."""
        clock = asyncio.get_running_loop().time
        waited = 0.0
        while not self._asked.is_set():
            began = clock()
            code = await self._live(child)
            if not self._asked.is_set():
                waited = self._patience.next_wait(waited, clock() - began)
                died = f"{child.name} {processes.ending(code)}"
                self._tell(NAME, f"{died}; starting again in {waited:g} s")
                await _happens(self._asked, waited)

    async def _live(self, child: Child) -> int:
        """One life of the child: returns its exit code, with nothing of it left running."""
        pipe = output.Pipe()
        forward = asyncio.create_task(self._forward(child, pipe))
        forward.add_done_callback(self._stop_on_error)
        process = await processes.start(child, pipe)
        try:
            await self._end_of(process)
        finally:
            processes.kill_group(process)
            await process.wait()
            await output.drained(forward)
        return process.returncode or 0

    async def _end_of(self, process: Process) -> None:
        """Wait until the child has ended; once asked to stop, see to it that it does."""
        ended = asyncio.create_task(process.wait())
        asked = asyncio.create_task(self._asked.wait())
        try:
            await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                processes.ask_to_end(process)
                self._clean = await self._ends_in_time(ended) and self._clean
        finally:
            asked.cancel()
            ended.cancel()

    async def _ends_in_time(self, ended: asyncio.Task[int]) -> bool:
        forced = asyncio.create_task(self._forced.wait())
        await asyncio.wait(
            {ended, forced},
            timeout=self._patience.grace,
            return_when=asyncio.FIRST_COMPLETED,
        )
        forced.cancel()
        return ended.done()

    async def _forward(self, child: Child, pipe: output.Pipe) -> None:
        async for line in pipe.lines():
            self._tell(child.name, line)

    def _tell(self, name: str, line: str) -> None:
        self._say(f"{name:<{self._width}} | {line}")


async def _beside(meanwhile: Meanwhile | None) -> None:
    if meanwhile is not None:
        await meanwhile()


async def _happens(event: asyncio.Event, seconds: float) -> None:
    """Wait for `event`, but no longer than `seconds`."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
