"""Rules of approval as the fields of a form, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from underpin.console.views.approval_policies import PolicyCard, PolicyRow
from underpin.desk.approvals import policy
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.policy import Risk, Rule
from underpin.desk.approvals.voting import CLIENT, PROVIDER, Side
from underpin.kernel.errors import Malformed

PLACES: Final = range(1, policy.MOST + 2)
FIELDS: Final = (
    *("risk", "amount", "currency", "client", "client_role", "provider", "provider_role"),
)
Named = Mapping[int, Sequence[str]]


def card(subject: str, rules: Sequence[Rule] | None, source: str) -> PolicyCard:
    """With an empty row for one more."""
    said = rules or ()
    rows = (*map(_row, said), PolicyRow())
    return PolicyCard(subject, rows, source, plain=all(map(_is_plain, said)))


def _is_plain(rule: Rule) -> bool:
    """Whether one group of each side, each of one role, is all of it."""
    sides = [each.side for each in rule.groups]
    simple = all(len(each.roles) < 2 and not each.name for each in rule.groups)
    return simple and len(set(sides)) == len(sides)


def _row(rule: Rule) -> PolicyRow:
    by_side = {each.side: each for each in rule.groups}
    client, provider = by_side.get(CLIENT), by_side.get(PROVIDER)
    return PolicyRow(
        rule.risk,
        "" if rule.from_amount is None else f"{rule.from_amount:f}",
        rule.currency or "",
        str(client.quorum) if client else "",
        "".join(client.roles[:1]) if client else "",
        frozenset(map(str, client.people)) if client else frozenset(),
        str(provider.quorum) if provider else "",
        "".join(provider.roles[:1]) if provider else "",
    )


def typed(form: Mapping[str, str], named: Named) -> tuple[PolicyRow, ...]:
    """As it was typed, with an empty row for one more."""
    rows = [_typed(form, place, named) for place in PLACES if f"client_{place}" in form]
    return (*(each for each in rows if each != PolicyRow()), PolicyRow())


def _typed(form: Mapping[str, str], place: int, named: Named) -> PolicyRow:
    said = {name: form.get(f"{name}_{place}", "").strip() for name in FIELDS}
    return PolicyRow(**said, people=frozenset(named.get(place, ())))


def read(form: Mapping[str, str], named: Named) -> tuple[Rule, ...]:
    """The rules that were typed; a row in which nobody approves is none. Raises Malformed."""
    rows = [each for each in typed(form, named) if each.client or each.provider or each.amount]
    return tuple(_rule(place, each) for place, each in enumerate(rows, 1))


def _rule(place: int, row: PolicyRow) -> Rule:
    groups = (
        *_group(place, CLIENT, row.client, row.client_role, row.people),
        *_group(place, PROVIDER, row.provider, row.provider_role, frozenset()),
    )
    risk: Risk = next((each for each in policy.RISKS if each == row.risk), "")
    return Rule(groups, risk, _amount(place, row.amount), row.currency.upper() or None)


def _group(
    place: int, side: Side, quorum: str, role: str, people: frozenset[str]
) -> tuple[Wanted, ...]:
    if not quorum or quorum == "0":
        return ()
    if not (quorum.isascii() and quorum.isdecimal() and len(quorum) < 3):
        raise Malformed(f"rule {place}: how many approve, a whole number.", field="rules")
    try:
        named = tuple(sorted(map(UUID, people)))
    except ValueError as wrong:
        raise Malformed(f"rule {place}: choose people of the client.", field="rules") from wrong
    roles = (role,) if role and not named else ()
    return (Wanted(side, int(quorum), named, roles),)


def _amount(place: int, said: str) -> Decimal | None:
    if not said:
        return None
    try:
        return Decimal(said)
    except InvalidOperation as wrong:
        raise Malformed(f"rule {place}: an amount like 500.00.", field="rules") from wrong
