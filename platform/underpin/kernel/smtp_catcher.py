"""A mail server that keeps everything and delivers nothing, for the demo and for tests.

Run it as ``python -m underpin.kernel.smtp_catcher --listen 127.0.0.1:2525 --folder DIR``. Each
message becomes one .eml file, named so that files sort as they came, with the envelope on top as a
last mail server would note it: one Delivered-To per recipient, then Return-Path.
"""

import argparse
import asyncio
import os
import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from underpin.kernel import ids, logs, smtp_listener

_TOP = re.compile(
    rb"(?P<to>(?:Delivered-To: [^\r\n]*\r\n)*)Return-Path: <(?P<sender>[^\r\n]*)>\r\n"
)


@dataclass(frozen=True, slots=True)
class Caught:
    """One caught message: its envelope, and its bytes as they were sent."""

    path: Path
    sender: str
    recipients: tuple[str, ...]
    raw: bytes


def listener(folder: Path, *, host: str = "127.0.0.1", port: int = 0) -> smtp_listener.SmtpListener:
    """A listener that stores whatever comes, for any domain, in the folder."""

    async def accept(sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        await asyncio.to_thread(store, folder, sender, recipients, raw)

    return smtp_listener.SmtpListener(accept, domains=None, host=host, port=port)


def store(folder: Path, sender: str, recipients: Sequence[str], raw: bytes) -> Path:
    """Write one message durably: after a crash it is there whole, or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{ids.new()}.eml"
    unfinished = path.with_suffix(".part")
    top = [*(f"Delivered-To: {each}" for each in recipients), f"Return-Path: <{sender}>"]
    with unfinished.open("xb") as file:
        file.write("".join(f"{line}\r\n" for line in top).encode() + raw)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    return path


def messages(folder: Path) -> tuple[Caught, ...]:
    """Everything caught so far, in the order it came; nothing when there is no folder yet."""
    return tuple(_read(path) for path in sorted(folder.glob("*.eml")))


def _read(path: Path) -> Caught:
    whole = path.read_bytes()
    top = _TOP.match(whole)
    if top is None:
        raise ValueError(f"{path.name} was not written by the catcher: it has no envelope on top.")
    lines = top["to"].decode().splitlines()
    recipients = tuple(line.removeprefix("Delivered-To: ") for line in lines)
    return Caught(path, top["sender"].decode(), recipients, whole[top.end() :])


async def _serve(folder: Path, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stopped.set)
    async with listener(folder, host=host, port=port) as listening:
        logs.get("underpin.kernel.smtp_catcher").info(
            "catching mail", host=host, port=listening.port, folder=str(folder)
        )
        await stopped.wait()


def main(arguments: Sequence[str] | None = None) -> None:
    """Catch mail until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m underpin.kernel.smtp_catcher")
    parser.add_argument("--listen", default="127.0.0.1:2525", metavar="HOST:PORT")
    parser.add_argument("--folder", required=True, type=Path)
    given = parser.parse_args(arguments)
    host, _, port = str(given.listen).rpartition(":")
    if not host or not port.isdigit():
        parser.error("--listen takes HOST:PORT, such as 127.0.0.1:2525")
    logs.configure()
    asyncio.run(_serve(given.folder, host.strip("[]"), int(port)))


if __name__ == "__main__":
    main()
