"""The time of a client whose past is lived."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Final

from underpin.desk.replay import checkpoint
from underpin.kernel import wake

POLL_SECONDS: Final = 0.01


async def until(tenant: int, at: datetime) -> None:
    """It moves on, and what falls due before fires."""
    while await checkpoint.advance(tenant, at):
        await wake.ring()
        await asyncio.sleep(POLL_SECONDS)
