"""What waits for somebody's yes, at a glance on the ticket's own page; and the words of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Side = Literal["client", "provider"]
Which = Literal["waiting", "decided"]
Subject = Literal["change", "chargeable", "contract_change", "catalogue_request"]
ApprovalState = Literal["waiting", "approved", "refused", "withdrawn", "lapsed"]
Verdict = Literal["approved", "refused"]
ChangeKind = Literal["standard", "normal", "emergency"]
ChangeState = Literal[
    "draft",
    "awaiting_approval",
    "approved",
    "scheduled",
    "in_progress",
    "done",
    "failed",
    "backed_out",
    "reviewed",
    "cancelled",
]
Planned = Literal["change", "maintenance"]
Coverage = Literal["included", "chargeable", "no_charge"]
AllowedBy = Literal["fixed_price", "estimate", "own_limit", "contract", "nothing"]
Standing = Literal["waiting", "verified", "expired", "failed", "lapsed"]
Method = Literal["code", "call_back"]
Sensitive = Literal["password_reset", "access_change", "data_release", "other"]
Matter = Literal["limit", "plan", "service", "term", "other"]
Per = Literal["once", "month", "year"]
Why = Literal["service", "person", ""]
Quoting = Literal["asked", "quoted", "accepted", "handed_over"]
Grade = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class AskedGlance:
    """`path` is empty for who may not open it."""

    about: Subject
    state: ApprovalState
    path: str = ""
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class PlanGlance:
    """What stands beside a ticket, on its own page; `path` leads to all of it, for staff."""

    asked: tuple[AskedGlance, ...] = ()
    change: ChangeState | None = None
    risk: Grade | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    sensitive: Sensitive | None = None
    is_verified: bool = False
    path: str = ""
