"""All of it, in the order of a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from underpin.demo.everyday import (
    agreed,
    arrived,
    chatting,
    connected,
    paging,
    printed,
    read_up,
    renewing,
    weekly,
)


async def live(tenants: Mapping[str, int], now: datetime) -> None:
    """Once, when the clients live in real time."""
    await agreed.agree(tenants, now)
    await arrived.tell(tenants)
    await chatting.talk(tenants)
    await read_up.read(tenants)
    await connected.connect(tenants)
    await paging.connect()
    await printed.report(tenants)
    await renewing.renew(tenants, now)
    await weekly.keep(tenants)
