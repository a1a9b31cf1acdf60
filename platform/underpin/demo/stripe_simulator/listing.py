"""Lists by cursor, and search by metadata, which lags behind (Stripe: a minute, usually less)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from underpin.demo.stripe_simulator import refusal
from underpin.demo.stripe_simulator.state import Obj, State

LAG = 60
CURSORS = ("limit", "starting_after", "ending_before", "expand")


def page(state: State, kind: str, params: dict[str, Any], url: str) -> Obj:
    """Filtered by whatever other parameters there are, the newest first."""
    filters = {name: value for name, value in params.items() if name not in CURSORS}
    found = [each for each in state.all(kind) if _fits(each, filters)]
    found, more = _cut(found, params)
    return {"object": "list", "url": url, "has_more": more, "data": found}


def search(state: State, kind: str, params: dict[str, Any], url: str) -> Obj:
    """`metadata['name']:'value'` and `field:'value'`, joined by AND."""
    old = [each for each in state.all(kind) if state.now() - each["created"] >= LAG]
    terms = [_term(each) for each in re.split(r"\s+AND\s+", params["query"])]
    found = [each for each in old if all(_said(each, *term) == term[2] for term in terms)]
    start, size = int(params.get("page", "0") or 0), params.get("limit", 10)
    rest = len(found) > start + size
    return {
        "object": "search_result",
        "url": url,
        "has_more": rest,
        "next_page": str(start + size) if rest else None,
        "data": found[start : start + size],
    }


def _cut(found: list[Obj], params: dict[str, Any]) -> tuple[list[Obj], bool]:
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise refusal.invalid("limit", "between 1 and 100", limit)
    places = {each["id"]: place for place, each in enumerate(found)}
    if "ending_before" in params:
        end = _place(places, params["ending_before"], "ending_before")
        start = max(0, end - limit)
        return found[start:end], start > 0
    start = 0
    if "starting_after" in params:
        start = _place(places, params["starting_after"], "starting_after") + 1
    return found[start : start + limit], len(found) > start + limit


def _place(places: dict[str, int], given: str, param: str) -> int:
    if given not in places:
        raise refusal.gone("object", given, param)
    return places[given]


def _fits(each: Obj, filters: dict[str, Any]) -> bool:
    return all(_matches(each, name, wanted) for name, wanted in filters.items())


def _matches(each: Obj, name: str, wanted: Any) -> bool:
    if name == "payment":
        return bool(each["payment"].get(wanted["type"]) == wanted.get(wanted["type"]))
    if name == "types":
        return each["type"] in wanted
    if name == "pending":
        return bool((each.get("invoice") is None) == wanted)
    if isinstance(wanted, dict):
        return _within(each.get(name, 0), wanted)
    return bool(each.get(name) == wanted)


def _within(value: int, bounds: dict[str, int]) -> bool:
    tests = {
        "gt": value > bounds.get("gt", value - 1),
        "gte": value >= bounds.get("gte", value),
        "lt": value < bounds.get("lt", value + 1),
        "lte": value <= bounds.get("lte", value),
    }
    return all(tests[bound] for bound in bounds)


def _term(text: str) -> tuple[str, str | None, str]:
    found = re.fullmatch(r"""(\w+)(?:\[["'](.+?)["']\])?:["'](.*)["']""", text.strip())
    if found is None:
        raise refusal.invalid("query", "a search query", text)
    return found[1], found[2], found[3]


def _said(each: Obj, name: str, key: str | None, _: str) -> Any:
    return (each.get(name) or {}).get(key) if key is not None else each.get(name)


def expanded(state: State, given: Obj, paths: Iterable[str]) -> Obj:
    """With the objects that stand behind these ids in the ids' place. Raises Refusal."""
    for path in paths:
        given = _expand(state, given, path.split("."))
    return given


def _expand(state: State, given: Any, path: list[str]) -> Any:
    if isinstance(given, list):
        return [_expand(state, each, path) for each in given]
    if isinstance(given, str):
        given = state.any(given)
    if not path or given is None:
        return given
    name, *rest = path
    if name not in given:
        said = f"This property cannot be expanded ({'.'.join(path)})."
        raise refusal.conflict(said)
    return {**given, name: _expand(state, given[name], rest)}
