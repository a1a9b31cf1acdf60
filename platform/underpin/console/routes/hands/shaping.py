"""A client's ways of assignment as the form writes and reads them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args
from uuid import UUID

from underpin.console.routes.hands.gathered import Hands
from underpin.console.views.hands import HandsPage, ServiceSkills
from underpin.console.views.shell import Shell
from underpin.desk.hands.ways import Rule, Way, Ways
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

FIELDS: Final = ("type", "priority", "service", "tier", "holder")
MORE: Final = 3
"""So many empty rows stand below those that are filled in."""
Form = Mapping[str, str]


def page(shell: Shell, key: str, found: Hands, *, may: bool) -> HandsPage:
    kept = found.ways
    people = ((f"staff:{each.id}", each.name) for each in found.colleagues)
    return HandsPage(
        shell=shell,
        key=key,
        way=kept.way,
        most="" if kept.most_open is None else str(kept.most_open),
        noted=kept.note_at_hand_over,
        rules=(*map(_row, kept.rules), *_empty(MORE if may else 0)),
        services=tuple((str(each.id), each.name) for each in found.services),
        holders=(*people, *((f"team:{each.id}", each.name) for each in found.teams)),
        skills=tuple((str(each.id), each.name) for each in found.skills),
        asked=tuple(
            ServiceSkills(
                str(each.id), each.name, frozenset(map(str, found.asked.get(each.id, ())))
            )
            for each in found.services
        ),
        may=may,
    )


def _empty(count: int) -> tuple[Form, ...]:
    return tuple(dict.fromkeys(FIELDS, "") for _ in range(count))


def _row(rule: Rule) -> Form:
    holder = f"staff:{rule.staff_id}" if rule.staff_id else f"team:{rule.team_id}"
    said = (rule.type, rule.priority, rule.service_id, rule.tier, holder)
    return {name: str(value or "") for name, value in zip(FIELDS, said, strict=True)}


def typed(form: Form) -> tuple[Form, ...]:
    """The rules as they were typed, those without a holder left out."""
    rows: list[Form] = []
    while any(f"{name}-{len(rows)}" in form for name in FIELDS):
        rows.append({name: form.get(f"{name}-{len(rows)}", "") for name in FIELDS})
    return tuple(row for row in rows if row["holder"])


def ways(form: Form) -> Ways:
    """Raises Malformed."""
    way, said = form.get("way", ""), form.get("most_open", "").strip()
    if way not in get_args(Way):
        raise Malformed("way: choose one from the list.", field="way")
    most = digits.read(said, 4)
    if said and most is None:
        raise Malformed("most_open: a whole number, or empty.", field="most_open")
    rules = tuple(map(_rule, typed(form)))
    noted = form.get("noted") == "yes"
    return Ways(way, most, noted, rules)  # type: ignore[arg-type]  # checked above


def _rule(row: Form) -> Rule:
    side, _, given = row["holder"].partition(":")
    if side not in ("staff", "team"):
        raise Malformed("holder: choose one from the list.", field="rules")
    tier = row["tier"].removeprefix("L")
    return Rule(
        staff_id=_id(given) if side == "staff" else None,
        team_id=_id(given) if side == "team" else None,
        type=row["type"] or None,
        priority=row["priority"] or None,
        service_id=_id(row["service"]) if row["service"] else None,
        tier=int(tier) if tier in ("1", "2", "3") else None,
    )


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as wrong:
        raise Malformed("rules: choose from the lists.", field="rules") from wrong
