"""A price as a form, and back. The fields are named for their place in the price's JSON
(docs/plans.md), so that what is refused is told at its field; of a tier only its end is asked,
because it starts where the one before ends. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

Form = Mapping[str, str]
STEPS: Final = "model.tiers.steps"
OF_KIND: Final = {
    "flat": ("fee",),
    "per_unit": ("unit", "per"),
    "graduated": ("per",),
    "volume": ("per",),
    "package": ("fee", "size"),
    "percentage": ("percent",),
    "graduated_percentage": (),
    "pass_through": ("markup",),
}
TIERED: Final = ("graduated", "volume", "graduated_percentage")
PLAIN: Final = ("key", "name", "tax_class", "timing", "included", "discount", "minimum", "maximum")
ROOM: Final = 2
"""Empty rows beyond those that are filled."""


def said(form: Form, currency: str) -> dict[str, Any]:
    """The price's JSON, as far as it was filled in."""
    model = _model(form)
    flat = model["kind"] == "flat"
    price: dict[str, Any] = _given(form, "", PLAIN) | {"currency": currency, "model": model}
    price["prorated"] = form.get("prorated") == "yes"
    if flat:
        return price
    price |= _given(form, "", ("meter",)) | {"timing": "arrears"}
    price["group_by"] = _several(form.get("group_by", ""))
    price["filters"] = list(_filters(form))
    return price | ({"time": time} if (time := _time(form)) else {})


def _model(form: Form) -> dict[str, Any]:
    kind = form.get("model.kind", "")
    model: dict[str, Any] = {"kind": kind} | _given(form, "model.", OF_KIND.get(kind, ()))
    if kind in TIERED:
        model["tiers"] = {
            "steps": list(_steps(form)),
            "ends_inclusive": form.get("model.tiers.ends_inclusive") != "no",
            "flat_at_zero": form.get("model.tiers.flat_at_zero") == "yes",
        }
    return model


def _steps(form: Form) -> Iterator[dict[str, str]]:
    start = "0"
    for row in _rows(form, STEPS, ("end", "unit", "flat")):
        yield {"start": start, **row}
        start = row.get("end", start)


def _filters(form: Form) -> Iterator[dict[str, Any]]:
    for row in _rows(form, "filters", ("dimension", "values")):
        yield {"dimension": row.get("dimension", ""), "values": _several(row.get("values", ""))}


def _time(form: Form) -> dict[str, Any]:
    """Nothing where no rule was filled in."""
    time: dict[str, Any] = _given(form, "time.", ("step", "visit_minimum"))
    weights = list(_rows(form, "time.weights", ("dimension", "value", "factor")))
    visits = _several(form.get("time.visits", ""))
    if not (time or weights or visits):
        return {}
    chosen = _given(form, "time.", ("direction", "per"))
    return time | chosen | {"weights": weights, "visits": visits}


def _rows(form: Form, under: str, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Those in which something is filled in, in their order."""
    for place in range(_count(form, under)):
        if row := _given(form, f"{under}[{place}].", names):
            yield row


def _count(form: Form, under: str) -> int:
    """One more than the last row that the form has."""
    at = re.compile(re.escape(under) + r"\[([0-9]{1,3})\]\.")
    return max((int(found[1]) + 1 for name in form if (found := at.match(name))), default=0)


def _given(form: Form, prefix: str, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: form.get(prefix + name, "").strip() for name in names}
    return {name: text for name, text in found.items() if text}


def _several(text: str) -> list[str]:
    return [each for part in text.split(",") if (each := part.strip())]


def filled(price: Mapping[str, Any]) -> dict[str, str]:
    """The form's fields as a price says them: the other way round."""
    found = dict(_flat(price))
    found["prorated"] = "yes" if price["prorated"] else ""
    tiers = price["model"].get("tiers", {})
    found["model.tiers.ends_inclusive"] = "yes" if tiers.get("ends_inclusive", True) else "no"
    found["model.tiers.flat_at_zero"] = "yes" if tiers.get("flat_at_zero") else ""
    return found


def _flat(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from _flat(inner, f"{path}.{name}" if path else name)
        case list() if all(isinstance(each, str) for each in value):
            yield path, ", ".join(value)
        case list():
            for place, inner in enumerate(value):
                yield from _flat(inner, f"{path}[{place}]")
        case None | bool():
            pass
        case _:
            yield path, str(value)


def rows(typed: Form) -> tuple[int, int, int]:
    """How many tiers, filters and weights there is room for: those filled in, and some."""
    tiers, filters, weights = (
        max(
            (_place(name) + 1 for name in typed if name.startswith(under) and typed[name]),
            default=0,
        )
        for under in (f"{STEPS}[", "filters[", "time.weights[")
    )
    return max(tiers + ROOM, 4), filters + 1, weights + ROOM


def _place(name: str) -> int:
    found = re.search(r"\[([0-9]{1,3})\]", name)
    return int(found[1]) if found else 0


def at(path: str) -> str:
    """The form's field at which an error of the price's JSON is told."""
    where = re.sub(r"^filters\[(\d+)\]\.values.*", r"filters[\1].values", path)
    where = re.sub(r"^model\.tiers\.steps\[(\d+)\](\.start)?$", r"model.tiers.steps[\1].end", where)
    where = re.sub(r"^model\.tiers\.steps$", "model.tiers.steps[0].end", where)
    return re.sub(r"^(group_by|time\.visits)\[.*", r"\1", where)
