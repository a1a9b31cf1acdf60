"""A catalogue item as a form: its texts, what is asked, and how it is fulfilled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from underpin.console.routes.requests.defining import lines
from underpin.console.routes.requests.defining.lines import Line
from underpin.desk.catalogue.definition import LANGUAGES, MOST_READ_FIRST, Choice, Definition, Field
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

TEXTS: Final = ("name", "summary", "description", "price")
FULFILMENT: Final = ("service", "impact", "urgency", "tasks", "wanted", "notice_hours")
READ_FIRST: Final = tuple(f"read_first_{place}" for place in range(1, MOST_READ_FIRST + 1))
PLAIN: Final = ("icon", *FULFILMENT, "subject_field", "approved", "amount", "currency")
HEAD: Final = (*lines.names_in(*TEXTS, "category"), *PLAIN, *READ_FIRST)
FIELD: Final = (
    *("key", "kind", "required", "choices", "when", "equals", "least", "most", "order"),
    *lines.names_in("label", "help"),
)
ASKED: Final = ("key", *lines.names_in("label"))
"""A row in which none of these stands asks nothing."""


def head(said: Definition) -> dict[str, str]:
    """What stands in the form above the rows."""
    done, wanted = said.fulfilment, said.approval
    found = {name: str(getattr(done, name)) for name in (*FULFILMENT, "subject_field")}
    for name in TEXTS:
        each = {code: str(getattr(texts, name)) for code, texts in said.texts.items()}
        found |= lines.in_languages(name, each)
    money = wanted is not None and wanted.amount is not None
    return (
        found
        | lines.in_languages("category", said.category)
        | _read_first(said)
        | {
            "icon": said.icon,
            "approved": "yes" if wanted is not None else "",
            "amount": str(wanted.amount) if wanted is not None and money else "",
            "currency": (wanted.currency or "") if wanted is not None else "",
        }
    )


def _read_first(said: Definition) -> dict[str, str]:
    chosen = dict(zip(READ_FIRST, map(str, said.read_first), strict=False))
    return dict.fromkeys(READ_FIRST, "") | chosen


def rows(said: Definition) -> tuple[Line, ...]:
    return lines.shown([_row(each) for each in said.fields], FIELD)


def _row(field: Field) -> Line:
    when = field.show_when
    return {
        "key": field.key,
        "kind": field.kind,
        "required": "yes" if field.required else "",
        "choices": "\n".join(_said(each) for each in field.choices),
        "when": when.field if when else "",
        "equals": when.equals if when else "",
        "least": "" if field.least is None else str(field.least),
        "most": "" if field.most is None else str(field.most),
        **lines.in_languages("label", field.label),
        **lines.in_languages("help", field.help),
    }


def _said(choice: Choice) -> str:
    """A line: its key, then what it is called in each language."""
    called = (choice.label.get(code, "") for code in LANGUAGES)
    return " | ".join([choice.key, *called]).rstrip("| ")


def typed(form: Line) -> list[Line]:
    return lines.typed(form, "field", FIELD, ASKED)


def read(form: Line) -> Definition:
    """Raises Malformed naming what cannot be kept; the verb checks the rest."""
    said: dict[str, Any] = {
        "texts": _texts(form),
        "category": lines.by_language(form, "category"),
        "icon": form.get("icon", "").strip() or "box",
        "fields": [_field(row, place) for place, row in enumerate(typed(form), 1)],
        "fulfilment": _fulfilment(form),
        "approval": _approval(form),
        "read_first": [form[name] for name in READ_FIRST if form.get(name)],
    }
    try:
        return msgspec.convert(said, Definition)
    except msgspec.ValidationError as wrong:
        raise Malformed(f"{wrong}.", field="fields") from wrong


def _texts(form: Line) -> dict[str, dict[str, str]]:
    said = {
        code: {name: form.get(f"{name}_{code}", "").strip() for name in TEXTS} for code in LANGUAGES
    }
    return {code: each for code, each in said.items() if each["name"] or code == "en"}


def _field(row: Line, place: int) -> dict[str, Any]:
    label = lines.by_language(row, "label")
    bounds = {name: row[name].replace(",", ".") for name in ("least", "most") if row[name]}
    shown = {"show_when": {"field": row["when"], "equals": row["equals"]}} if row["when"] else {}
    return {
        "key": lines.key_of(row["key"], label.get("en", ""), f"field_{place}"),
        "kind": row["kind"] or "text",
        "label": label,
        "help": lines.by_language(row, "help"),
        "required": row["required"] == "yes",
        "choices": _choices(row["choices"].splitlines()),
        **bounds,
        **shown,
    }


def _choices(given: Sequence[str]) -> list[dict[str, Any]]:
    """A line with one word is called so; its key is made of it."""
    made = []
    for place, line in enumerate(filter(str.strip, given), 1):
        key, *labels = (each.strip() for each in line.split("|"))
        named = {code: each for code, each in zip(LANGUAGES, labels, strict=False) if each}
        label = named or {"en": key}
        plain = key if named else lines.key_of("", key, f"choice_{place}")
        made.append({"key": plain, "label": label})
    return made


def _fulfilment(form: Line) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: form[name].strip() for name in FULFILMENT if form.get(name, "").strip()
    }
    said["subject_field"] = form.get("subject_field", "").strip()
    hours = digits.read(said.pop("notice_hours", "0"), 5)
    if hours is None:
        raise Malformed("notice_hours: a whole number.", field="notice_hours")
    return {**said, "notice_hours": hours}


def _approval(form: Line) -> dict[str, Any] | None:
    if form.get("approved") != "yes":
        return None
    amount, currency = form.get("amount", "").strip(), form.get("currency", "").strip().upper()
    return {"amount": amount.replace(",", ".") or None, "currency": currency or None}
