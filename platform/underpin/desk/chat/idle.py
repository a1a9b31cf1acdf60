"""The timer of a chat in which nothing is said: names alone, so that who says something may set it
anew (see `ending` for what it does)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.kernel import timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "chat_idle"
AFTER: Final = timedelta(minutes=30)


async def arm(act: Act, chat_id: UUID) -> None:
    await timers.arm(act, Timer(KIND, str(chat_id), chat_id, act.now + AFTER, "bulk"))


async def disarm(act: Act, chat_id: UUID) -> None:
    await timers.disarm(act, KIND, [str(chat_id)])
