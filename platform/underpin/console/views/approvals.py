"""What waits for somebody's yes: the list, one request, a ticket's plan, what is planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.desk import Choice, Grade
from underpin.console.views.glance import (
    AllowedBy,
    ApprovalState,
    ChangeKind,
    ChangeState,
    Coverage,
    Matter,
    Method,
    Per,
    Planned,
    Quoting,
    Sensitive,
    Side,
    Standing,
    Subject,
    Verdict,
    Which,
    Why,
)
from underpin.console.views.pricing import Price
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class ApprovalGroup:
    """`approved` of `quorum`, of `size` who are asked."""

    side: Side
    approved: int
    quorum: int
    size: int


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """`name` is the ticket's; `path` leads to the request."""

    path: str
    name: str
    about: Subject
    title: str
    state: ApprovalState
    asked_by: str
    asked: datetime
    deadline: datetime
    groups: tuple[ApprovalGroup, ...]
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalsPage:
    """`is_staff`: at the desk. `older`: the address of the next page, empty at the end."""

    shell: Shell
    is_staff: bool
    which: Which
    rows: tuple[ApprovalRow, ...]
    older: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalDecision:
    who: str
    side: Side
    decision: Verdict
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """`zone` is the client's, in which its window is read."""

    kind: ChangeKind
    state: ChangeState
    risk: Grade
    likelihood: Grade
    effect: Grade
    is_tested: bool
    is_reversible: bool
    plan: str
    back_out: str
    test_plan: str
    zone: str
    version: int
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class EstimateCard:
    """`minutes` at `rate`, or a fixed price where both are None."""

    state: ApprovalState
    amount: Decimal
    currency: str
    text: str
    made: datetime
    minutes: int | None = None
    rate: Decimal | None = None
    po_number: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """`per`: once, month or year, of a contract's price. `may_refer`: the client may give its order
    number. `ticket`: the path of the ticket, empty for who may not see it."""

    shell: Shell
    is_staff: bool
    row: ApprovalRow
    detail: str
    decisions: tuple[ApprovalDecision, ...]
    reason: str = ""
    change: ChangeCard | None = None
    estimate: EstimateCard | None = None
    per: Per | None = None
    ticket: str = ""
    may_decide: bool = False
    may_refer: bool = False
    may_withdraw: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ClashLine:
    sort: Planned
    name: str
    starts: datetime
    ends: datetime
    why: Why


@dataclass(frozen=True, slots=True)
class TimeLine:
    id: str
    who: str
    minutes: int
    coverage: Coverage
    text: str
    at: datetime
    is_posted: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class CallerLine:
    """`id`: of a code that can be typed still, else empty."""

    id: str
    person: str
    method: Method
    standing: Standing
    begun: datetime
    left: int
    by: str = ""
    approver: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContractLine:
    """What the client wants changed in the contract."""

    matter: Matter
    wish: str
    state: Quoting
    contract_path: str
    amount: Decimal | None = None
    currency: str = ""
    per: Per | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TicketPlanPage:
    """Beside a ticket: its change, what waits for approval, estimates and time, who is calling.

    `steps`: what may be done with the change now. `allowance` in minutes, None without bound, and
    where it comes from. `may` are the reader's rights here. `members` and `colleagues` are whom one
    may ask by name."""

    shell: Shell
    number: str
    subject: str
    client: str
    zone: str
    is_change: bool
    out_of_contract: bool
    approvals: tuple[ApprovalRow, ...]
    steps: frozenset[str]
    may: frozenset[str]
    change: ChangeCard | None = None
    clashes: tuple[ClashLine, ...] = ()
    templates: tuple[Choice, ...] = ()
    estimates: tuple[EstimateCard, ...] = ()
    times: tuple[TimeLine, ...] = ()
    allowance: int | None = None
    allowed_by: AllowedBy = "contract"
    short_of: int = 0
    po_number: str = ""
    sensitive: Sensitive | None = None
    callers: tuple[CallerLine, ...] = ()
    approvers: tuple[Choice, ...] = ()
    contract: ContractLine | None = None
    members: tuple[Choice, ...] = ()
    colleagues: tuple[Choice, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """`number` is empty for announced maintenance; `zone` is the client's."""

    sort: Planned
    number: str
    client: str
    name: str
    service: str
    kind: ChangeKind | None
    risk: Grade | None
    state: ChangeState | None
    starts: datetime
    ends: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class PlannedDay:
    day: datetime
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Four weeks of what is planned, by the reader's days."""

    shell: Shell
    begins: datetime
    ends: datetime
    days: tuple[PlannedDay, ...]
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class WishRow:
    number: str
    subject: str
    state: Quoting


@dataclass(frozen=True, slots=True)
class OfferedPlan:
    """A plan that one may ask for at `path`. `did` and `would`: what the period from `start` to
    `last` came to and would have come to, None where there was none."""

    name: str
    number: int
    currency: str
    every: tuple[int, str]
    prices: tuple[Price, ...]
    path: str
    start: date | None = None
    last: date | None = None
    did: Decimal | None = None
    would: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WishPage:
    """Where a client asks for something else in their contract; `before`: what they asked.
    `offered`: plans with their prices, for who keeps the client's money."""

    shell: Shell
    before: tuple[WishRow, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    offered: tuple[OfferedPlan, ...] = ()
