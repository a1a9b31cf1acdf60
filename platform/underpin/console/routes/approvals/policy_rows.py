"""Rules of approval as the fields of a form, and back. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from underpin.console.routes import forms, numerals
from underpin.console.views.approval_policies import PolicyCard, PolicyGroup, PolicyRow
from underpin.desk.approvals import policy
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.policy import Risk, Rule
from underpin.desk.approvals.voting import CLIENT, PROVIDER, Side
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

PLACES: Final = range(1, policy.MOST + 2)
GROUPS: Final = range(1, policy.MOST_GROUPS + 2)
EMPTY: Final = PolicyRow(groups=(PolicyGroup(), PolicyGroup(of="provider:")))
Named = Mapping[tuple[int, int], Sequence[str]]
"""Who was chosen, by rule and group."""


def card(
    subject: str,
    rules: Sequence[Rule],
    source: str,
    *,
    beside: Sequence[Rule] = (),
    able: Collection[UUID] = (),
) -> PolicyCard:
    """With an empty row for one more, and in each an empty group. `able`: who may approve now."""
    rows = (*(_row(each, PolicyGroup()) for each in rules), EMPTY)
    short = any(_is_short(each, able) for each in rules)
    return PolicyCard(subject, rows, source, tuple(map(_row, beside)), short)


def _is_short(rule: Rule, able: Collection[UUID]) -> bool:
    named = [each for each in rule.groups if each.people]
    return any(each.quorum > len(set(each.people) & set(able)) for each in named)


def _row(rule: Rule, *more: PolicyGroup) -> PolicyRow:
    return PolicyRow(
        rule.risk,
        "" if rule.from_amount is None else f"{rule.from_amount:f}",
        rule.currency or "",
        (*map(_shown, rule.groups), *more),
    )


def _shown(group: Wanted) -> PolicyGroup:
    of = f"{group.side}:{','.join(sorted(group.roles))}"
    return PolicyGroup(str(group.quorum), of, frozenset(map(str, group.people)), group.name)


def typed(form: Mapping[str, str], named: Named) -> tuple[PolicyRow, ...]:
    """As it was typed, with an empty row for one more."""
    rows = [_typed(form, place, named) for place in PLACES if f"amount_{place}" in form]
    return (*(each for each in rows if _is_said(each)), EMPTY)


def _typed(form: Mapping[str, str], place: int, named: Named) -> PolicyRow:
    risk, amount, currency = (
        form.get(f"{name}_{place}", "").strip() for name in ("risk", "amount", "currency")
    )
    groups = [_typed_group(form, (place, at), named) for at in GROUPS]
    return PolicyRow(risk, amount, currency, (*filter(None, groups), PolicyGroup()))


def _typed_group(form: Mapping[str, str], at: tuple[int, int], named: Named) -> PolicyGroup | None:
    """None where nobody approves."""
    quorum, of, name = (
        form.get(f"{field}_{at[0]}_{at[1]}", "").strip() for field in ("quorum", "of", "name")
    )
    if quorum in ("", "0"):
        return None
    return PolicyGroup(quorum, of, frozenset(named.get(at, ())), name)


def _is_said(row: PolicyRow) -> bool:
    return len(row.groups) > 1 or bool(row.amount)


def read(form: Mapping[str, str], named: Named) -> tuple[Rule, ...]:
    """The rules that were typed; a row in which nobody approves is none. Raises Malformed."""
    return tuple(_rule(place, each) for place, each in enumerate(typed(form, named)[:-1], 1))


def _rule(place: int, row: PolicyRow) -> Rule:
    groups = tuple(_groups(place, row))
    risk: Risk = next((each for each in policy.RISKS if each == row.risk), "")
    return Rule(groups, risk, _amount(place, row.amount), row.currency.upper() or None)


def _groups(place: int, row: PolicyRow) -> Iterator[Wanted]:
    for each in row.groups[:-1]:
        quorum = digits.read(each.quorum, 2)
        if quorum is None:
            raise Malformed(f"rule {place}: how many approve, a whole number.", field="rules")
        said, _, roles = each.of.partition(":")
        side: Side = PROVIDER if said == PROVIDER else CLIENT
        of = tuple(filter(None, roles.split(",")))
        yield Wanted(side, quorum, _people(place, each.people), of, each.name)


def _people(place: int, people: frozenset[str]) -> tuple[UUID, ...]:
    try:
        return tuple(sorted(map(UUID, people)))
    except ValueError as wrong:
        raise Malformed(f"rule {place}: choose people of the list.", field="rules") from wrong


def _amount(place: int, said: str) -> Decimal | None:
    if not said:
        return None
    given = numerals.plain(said)
    if not forms.AMOUNT.fullmatch(given):
        raise Malformed(f"rule {place}: an amount like 500.00.", field="rules")
    return Decimal(given)
