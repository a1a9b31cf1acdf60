"""What a form about a ticket wanted, beside what the ticket says by now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from underpin.console import locale, views, words
from underpin.console.locale import N_
from underpin.console.views.shell import Language
from underpin.desk.tickets.reading import Colleague, Detail

IMPACT, URGENCY = N_("Impact"), N_("Urgency")
TIER, ASSIGNEE = N_("Tier"), N_("Assignee")


def of_ticket(
    form: Mapping[str, str], detail: Detail, colleagues: Sequence[Colleague], language: Language
) -> tuple[views.Conflict, ...]:
    """Only where the two differ."""
    row = detail.ticket
    grade = {name: words.word(name, "grade", language) for name in ("high", "medium", "low")}
    people = {str(each.id): each.name for each in colleagues}
    said = (
        (IMPACT, grade.get(form.get("impact", ""), ""), grade.get(row.impact, "")),
        (URGENCY, grade.get(form.get("urgency", ""), ""), grade.get(row.urgency, "")),
        (TIER, _tier(form.get("tier", "")), f"L{row.tier}"),
        (ASSIGNEE, people.get(form.get("person", ""), ""), detail.names.assignee or "—"),
    )
    return tuple(
        views.Conflict(locale.gettext(language, field), yours, theirs)
        for field, yours, theirs in said
        if yours and yours != theirs
    )


def _tier(given: str) -> str:
    """As a form says it: 2 or L2."""
    return f"L{given.removeprefix('L')}" if given else ""
