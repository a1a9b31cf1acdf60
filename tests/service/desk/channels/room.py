"""A channel of a client's, and those who speak in it."""

from __future__ import annotations

import base64
import hmac
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import msgspec

from tests.service.desk import ground
from tests.world import Client, World
from underpin.desk.channels import account, channels
from underpin.desk.channels.account import Account
from underpin.desk.channels.channel import Said
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

KEY = "the key that the far side made"
TEAMS_KEY = base64.b64encode(b"the key that teams made, 32 byte").decode()


@dataclass(frozen=True)
class Room:
    people: World
    client: Client
    channel_id: UUID
    address: str
    signing_key: str
    kind: str
    page: httpx.AsyncClient

    async def send(self, payload: Any, key: str | None = None, at: int | None = None) -> Any:
        """Signed as this kind signs, delivered, and read by the worker."""
        body = msgspec.json.encode(payload)
        headers = SIGNED[self.kind](key or self.signing_key, body, at or int(time.time()))
        headers["content-type"] = "application/json"
        answer = await self.page.post(self.address, content=body, headers=headers)
        await ground.settle(self.client)
        return answer

    async def deliveries(self) -> list[db.Row]:
        return await self.rows(
            "SELECT * FROM hook_delivery WHERE owner_id = $1 ORDER BY id", self.channel_id
        )

    async def tickets(self) -> list[db.Row]:
        """Of its conversations."""
        return await self.rows(
            "SELECT DISTINCT t.* FROM ticket t JOIN channel_thread h ON h.tenant_id = t.tenant_id "
            "AND h.ticket_id = t.id WHERE h.channel_id = $1 ORDER BY t.number",
            self.channel_id,
        )

    async def said(self, ticket_id: UUID) -> list[tuple[str, str, str]]:
        found = await self.rows(
            "SELECT author_name, channel, body FROM message WHERE ticket_id = $1 "
            "AND visibility = 'public' ORDER BY happened_at, id",
            ticket_id,
        )
        return [(row["author_name"], row["channel"], row["body"]) for row in found]

    async def rows(self, sql: str, *words: Any) -> list[db.Row]:
        async with db.open(Work(self.client.id)):
            return await db.rows(sql, *words)

    async def link(self, name: str, **who: UUID) -> Account:
        """Our people say whose account it is."""
        (found,) = await self.rows(
            "SELECT id FROM channel_account WHERE channel_id = $1 AND account = $2",
            self.channel_id,
            name,
        )
        lead, about = self.people.lead.principal, {"tenant": self.client.id}
        linked: Account = await verb.perform(account.link, lead, found["id"], **who, **about)
        await ground.settle(self.client)
        return linked


def _ours(key: str, body: bytes, at: int) -> dict[str, str]:
    said = hmac.new(key.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return {"x-underpin-timestamp": str(at), "x-underpin-signature": f"v1={said}"}


def _slack(key: str, body: bytes, at: int) -> dict[str, str]:
    said = hmac.new(key.encode(), f"v0:{at}:".encode() + body, "sha256").hexdigest()
    return {"x-slack-request-timestamp": str(at), "x-slack-signature": f"v0={said}"}


def _teams(key: str, body: bytes, at: int) -> dict[str, str]:
    said = hmac.new(base64.b64decode(key), body, "sha256").digest()
    return {"authorization": f"HMAC {base64.b64encode(said).decode()}"}


SIGNED = {"webhook": _ours, "slack": _slack, "teams": _teams}


async def open_at(
    people: World,
    client: Client,
    page: httpx.AsyncClient,
    kind: str,
    name: str,
    settings: dict[str, Any] | None = None,
    credential: str = "",
) -> Room:
    said = Said(name, kind, settings or {}, credential)
    key = {"slack": KEY, "teams": TEAMS_KEY}.get(kind, "")
    lead, about = people.lead.principal, {"tenant": client.id}
    made = await verb.perform(channels.add, lead, said, signing_key=key, **about)
    found = made.secret
    return Room(people, client, made.channel.id, found.address, found.signing_key, kind, page)
