"""Articles that are put before somebody who is about to ask for an item. Only those that its
readers may read: what is taken back or kept for staff later is shown no longer."""

from __future__ import annotations

from collections.abc import Sequence

from underpin.desk.catalogue import items
from underpin.desk.knowledge import finding
from underpin.desk.knowledge.finding import NO_CLIENT, Found
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read


@read("knowledge.read", STAFF, MEMBER)
async def of_item(act: Act, tenant: int, key: str) -> list[Found]:
    """In the order in which they were chosen. Raises NotFound for what is not offered."""
    item = await items.one(act, tenant, key)
    found = await finding.among(act, tenant, item.definition.read_first)
    return [each for each in found if each.audience == "members"]


@read("catalogue.write", STAFF)
async def choices(act: Act) -> list[Found]:
    """For an item that every client is offered: what every client may read, by title."""
    return by_title(await finding.on_shelves(act, NO_CLIENT))


@read("catalogue.write", STAFF)
async def choices_of(act: Act, tenant: int) -> list[Found]:
    """For a client's own: what its people may read, by title. Raises NotFound for another's."""
    return by_title(await finding.on_shelves(act, tenant))


def by_title(found: Sequence[Found]) -> list[Found]:
    offered = (each for each in found if each.audience == "members")
    return sorted(offered, key=lambda each: (finding.title(each), each.id))
