"""Articles that were put before somebody who was reporting a problem, and what readers said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from underpin.demo import members
from underpin.desk.knowledge import feedback, openings
from underpin.desk.replay.clients import derived
from underpin.kernel import verb
from underpin.kernel.principal import Principal

PRINTER, PASSWORD, VPN = (derived("demo", "article", str(at)) for at in range(3))
OPENED: Final = ((PRINTER, True), (PASSWORD, True), (VPN, False))
SAID: Final = (
    (PRINTER, True, "Step 3 was it."),
    (VPN, False, "Our hotel shows message 720, which is not in the table."),
)


async def read(tenants: Mapping[str, int]) -> None:
    """Once, by each client's approver; the administrators say what they thought of it."""
    for key in tenants:
        await _opened(members.approver(tenants, key))
    for article, helpful, comment in SAID:
        anna = members.admin(tenants, "ACME")
        await verb.perform(feedback.give, anna, article, helpful, comment, source="demo")


async def _opened(reader: Principal) -> None:
    for article, solved in OPENED:
        opening = await verb.perform(
            openings.open_article, reader, article, "suggestion", source="demo"
        )
        if solved:
            await verb.perform(openings.solved, reader, opening.id, source="demo")
