"""Deeds and conditions as lines of a form, and back: a line each, with names instead of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.console.views.deeds import ConditionRow, DeedRow
from underpin.desk.automation.condition import Among, Condition, Hours, Words
from underpin.desk.automation.names import Names
from underpin.desk.automation.said_in import Field, Op
from underpin.desk.deeds import deed as deeds
from underpin.kernel.errors import Malformed

FREE_LINES: Final = 3
MOST: Final = 15
NAMED: Final = ("service", "requester", "assignee", "category", "asset")
OPS: Final[Mapping[str, Op]] = {">=": "at_least", "<=": "at_most", "~": "words", "=": "is"}
"""How a line about a field says it: `Seats >= 5`, `Building = A, B`, `Remark ~ urgent*`."""
SIGNS: Final = {op: sign for sign, op in OPS.items()}
LOOKED: Final = {"subject": "words_subject", "body": "words_body", "either": "words"}
WHERE: Final = {name: where for where, name in LOOKED.items()}


def rows(given: Iterable[deeds.Any], names: Names) -> tuple[DeedRow, ...]:
    """With empty lines for more."""
    return (*(row for each in given for row in _rows(each, names)), *[DeedRow()] * FREE_LINES)


def _rows(deed: deeds.Any, names: Names) -> Iterator[DeedRow]:
    what = str(deed.__struct_config__.tag)
    match deed:
        case deeds.Write(texts):
            yield from (DeedRow(what, language, text) for language, text in texts.items())
        case deeds.Tell(text, staff_id, team_id):
            yield DeedRow(what, _label(str(staff_id or team_id), names), text)
        case deeds.Prioritise(impact, urgency, reason):
            yield DeedRow(what, f"{impact} {urgency}", reason)
        case deeds.Note(text):
            yield DeedRow(what, "", text)
        case _:
            yield DeedRow(what, _value(deed, names))


def _value(deed: deeds.Any, names: Names) -> str:
    match deed:
        case deeds.SetState(value) | deeds.Share(value) | deeds.BeginTasks(value):
            return value
        case deeds.Assign(to, staff_id):
            return _label(str(staff_id), names) if staff_id else to
        case deeds.MoveTier(tier):
            return str(tier)
        case deeds.Tag(tags) | deeds.Untag(tags):
            return ", ".join(tags)
        case deeds.CallWebhook(webhook_id):
            return _label(str(webhook_id), names)
    return ""


def _label(given: str, names: Names) -> str:
    return names.labels.get(given, given)


def typed(form: Mapping[str, str]) -> tuple[DeedRow, ...]:
    """What stands in the form, as it was typed."""
    found = (
        DeedRow(*(form.get(f"deed-{place}-{part}", "").strip() for part in ("do", "value", "text")))
        for place in range(MOST)
    )
    return tuple(each for each in found if each.do)


def typed_conditions(form: Mapping[str, str]) -> tuple[ConditionRow, ...]:
    found = (
        ConditionRow(
            form.get(f"if-{place}-what", ""),
            form.get(f"if-{place}-negate", "") == "yes",
            form.get(f"if-{place}-values", "").strip(),
        )
        for place in range(MOST)
    )
    return tuple(each for each in found if each.what)


def words(lines: Sequence[DeedRow], conditions: Sequence[ConditionRow] = ()) -> list[str]:
    """Every name in them that stands for an id, perhaps."""
    named = [each.value for each in lines if each.value]
    for each in conditions:
        named += _parted(each.values) if each.what in NAMED else []
        named += [_about(each.values)[0]] if each.what == "field" else []
    return named


def deeds_of(lines: Sequence[DeedRow], names: Names) -> list[deeds.Any]:
    """Raises Malformed naming the line."""
    made: list[deeds.Any] = []
    for place, each in enumerate(lines, 1):
        said = _said(each, names)
        if each.do == "write" and made and isinstance(made[-1], deeds.Write):
            texts = made[-1].texts | said["texts"]
            made[-1] = deeds.Write(texts)
            continue
        try:
            made.append(msgspec.convert({"do": each.do, **said}, deeds.Any))
        except msgspec.ValidationError as wrong:
            raise Malformed(f"{place}. {each.do}: {wrong}.", field=f"deed-{place - 1}") from wrong
    return made


def _said(row: DeedRow, names: Names) -> dict[str, Any]:
    """The deed's fields, as far as the line can say them."""
    value = row.value
    known = names.ids.get(value.lower(), value)
    impact, _, urgency = value.replace("/", " ").strip().partition(" ")
    to = value if value in ("me", "nobody") else "person"
    saying: dict[str, dict[str, Any]] = {
        "set_state": {"state": value},
        "assign": {"to": to} | ({"staff_id": known} if to == "person" else {}),
        "move_tier": {"tier": _tier(value)},
        "tag": {"tags": _parted(value)},
        "untag": {"tags": _parted(value)},
        "prioritise": {"impact": impact, "urgency": urgency.strip(), "reason": row.text},
        "tell": {"staff_id" if "@" in value else "team_id": known, "text": row.text},
        "write": {"texts": {value or "en": row.text}},
        "call_webhook": {"webhook_id": known},
        "share": {"way": value} if value else {},
        "begin_tasks": {"template": value},
    }
    return saying.get(row.do, {"text": row.text})


