"""Who has to approve what: rules of a subject, of which the closest holds. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from underpin.desk.approvals.approvers import DECIDES, Wanted
from underpin.desk.approvals.request import Subject
from underpin.desk.approvals.voting import CLIENT, PROVIDER
from underpin.kernel.errors import Malformed

Risk = Literal["", "low", "medium", "high", "emergency"]
RISKS: Final[tuple[Risk, ...]] = ("", "low", "medium", "high", "emergency")
MOST: Final = 20
MOST_GROUPS: Final = 10


@dataclass(frozen=True, slots=True)
class Rule:
    """These groups are asked. `risk` is of changes alone, empty for any; the rule holds from
    `from_amount` on, net in major units of `currency`, or for everything where it is None."""

    groups: tuple[Wanted, ...]
    risk: Risk = ""
    from_amount: Decimal | None = None
    currency: str | None = None

    @property
    def matter(self) -> tuple[Risk, Decimal | None, str | None]:
        """What it is about: the same in two sets of rules is the same rule, said otherwise."""
        return self.risk, self.from_amount, self.currency


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be approved."""

    subject: Subject
    risk: Risk = ""
    amount: Decimal | None = None
    currency: str | None = None


def merged(own: Sequence[Rule], default: Sequence[Rule]) -> tuple[Rule, ...]:
    """A client's own rules, and the provider's about whatever these do not name."""
    return (*own, *beside(own, default))


def beside(own: Sequence[Rule], default: Sequence[Rule]) -> tuple[Rule, ...]:
    """The provider's rules that stand although the client has some of its own."""
    named = {each.matter for each in own}
    return tuple(each for each in default if each.matter not in named)


def groups(rules: Sequence[Rule], matter: Matter) -> tuple[Wanted, ...] | None:
    """Of the rules that hold the one of the highest amount, then that which names the risk; None
    where none holds."""
    holding = [each for each in rules if _holds(each, matter)]
    found = max(holding, key=lambda each: (each.from_amount or -1, each.risk != ""), default=None)
    return found.groups if found else None


def _holds(rule: Rule, matter: Matter) -> bool:
    if rule.risk not in ("", matter.risk):
        return False
    if rule.from_amount is None:
        return True
    if matter.amount is None or matter.currency != rule.currency:
        return False
    return matter.amount >= rule.from_amount


def suffices(asked: Sequence[Wanted], needed: Sequence[Wanted]) -> bool:
    """Whether who is asked is at least who has to be, on each side; where people are named, they
    are of those."""
    counted = Counter(dict.fromkeys((CLIENT, PROVIDER), 0))
    for group in asked:
        counted[group.side] += group.quorum
    wanted = Counter(dict.fromkeys((CLIENT, PROVIDER), 0))
    for group in needed:
        wanted[group.side] += group.quorum
    enough = all(counted[side] >= many for side, many in wanted.items())
    return enough and not any(_strangers(asked, each) for each in needed)


def _strangers(asked: Sequence[Wanted], needed: Wanted) -> bool:
    """Whether somebody else is asked in the place of those who are named."""
    ours = [each for each in asked if each.side == needed.side]
    return bool(needed.people) and not any(
        each.people and set(each.people) <= set(needed.people) for each in ours
    )


def said(needed: Sequence[Wanted]) -> str:
    return ", ".join(f"{each.quorum} of the {each.side}" for each in needed)


def check(subject: Subject, rules: Sequence[Rule]) -> None:
    """Raises Malformed naming the rule and the cure."""
    if len(rules) > MOST:
        raise Malformed(f"rules: at most {MOST}.", field="rules")
    kinds = [each.matter for each in rules]
    if len(set(kinds)) < len(kinds):
        raise Malformed("rules: two hold for the same; join them.", field="rules")
    for place, rule in enumerate(rules, 1):
        problem = _wrong(subject, rule)
        if problem:
            raise Malformed(f"rule {place}: {problem}", field="rules")


def _wrong(subject: Subject, rule: Rule) -> str:
    if rule.risk not in RISKS or (rule.risk and subject != "change"):
        return "a risk is of changes: low, medium, high or emergency."
    if (rule.from_amount is None) != (rule.currency is None):
        return "an amount and its currency, or neither."
    if rule.from_amount is not None and (not rule.from_amount.is_finite() or rule.from_amount < 0):
        return "an amount is 0 or more."
    if rule.currency is not None and not (rule.currency.isalpha() and len(rule.currency) == 3):
        return "a currency is three letters, like EUR."
    if not 1 <= len(rule.groups) <= MOST_GROUPS:
        return "somebody has to approve: 1 to 10 groups."
    return next(filter(None, map(_wrong_group, rule.groups)), "")


def _wrong_group(group: Wanted) -> str:
    if group.side not in DECIDES:
        return "a group is of the client or of the provider."
    if not 1 <= group.quorum <= 20:
        return "1 to 20 of a group approve."
    if group.people and group.quorum > len(set(group.people)):
        return "a group names fewer people than have to approve."
    if not set(group.roles) <= DECIDES[group.side]:
        return f"roles of this side: {', '.join(sorted(DECIDES[group.side]))}."
    return ""
