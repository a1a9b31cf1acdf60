"""The version of an SLA in which a client's wish goes on."""

from __future__ import annotations

from uuid import UUID

from contracts.agreements import agreement, agreements
from contracts.agreements.versions import Version
from underpin.desk.contract_changes import contract_change
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


@write("contract.write", STAFF)
async def draft(act: Act, number: int, agreement_id: UUID) -> Version:
    """The SLA's next version; a wish that was accepted is handed over to it, another stays as it
    is. Raises NotFound, WrongState while another draft waits."""
    _, wished = await contract_change.held(act, number)
    version: Version = await agreement.amend(act, agreement_id)
    if wished.state == "accepted":
        names = {each.id: each.name for each in await agreements.of_tenant(act, act.tenant_id)}
        reference = f"{names[agreement_id]}, version {version.number}"
        await contract_change.hand_over(act, number, reference)
    return version
