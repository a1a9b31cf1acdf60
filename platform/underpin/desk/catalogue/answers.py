"""What somebody filled in: read by the form into typed values, and told so that a person can read
it. Pure. What the form does not show for these answers is not taken, however it came."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from underpin.desk.catalogue import definition
from underpin.desk.catalogue.definition import NO, YES, Definition, Field
from underpin.kernel.errors import Malformed

ADDRESS: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
LONGEST: Final = {"text": 300, "long_text": 5_000}
Typed = dict[str, Any]
"""By field: text, ISO date and number as text, yes/no as a boolean, a person by their address, the
ids of files."""


class FormRefused(Malformed):
    """`problems`: what is wrong with each field, by its key."""

    code = "form-refused"
    title = "Some fields need another look"

    def __init__(self, problems: Mapping[str, str]) -> None:
        first = next(iter(problems))
        super().__init__(f"{first}: {problems[first]}", field=first)
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as it is read."""

    label: str
    value: str


def read(form: Sequence[Field], given: Mapping[str, str]) -> Typed:
    """Typed, in the form's order, without what was left out. Raises FormRefused."""
    typed: Typed = {}
    problems: dict[str, str] = {}
    for field in form:
        if not shown(field, typed):
            continue
        raw = given.get(field.key, "").strip()
        if not raw:
            if field.required:
                problems[field.key] = "needed"
            continue
        value = READERS[field.kind](field, raw)
        if value is None:
            problems[field.key] = _cure(field)
        else:
            typed[field.key] = value
    if problems:
        raise FormRefused(problems)
    return typed


def shown(field: Field, typed: Mapping[str, Any]) -> bool:
    """Whether the form asks for it, given the answers before it."""
    if field.show_when is None:
        return True
    before = typed.get(field.show_when.field)
    if isinstance(before, bool):
        before = YES if before else NO
    return bool(before == field.show_when.equals)


def tell(item: Definition, typed: Mapping[str, Any], language: str) -> list[Line]:
    """In the form's order; files are named beside the message they came with."""
    return [
        Line(definition.said(field.label, language), _told(field, typed[field.key], language))
        for field in item.fields
        if field.key in typed and field.kind != "file"
    ]


def subject(item: Definition, typed: Mapping[str, Any], language: str) -> str:
    name = item.told(language).name
    key = item.fulfilment.subject_field
    field = next((each for each in item.fields if each.key == key), None)
    if field is None or key not in typed:
        return name
    return f"{name}: {_told(field, typed[key], language)}"[:300]


def body(lines: Sequence[Line]) -> str:
    return "\n".join(f"{line.label}: {line.value}" for line in lines)


def files_of(form: Sequence[Field], typed: Mapping[str, Any]) -> list[UUID]:
    ids = [typed[each.key] for each in form if each.kind == "file" and each.key in typed]
    return [UUID(one) for some in ids for one in some]


def people_of(form: Sequence[Field], typed: Mapping[str, Any]) -> dict[str, str]:
    """The addresses of the persons named, by field."""
    return {
        each.key: typed[each.key] for each in form if each.kind == "person" and each.key in typed
    }


def _told(field: Field, value: Any, language: str) -> str:
    if field.kind == "choice":
        chosen = next(each for each in field.choices if each.key == value)
        return definition.said(chosen.label, language)
    if field.kind == "yes_no":
        return YES_NO[language if language in YES_NO else "en"][bool(value)]
    return str(value)


YES_NO: Final = {
    "en": ("no", "yes"),
    "pl": ("nie", "tak"),
    "zh": ("否", "是"),
    "ar": ("لا", "نعم"),
}


def _text(field: Field, raw: str) -> str | None:
    return raw if len(raw) <= LONGEST[field.kind] else None


def _choice(field: Field, raw: str) -> str | None:
    return raw if raw in {each.key for each in field.choices} else None


def _date(_: Field, raw: str) -> str | None:
    try:
        return date.fromisoformat(raw).isoformat()
    except ValueError:
        return None


def _person(_: Field, raw: str) -> str | None:
    return raw.lower() if ADDRESS.fullmatch(raw) else None


def _number(field: Field, raw: str) -> str | None:
    try:
        value = Decimal(raw.replace(",", "."))
    except InvalidOperation:
        return None
    low = field.least is not None and value < field.least
    high = field.most is not None and value > field.most
    if low or high or not value.is_finite() or abs(value) >= 10**15:
        return None
    return f"{value:f}"


def _yes_no(_: Field, raw: str) -> bool | None:
    return {YES: True, NO: False}.get(raw)


def _file(_: Field, raw: str) -> list[str] | None:
    try:
        return [str(UUID(each)) for each in raw.split()]
    except ValueError:
        return None


READERS: Final = {
    "text": _text,
    "long_text": _text,
    "choice": _choice,
    "date": _date,
    "person": _person,
    "number": _number,
    "yes_no": _yes_no,
    "file": _file,
}


def _cure(field: Field) -> str:
    if field.kind == "number":
        least, most = (each if each is not None else "..." for each in (field.least, field.most))
        return f"a number from {least} to {most}"
    return CURES[field.kind]


CURES: Final = {
    "text": "at most 300 characters",
    "long_text": "at most 5000 characters",
    "choice": "one of the choices",
    "date": "a date such as 2026-03-02",
    "person": "an e-mail address",
    "yes_no": "yes or no",
    "file": "files that wait for this request",
}
