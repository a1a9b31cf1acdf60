"""Who has to approve what, as it is said on a page."""

from __future__ import annotations

from dataclasses import dataclass

from underpin.console.views.shell import Shell

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One rule as its fields; of each side so many, of a role, and of the client of those named."""

    risk: str = ""
    amount: str = ""
    currency: str = ""
    client: str = ""
    client_role: str = ""
    people: frozenset[str] = frozenset()
    provider: str = ""
    provider_role: str = ""


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """`rows` end with an empty one. `source`: `own`, `default`, or `house`. `plain`: whether its
    rules can be said in these fields."""

    subject: str
    rows: tuple[PolicyRow, ...]
    source: str
    plain: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalPoliciesPage:
    """`client` is empty for the provider's own. `may`: whether the reader says them."""

    shell: Shell
    client: str
    path: str
    cards: tuple[PolicyCard, ...]
    people: Choices
    may: bool
