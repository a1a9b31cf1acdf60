"""What is asked of a what-if run, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from contracts.what_if import profile
from contracts.what_if.profile import Profile
from contracts.what_if.what_if_credit import Due
from contracts.what_if.what_if_tally import Figure
from underpin.kernel.errors import Malformed

Source = Literal["history", "profile", "log"]
State = Literal["queued", "running", "done", "failed"]
LONGEST_DAYS: Final = 5 * 366


class Window(Struct, frozen=True, forbid_unknown_fields=True):
    """Tickets raised from `since` up to but without `until`, days of the client's own zone."""

    since: date
    until: date

    @property
    def ends(self) -> date:
        return self.until


class TierCost(Struct, frozen=True, forbid_unknown_fields=True):
    """What a minute of work of that tier costs, in the client's currency."""

    tier: int
    per_minute: Decimal


class VendorFee(Struct, frozen=True, forbid_unknown_fields=True):
    """What a vendor is paid a month, of which it owes a share back."""

    vendor_id: UUID
    monthly: Decimal


class Assumptions(Struct, frozen=True, forbid_unknown_fields=True):
    """For the margin only, net, in the client's currency. `monthly_fee` None: what its plan says;
    `draft_monthly_fee` None: the fee stays as it is."""

    costs: tuple[TierCost, ...] = ()
    vendors: tuple[VendorFee, ...] = ()
    monthly_fee: Decimal | None = None
    draft_monthly_fee: Decimal | None = None


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """Exactly one of `history` (for a simulated client: the log it lived) and `profile`.

    `uc_versions` would govern their vendors' cases, drafts too; none named, what was pinned does.
    """

    history: Window | None = None
    profile: Profile | None = None
    uc_versions: tuple[UUID, ...] = ()
    assumptions: Assumptions = Assumptions()


class TierMinutes(Struct, frozen=True):
    """Minutes worked by a tier, as posted or as the profile has it."""

    tier: int
    minutes: Decimal


class Recovery(Struct, frozen=True):
    """What a vendor owes us for missing its own targets."""

    vendor_id: UUID
    due: Due


class Side(Struct, frozen=True):
    """What is owed to the client, and what vendors owe."""

    credits: tuple[Due, ...] = ()
    recoveries: tuple[Recovery, ...] = ()


class Result(Struct, frozen=True):
    """`missed` and `saved` count clocks that turned; `changed` the tickets that have any.

    `today` is what the versions in force then gave.
    """

    tickets: int
    changed: int
    missed: int
    saved: int
    figures: tuple[Figure, ...]
    today: Side
    draft: Side
    worked: tuple[TierMinutes, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """`done` of `total` tickets are lived again; `result` and `inputs_hash` once all are: equal
    hashes are equal questions about equal histories. `problem` says why a run failed."""

    id: UUID
    version_id: UUID
    source: Source
    state: State
    total: int
    done: int
    question: Question
    asked_by: UUID
    asked_at: datetime
    as_of: datetime
    finished_at: datetime | None
    inputs_hash: str | None
    problem: str | None
    result: Result | None


def check(question: Question) -> None:
    """Raises Malformed naming the field."""
    if (question.history is None) == (question.profile is None):
        raise Malformed("history: give either it or a profile.", field="history")
    if question.history is not None:
        days = (question.history.until - question.history.since).days
        if not 0 < days <= LONGEST_DAYS:
            raise Malformed(
                "history.until: a day after `since`, within five years.", field="history.until"
            )
    if question.profile is not None:
        profile.check(question.profile)
    _check_assumptions(question.assumptions)


def _check_assumptions(given: Assumptions) -> None:
    tiers = [cost.tier for cost in given.costs]
    if len(set(tiers)) < len(tiers) or not set(tiers) <= {1, 2, 3, 4}:
        raise Malformed("assumptions.costs: tiers 1 to 4, each once.", field="assumptions.costs")
    amounts = {
        f"costs[{place}].per_minute": one.per_minute for place, one in enumerate(given.costs)
    }
    amounts |= {"monthly_fee": given.monthly_fee or Decimal(0)}
    amounts |= {"draft_monthly_fee": given.draft_monthly_fee or Decimal(0)}
    for name, amount in amounts.items():
        if not (amount.is_finite() and amount >= 0):
            field = f"assumptions.{name}"
            raise Malformed(f"{field}: an amount of 0 or more.", field=field)
