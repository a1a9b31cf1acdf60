"""Servers as processes of their own, for as long as they are measured."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def served(port: int, *module: str, environ: Mapping[str, str]) -> AsyncIterator[None]:
    """`python -m module...` until the block ends; entered once it answers on `port`."""
    with tempfile.TemporaryDirectory() as folder:
        process = _started(Path(folder), module, environ)
        try:
            await _answers(port, process)
            yield
        finally:
            process.terminate()
            process.wait(30)


def _started(
    folder: Path, module: Sequence[str], environ: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """In an empty folder, so that no other installation's settings are found there."""
    path = os.pathsep.join(str(Path(each).resolve()) for each in sys.path)
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, **environ},
        stderr=subprocess.DEVNULL,
    )


async def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    async with asyncio.timeout(START_SECONDS):
        while process.poll() is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return
    raise RuntimeError(f"{process.args!r} ended with {process.returncode} before it answered.")
