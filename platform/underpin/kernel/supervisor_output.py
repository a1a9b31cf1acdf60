"""What supervised programs print, line by line."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio import StreamReader, StreamReaderProtocol
from collections.abc import AsyncIterator

LONGEST_LINE = 1 << 16
"""Bytes; a line without an end is passed on in pieces of about this size."""

DRAIN_SECONDS = 2.0
"""A program that is gone has nothing more to say after this."""


def say(line: str) -> None:
    """Print `line`; once nobody reads what we print, go on in silence."""
    try:
        print(line, flush=True)  # noqa: T201 - the terminal is where it belongs
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Pipe:
    """A pipe of our own: asyncio takes a program whose pipe somebody still holds for alive.

    `writing` is for the program; close it here once the program has it.
    """

    def __init__(self) -> None:
        self._reading, self.writing = os.pipe()

    async def lines(self) -> AsyncIterator[str]:
        stream = StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: StreamReaderProtocol(stream), os.fdopen(self._reading, "rb")
        )
        try:
            async for line in lines(stream):
                yield line
        finally:
            transport.close()


async def lines(stream: StreamReader) -> AsyncIterator[str]:
    """Every line until the end, without its line feed; undecodable bytes are replaced."""
    rest = b""
    while chunk := await stream.read(LONGEST_LINE):
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) >= LONGEST_LINE:
            whole, rest = [*whole, rest], b""
        for line in whole:
            yield line.decode(errors="replace").rstrip("\r")
    if rest:
        yield rest.decode(errors="replace")


async def drained(forward: asyncio.Task[None]) -> None:
    """Let `forward` pass on what is left; somebody may still hold the other end open."""
    await asyncio.wait({forward}, timeout=DRAIN_SECONDS)
    if not forward.cancel():
        forward.result()