def _tier(value: str) -> int:
    plain = value.upper().removeprefix("L")
    return int(plain) if plain in ("1", "2", "3") else 0


def condition_rows(given: Iterable[Condition], names: Names) -> tuple[ConditionRow, ...]:
    """With empty lines for more."""
    return (*(_condition_row(each, names) for each in given), *[ConditionRow()] * FREE_LINES)


def _condition_row(each: Condition, names: Names) -> ConditionRow:
    match each:
        case Words(any_of, where, negate):
            return ConditionRow(LOOKED[where], negate, ", ".join(any_of))
        case Hours(within):
            return ConditionRow("hours", not within)
        case Field(field_id, values, op, negate):
            said = f"{_label(str(field_id), names)} {SIGNS[op]} {', '.join(values)}"
            return ConditionRow("field", negate, said)
        case Among(what, values, negate):
            shown = [_label(value, names) for value in values] if what in NAMED else values
            return ConditionRow(what, negate, ", ".join(shown))


def conditions_of(lines: Sequence[ConditionRow], names: Names) -> list[Condition]:
    """Raises Malformed for a field that there is not."""
    made: list[Condition] = []
    for each in lines:
        values = _parted(each.values)
        if each.what == "hours":
            made.append(Hours(not each.negate))
        elif each.what in WHERE:
            made.append(Words(values, WHERE[each.what], each.negate))  # type: ignore[arg-type]
        elif each.what == "field":
            made.append(_field(each, names))
        else:
            ids = [names.id_of(each.what, value) for value in values]
            made.append(Among(each.what, ids if each.what in NAMED else values, each.negate))
    return made


def _field(line: ConditionRow, names: Names) -> Field:
    label, op, values = _about(line.values)
    try:
        return Field(UUID(names.id_of("field", label)), values, op, line.negate)
    except ValueError as wrong:
        raise Malformed(f"field: there is none called {label!r}.", field="field") from wrong


def _about(line: str) -> tuple[str, Op, list[str]]:
    """The field's name, how it is compared, and with what; by the sign that comes first."""
    signs = [sign for sign in OPS if sign in line]
    if not signs:
        return line.strip(), "is", []
    sign = min(signs, key=lambda each: (line.index(each), -len(each)))
    label, _, values = line.partition(sign)
    return label.strip(), OPS[sign], _parted(values)


def _parted(given: str) -> list[str]:
    return [each.strip() for each in given.replace("\u060c", ",").split(",") if each.strip()]


def summary(given: Iterable[deeds.Deed]) -> tuple[str, ...]:
    """What they are, in order, each once."""
    return tuple(dict.fromkeys(str(each.__struct_config__.tag) for each in given))
