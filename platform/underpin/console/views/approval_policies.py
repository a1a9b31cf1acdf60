"""Who has to approve what, as it is said on a page."""

from __future__ import annotations

from dataclasses import dataclass

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class PolicyGroup:
    """So many of whom: a side and its roles, like `client:approver,client_admin`; with `people`, of
    those alone."""

    quorum: str = ""
    of: str = "client:"
    people: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One rule as its fields; on a form its `groups` end with an empty one."""

    risk: str = ""
    amount: str = ""
    currency: str = ""
    groups: tuple[PolicyGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Nameable:
    """`may`: whether they approve anything now; who does not is shown where a rule names them."""

    id: str
    name: str
    side: str
    may: bool = True


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """`rows` end with an empty one. `source`: `own`, `default`, or `house`. `beside`: what is said
    for every client and holds here too. `short`: a rule asks for more people than can answer."""

    subject: str
    rows: tuple[PolicyRow, ...]
    source: str
    beside: tuple[PolicyRow, ...] = ()
    short: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalPoliciesPage:
    """`client` is empty for the provider's own. `may`: whether the reader says them."""

    shell: Shell
    client: str
    path: str
    cards: tuple[PolicyCard, ...]
    people: tuple[Nameable, ...]
    may: bool
