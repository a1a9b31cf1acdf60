"""What channels and webhooks hear of tickets, in one delivery for both."""

from __future__ import annotations

from typing import Final

from underpin.desk.channels import answering, webhook
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event


async def hear(act: Act, event: Event) -> None:
    if event.kind in answering.KINDS:
        await answering.hear(act, event)
    await webhook.hear(act, event)


CONSUMER: Final = Consumer("channels", "webhook", webhook.FOR_STAFF, hear)
