"""Plans and what they charge, their draft price by price, and what last month would have cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from underpin.console.views.shell import Shell

Choices = tuple[tuple[str, str], ...]
PlanState = Literal["draft", "published"]
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Tier:
    start: Decimal
    end: Decimal | None
    unit: Decimal
    flat: Decimal


@dataclass(frozen=True, slots=True)
class TimeRule:
    """`weights`: what is weighted (hours = after), and how many times it counts."""

    step: Decimal
    direction: str
    per: str
    weights: tuple[tuple[str, Decimal], ...]
    visits: str
    visit_minimum: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """`rate` is for `per` units, or the per cent of a percentage or mark-up; `fee` for the period
    or for a package of `size`. `path` is where it is written, empty where it is not."""

    key: str
    name: str
    currency: str
    kind: str
    meter: str
    unit: str
    timing: str
    prorated: bool
    tax_class: str
    included: Decimal
    discount: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    fee: Decimal | None = None
    rate: Decimal | None = None
    per: Decimal | None = None
    size: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    ends_inclusive: bool = True
    flat_at_zero: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    group_by: str = ""
    time: TimeRule | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class VersionLink:
    number: int
    state: PlanState
    path: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PlanRow:
    """`published` is the newest version clients can be put on, None while there is none; `fee` what
    its flat fees come to."""

    name: str
    path: str
    currency: str
    published: int | None
    draft: bool
    every: tuple[int, str]
    fee: Decimal | None


@dataclass(frozen=True, slots=True)
class PlansPage:
    shell: Shell
    rows: tuple[PlanRow, ...]
    may: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    units: Choices = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`path` is the plan's, `compare` the difference to the version before, empty for the first.
    What may be done with what is shown: `edit` a draft, `publish` it (`own`: by a colleague), begin
    a `new_draft`. `offered`: clients read its prices; `may_offer` says who decides that."""

    shell: Shell
    name: str
    path: str
    currency: str
    number: int
    state: PlanState
    every: tuple[int, str]
    prices: tuple[Price, ...]
    versions: tuple[VersionLink, ...]
    compare: str
    simulate: str
    edit: bool
    publish: bool
    own: bool
    new_draft: bool
    units: Choices = ()
    problem: str = ""
    offered: bool = False
    may_offer: bool = False


@dataclass(frozen=True, slots=True)
class PricePage:
    """One price as a form. `rows`: how many tiers, filters and weights there is room for. `send` is
    where it goes, `back` where it came from; `deal` says that it is one client's own price."""

    shell: Shell
    title: str
    back: str
    back_label: str
    send: str
    remove: str
    currency: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    rows: tuple[int, int, int]
    kinds: Choices
    meters: Choices
    timings: Choices
    roundings: Choices
    rounded_per: Choices
    problem: str = ""
    deal: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`tier` is the place of a tier, weight or filter, 0 for what is none of them. A side that says
    nothing is empty."""

    field: str
    tier: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PriceChange:
    name: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    shell: Shell
    plan: str
    path: str
    before: int
    after: int
    versions: Choices
    interval: tuple[tuple[int, str], tuple[int, str]] | None
    prices: tuple[PriceChange, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A plan beside the one in force; `problem` says why it cannot be compared."""

    name: str
    path: str
    total: Decimal | None
    more: Decimal | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One price and group: what it did cost, and what on each of those tried, None where the plan
    has no such price. `differs`: one of them is another amount."""

    name: str
    group: str
    part: str
    quantity: Decimal | None
    unit: str
    did: Decimal | None
    would: tuple[Decimal | None, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class SimulatorPage:
    """`days`: the first and the last; nothing is shown before a client and a plan are chosen."""

    shell: Shell
    clients: Choices
    plans: Choices
    typed: Mapping[str, str]
    client: str = ""
    currency: str = ""
    days: tuple[date, date] | None = None
    did: Decimal | None = None
    invoiced: Decimal | None = None
    tried: tuple[Tried, ...] = ()
    lines: tuple[TriedLine, ...] = ()
    problem: str = ""
