"""One person's one act: what every verb is given besides its own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.kernel.errors import NotFound
from underpin.kernel.principal import Audience, Principal


@dataclass(frozen=True, slots=True)
class Act:
    """`now` is the transaction's time (the tenant's simulated one where it has one), aware, UTC.

    `source` says by which way the act came: page, api, mail, alarm, replay.
    """

    principal: Principal
    tenant: int | None
    now: datetime
    source: str
    verb: str = ""

    @property
    def tenant_id(self) -> int:
        """The tenant this act changes. Raises ValueError for an act in the provider's own."""
        if self.tenant is None:
            raise ValueError(f"{self.verb} runs in no single tenant.")
        return self.tenant

    @property
    def person_id(self) -> UUID:
        """Who acts. Raises ValueError for the worker, who is nobody."""
        if self.principal.person_id is None:
            raise ValueError(f"{self.verb} needs a person.")
        return self.principal.person_id

    @property
    def audience(self) -> Audience:
        return self.principal.audience

    def only_own(self, tenant: int) -> None:
        """For a verb that says whose row it reads: members ask of their own client alone. Raises
        NotFound."""
        if self.audience is Audience.MEMBER and tenant != self.principal.own_tenant:
            raise NotFound
