"""Each message through a channel is told once: whoever bills by the message hears it."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from contracts import facts, instant
from underpin.kernel import events, ids
from underpin.kernel.act import Act


async def tell(act: Act, message_id: UUID, channel: str, way: Literal["in", "out"]) -> None:
    """Within what takes it in or sends it out. `message_id`: of the message, which may be told
    again."""
    said = facts.ChannelMessage(act.tenant_id, instant.of(act.now), message_id, channel, way)
    subject = ids.derive(message_id, "channel", channel, way)
    await events.emit(act, events.New(said.kind, subject, said.to_json()))
