"""What a client's own list needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.signed import contract
from contracts.signed.contract import Contract
from tenants import own_company
from tenants.own_company import Belonging
from underpin.desk.queues import own_list
from underpin.desk.queues.own_list import Own, Wanted
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Listed:
    belonging: Belonging
    own: Own
    contracts: Sequence[Contract]
    now: datetime


@read("ticket.read", MEMBER)
async def own(act: Act, wanted: Wanted, after: int | None = None) -> Listed:
    belonging = await own_company.own(act)
    return Listed(
        belonging,
        await own_list.page(act, wanted, after),
        await contract.of_tenant(act, belonging.company.id),
        act.now,
    )
