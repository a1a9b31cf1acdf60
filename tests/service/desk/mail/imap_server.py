"""A small IMAP server on loopback: real sockets, RFC 3501 as far as a mailbox is read."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

DATE = "01-Mar-2026 08:30:00 +0000"


@dataclass
class Stored:
    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class Server:
    """Its folders by name, each message by uid. `tokens` are the access tokens it takes; `said`
    is every command it was given, without what follows a login."""

    password: str = "secret"
    tokens: set[str] = field(default_factory=set)
    moves: bool = True
    validity: int = 7
    folders: dict[str, dict[int, Stored]] = field(default_factory=lambda: {"INBOX": {}, "Done": {}})
    said: list[str] = field(default_factory=list)
    port: int = 0

    def put(self, raw: bytes, folder: str = "INBOX") -> int:
        uid = 1 + max((0, *(uid for each in self.folders.values() for uid in each)))
        self.folders[folder][uid] = Stored(raw)
        return uid


@asynccontextmanager
async def serving(**words: object) -> AsyncIterator[Server]:
    server = Server(**words)  # type: ignore[arg-type]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Talk(server, reader, writer).run()
        except ConnectionError:
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server


class _Talk:
    """One connection."""

    def __init__(
        self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.folder: dict[int, Stored] = {}

    async def run(self) -> None:
        self._say("* OK ready")
        while line := (await self.reader.readline()).decode().strip():
            tag, _, rest = line.partition(" ")
            command = rest.partition(" ")[0].upper()
            self.server.said.append(command if command in {"LOGIN"} else rest)
            if command == "AUTHENTICATE":
                await self._authenticate(tag)
            else:
                self._do(tag, command, rest)
            await self.writer.drain()
            if command == "LOGOUT":
                return

    def _do(self, tag: str, command: str, rest: str) -> None:
        wrong = self.server.password != rest.rsplit(maxsplit=1)[-1].strip('"')
        if command == "LOGIN" and wrong:
            self._say(f"{tag} NO wrong")
            return
        if command == "CAPABILITY":
            moves = " MOVE" if self.server.moves else ""
            self._say(f"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2{moves}")
        elif command == "SELECT":
            self.folder = self.server.folders[rest.split(" ", 1)[1].strip('"')]
            self._say(f"* {len(self.folder)} EXISTS")
            self._say(f"* OK [UIDVALIDITY {self.server.validity}] valid")
        elif command == "UID":
            self._uid(rest.split(" ", 2)[1].upper(), rest.split(" ", 2)[2])
        elif command == "EXPUNGE":
            for uid in [u for u, each in self.folder.items() if r"\Deleted" in each.flags]:
                del self.folder[uid]
        self._say(f"{tag} OK done")

    def _uid(self, command: str, rest: str) -> None:
        if command == "SEARCH":
            unread = "UNSEEN" in rest
            found = [u for u, e in self.folder.items() if not (unread and r"\Seen" in e.flags)]
            self._say(" ".join(["* SEARCH", *map(str, found)]))
            return
        uid, _, words = rest.partition(" ")
        stored = self.folder[int(uid)]
        if command == "FETCH" and "BODY" in words:
            self._say(f"* 1 FETCH (UID {uid} BODY[] {{{len(stored.raw)}}}")
            self.writer.write(stored.raw)
            self._say(")")
        elif command == "FETCH":
            told = f'RFC822.SIZE {len(stored.raw)} INTERNALDATE "{DATE}"'
            self._say(f"* 1 FETCH (UID {uid} {told})")
        elif command == "STORE":
            stored.flags |= set(re.findall(r"\\\w+", words))
        elif command in {"MOVE", "COPY"}:
            self.server.folders[words.strip('"')][int(uid)] = stored
            if command == "MOVE":
                del self.folder[int(uid)]

    async def _authenticate(self, tag: str) -> None:
        self._say("+ ")
        await self.writer.drain()
        said = base64.b64decode(await self.reader.readline()).decode()
        token = said.partition("Bearer ")[2].strip("\1")
        self._say(f"{tag} OK in" if token in self.server.tokens else f"{tag} NO wrong token")

    def _say(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")
