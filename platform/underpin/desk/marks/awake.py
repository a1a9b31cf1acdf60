"""The list as somebody has it: without what they have snoozed, unless they ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from underpin.desk.marks import marks
from underpin.desk.queues import the_list
from underpin.desk.queues.filtering import Filter
from underpin.desk.queues.the_list import PAGE, Page
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Awake:
    """`asleep`: how many open tickets the asker has snoozed, whatever else narrows the page."""

    page: Page
    asleep: int


@read("ticket.read", STAFF)
async def page(
    act: Act,
    wanted: Filter | None = None,
    after: str | None = None,
    limit: int = PAGE,
    *,
    snoozed: bool = False,
) -> Awake:
    """As `the_list.page`; with what the asker has snoozed where `snoozed` asks for it."""
    asleep = await marks.asleep(act)
    without = () if snoozed else asleep
    return Awake(await the_list.page(act, wanted, after, limit, without=without), len(asleep))
