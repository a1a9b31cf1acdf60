"""A monitoring tool at a client: what it sends, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec

from tests.service.desk import ground
from tests.world import Client, World
from underpin.desk.alerts import sources
from underpin.desk.alerts.source import Settings
from underpin.desk.alerts.sources import Said
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

NOON = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
USUAL = Settings()


@dataclass(frozen=True)
class Station:
    """One source of one client, reached over its address."""

    client: Client
    source_id: UUID
    address: str
    signing_key: str
    page: httpx.AsyncClient

    async def send(self, payload: Any, **headers: str) -> httpx.Response:
        """Delivered, and read by the worker."""
        body = payload if isinstance(payload, bytes) else msgspec.json.encode(payload)
        sent = {"content-type": "application/json"} | headers
        answer = await self.page.post(self.address, content=body, headers=sent)
        await ground.settle(self.client)
        return answer

    async def deliveries(self) -> list[db.Row]:
        return await rows(
            self.client,
            "SELECT * FROM hook_delivery WHERE owner_id = $1 ORDER BY id",
            self.source_id,
        )

    async def tickets(self) -> list[db.Row]:
        return await rows(
            self.client,
            "SELECT t.* FROM ticket t JOIN alert_matter m ON m.tenant_id = t.tenant_id "
            "AND m.ticket_id = t.id WHERE m.source_id = $1 ORDER BY t.number",
            self.source_id,
        )

    async def states(self) -> list[str]:
        return [row["state"] for row in await self.tickets()]

    async def notes(self, number: int) -> list[str]:
        found = await rows(
            self.client,
            "SELECT m.body FROM message m JOIN ticket t ON t.tenant_id = m.tenant_id "
            "AND t.id = m.ticket_id WHERE t.number = $1 AND m.visibility = 'internal' "
            "ORDER BY m.id",
            number,
        )
        return [row["body"] for row in found]

    async def wait(self, span: timedelta) -> None:
        """Time passes at the client; whatever falls due fires."""
        (row,) = await rows(self.client, "SELECT simulated_now FROM tenant")
        await ground.pass_time(self.client, row["simulated_now"] + span)
        await ground.settle(self.client)


async def open_at(
    people: World,
    client: Client,
    page: httpx.AsyncClient,
    name: str,
    settings: Settings = USUAL,
    **words: Any,
) -> Station:
    """A source opened by the lead, in a client whose own time stands still."""
    said = Said(name, client.requester.id, settings=settings, **words)
    made = await verb.perform(sources.add, people.lead.principal, said, tenant=client.id)
    return Station(client, made.source.id, made.secret.address, made.secret.signing_key, page)


async def rows(client: Client, sql: str, *words: Any) -> list[db.Row]:
    async with db.open(Work(client.id)):
        return await db.rows(sql, *words)


def fires(name: str, at: datetime | None = None, status: str = "firing", **more: Any) -> Any:
    """One alert in Alertmanager's form; `at` is when it began, or was over."""
    key = "startsAt" if status == "firing" else "endsAt"
    labels = {"alertname": name} | more.pop("labels", {})
    alert = {"status": status, "labels": labels} | ({key: at.isoformat()} if at else {})
    return {"version": "4", "status": status, "alerts": [alert], **more}


def over(name: str, at: datetime | None = None, **more: Any) -> Any:
    return fires(name, at, "resolved", **more)
