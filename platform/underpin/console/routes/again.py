"""A form that could not be taken, to be mended and sent again where its own page does not come
back: what was written and what was wrong may be changed, the rest goes as it was. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from underpin.console import views, words_of_fields
from underpin.console.routes import forms
from underpin.console.views.shell import Language
from underpin.kernel.errors import NotFound, Problem

Sent = Sequence[tuple[str, str]]
OURS: Final = ("csrf", "idempotency_key", "version")
SECRET: Final = forms.SECRET
CHOSEN: Final = (
    *("approver", "audience", "calendar", "category", "client", "connector", "impact", "kind"),
    *("language", "likelihood", "line", "locale", "macro", "maintenance", "matter", "mode"),
    *("outcome", "page_by", "parent", "per", "person", "plan", "reach", "requester", "risk"),
    *("roles", "rule", "service", "severity", "site", "skill", "staff", "stage", "stand_in"),
    *("state", "tax_class", "team", "technician", "template", "tier", "time_zone", "tool"),
    *("treatment", "type", "uc", "urgency", "vendor", "visibility", "whose"),
)
"""What is picked from a list, which stands on the form's own page alone, as is every `_id`."""
NAMING: Final = ("into", "number", "other", "ticket")
"""What names something by its number, and may name nothing."""
MENDED: Final = (400, 409, 422)
TAKEN: Final = "name-taken"


def of_problem(sent: Sent, action: str, problem: Problem, language: Language) -> views.Again | None:
    """None where what was refused is nothing that is written here."""
    names, wrong = [name for name, _ in sent], field(sent, problem)
    if set(SECRET) & set(names) or names.count(wrong) != 1:
        return None
    if wrong in CHOSEN or wrong.endswith("_id"):
        return None
    return _form(sent, action, (*forms.PROSE, wrong), language, wrong)


def field(sent: Sent, problem: Problem) -> str:
    """The field that was refused, empty where it was none."""
    if problem.status == NotFound.status:
        named = [name for name, value in sent if name in NAMING and value.strip()]
        return named[0] if len(named) == 1 else ""
    if problem.status not in MENDED:
        return ""
    return problem.field or ("name" if problem.code == TAKEN else "")


def of_conflict(sent: Sent, action: str, version: int, language: Language) -> views.Again:
    """For the version that stands now."""
    found = [each for each in sent if each[0] != "version"]
    return _form([*found, ("version", str(version))], action, forms.PROSE, language)


def _form(
    sent: Sent, action: str, written: Collection[str], language: Language, wrong: str = ""
) -> views.Again:
    fields = tuple(
        views.AgainField(name, words_of_fields.said(name, language), value, _is_long(name, value))
        for name, value in sent
        if name in written
    )
    hidden = ("csrf", "idempotency_key", *written)
    values = tuple(each for each in sent if each[0] not in hidden)
    return views.Again(action, fields, values, wrong)


def _is_long(name: str, value: str) -> bool:
    return (name in forms.PROSE and name != "subject") or "\n" in value or len(value) > forms.LINE
