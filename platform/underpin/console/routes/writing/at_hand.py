"""What is at hand for whoever writes on a ticket: what they began, their files, its tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from underpin.desk.tickets import tagging
from underpin.desk.writing import drafts, staging
from underpin.desk.writing.drafts import Draft
from underpin.desk.writing.staging import Staged
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class AtHand:
    drafts: Sequence[Draft] = ()
    files: Sequence[Staged] = ()
    tags: Sequence[str] = ()


NOTHING: Final = AtHand()


async def of(act: Act, tenant: int, number: int) -> AtHand:
    """Within a reading verb, for staff. Raises NotFound."""
    tags = await tagging.of_ticket(act, tenant, number)
    if not act.principal.may("ticket.reply"):
        return AtHand(tags=tags)
    return AtHand(
        await drafts.own(act, tenant, number), await staging.own(act, tenant, number), tags
    )
