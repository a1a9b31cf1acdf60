"""What the desk tells contracts about a ticket, and what contracts answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Standing = Literal["in_contract", "no_agreement", "default_agreement", "no_contract"]


@dataclass(frozen=True, slots=True)
class Pinned:
    """What governs a ticket from the moment it is raised. Without a contract it is out of contract:
    on the provider's default agreement, or on none."""

    contract_id: UUID | None = None
    agreement_version_id: UUID | None = None
    calendar_version_id: UUID | None = None
    policy_id: UUID | None = None

    @property
    def standing(self) -> Standing:
        """Never silent (PRACTICE 9): whether a contract covers it and an agreement is in force."""
        if self.agreement_version_id is None:
            return "no_contract" if self.contract_id is None else "no_agreement"
        return "default_agreement" if self.contract_id is None else "in_contract"


@dataclass(frozen=True, slots=True)
class Subject:
    """A ticket, as far as its clocks and its escalation policy need to know it."""

    tenant_id: int
    ticket_id: UUID
    type: str
    priority: str
    tier: int
    state: str
    service_id: UUID | None
    pinned: Pinned


@dataclass(frozen=True, slots=True)
class Due:
    """The ticket's next SLA target, as its client may see it.

    `next_due` is the instant people are shown (`add_inf`) of the earliest target that can still be
    met; of the earliest missed one that still runs where none can; None where no clock runs.
    `warn_at` is the first warning of that clock, passed or to come. `breached`: some target of
    this ticket was missed and the miss stands.
    """

    next_due: datetime | None = None
    metric: str | None = None
    warn_at: datetime | None = None
    breached: bool = False
