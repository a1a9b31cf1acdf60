"""A page with its form as it was sent: what was typed and chosen stands in it again, what was
wrong is marked and has the focus. Pure; the page is one of ours."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from underpin.console import tags
from underpin.console.tags import Edit, Tag

Sent = Sequence[tuple[str, str]]
OURS = ("csrf", "idempotency_key")
FIELDS = ("input", "textarea", "select")
CHOSEN = ("checkbox", "radio")
NEVER = ("file", "password", "submit", "button", "image", "reset")


@dataclass(frozen=True, slots=True)
class Refused:
    """`field` is empty where none is to blame, `said` is what is told at it, `notice` the same as
    a part of a page. What stands in `secret` is never given back."""

    action: str
    sent: Sent
    field: str
    said: str
    notice: str
    secret: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """`at` and `fields` are places among the tags; `around` is what it is folded away in."""

    at: int
    fields: tuple[int, ...]
    around: tuple[Tag, ...]


def refilled(page: str, refused: Refused) -> str | None:
    """None where the page has no such form."""
    found = tags.read(page)
    forms = [each for each in _forms(found) if _leads_to(found, each, refused.action)]
    if not forms:
        return None
    form = max(forms, key=lambda each: _alike(found, each, refused.sent))
    marked = next((at for at in form.fields if _is_wrong(found[at], refused.field)), None)
    opened = [Edit(tag.start, tag.end, tag.written(open=True)) for tag in form.around]
    opened.append(_kept(found[form.at]))
    led = [] if marked is not None else _noticed(found, form, refused)
    return tags.edited(page, (*opened, *led, *_filled(page, found, form, refused, marked)))


def _kept(form: Tag) -> Edit:
    """Parts that change by themselves leave it alone (`swapping.js`)."""
    return Edit(form.start, form.end, form.written(data_refused=True))


def _forms(found: list[Tag]) -> Iterator[Form]:
    around: list[Tag] = []
    for at, tag in enumerate(found):
        if tag.name == "details":
            around = [*around, tag] if tag.opens else around[:-1]
        if tag.name == "form" and tag.opens:
            closed = tuple(each for each in around if "open" not in each.attributes)
            yield Form(at, _fields(found, at), closed)


def _fields(found: list[Tag], at: int) -> tuple[int, ...]:
    """Also those that stand elsewhere and name their form."""
    name, last = found[at].said("id"), tags.ending(found, at).start
    return tuple(
        place
        for place, tag in enumerate(found)
        if tag.opens
        and tag.name in FIELDS
        and (tag.said("form") == name if tag.said("form") else found[at].end <= tag.start < last)
    )


def _leads_to(found: list[Tag], form: Form, path: str) -> bool:
    tag, last = found[form.at], tags.ending(found, form.at).start
    inside = [each for each in found[form.at :] if each.start < last]
    led = [tag.said("action"), *(each.said("formaction") for each in inside)]
    return tag.said("method").lower() == "post" and path in [urlsplit(each).path for each in led]


def _alike(found: list[Tag], form: Form, sent: Sent) -> int:
    """Of several forms that lead to one place: how much of what was sent is theirs."""
    kept = {(found[at].said("name"), found[at].said("value")) for at in form.fields}
    names = {name for name, _ in kept}
    return 2 * len(kept & set(sent)) + len(names & {name for name, _ in sent})


def _is_wrong(tag: Tag, field: str) -> bool:
    return bool(field) and tag.said("name") == field and tag.said("type") != "hidden"


def _noticed(found: list[Tag], form: Form, refused: Refused) -> list[Edit]:
    place = found[form.at].end
    return [
        Edit(place, place, f'<div id="refused" tabindex="-1" autofocus>{refused.notice}</div>'),
        *_unled(found, form, None),
    ]


def _unled(found: list[Tag], form: Form, marked: int | None) -> Iterator[Edit]:
    """Nothing else takes the focus: the browser gives it to what comes first."""
    for at, tag in enumerate(found):
        if tag.opens and "autofocus" in tag.attributes and at not in (*form.fields, marked):
            yield Edit(tag.start, tag.end, tag.written(autofocus=None))


def _filled(
    page: str, found: list[Tag], form: Form, refused: Refused, marked: int | None
) -> Iterator[Edit]:
    given: dict[str, deque[str]] = defaultdict(deque)
    for name, value in refused.sent:
        given[name].append(value)
    if marked is not None:
        yield from _unled(found, form, marked)
    for at in form.fields:
        yield from _field(found, at, given, refused, wrong=at == marked)


def _field(
    found: list[Tag], at: int, given: dict[str, deque[str]], refused: Refused, *, wrong: bool
) -> Iterator[Edit]:
    tag, name = found[at], found[at].said("name")
    last = tag if tag.name == "input" else tags.ending(found, at)
    known = name in given and name not in (*OURS, *refused.secret)
    changed: dict[str, str | bool | None] = {"autofocus": None}
    if wrong:
        changed = _pointing(tag)
    if tag.name == "input":
        changed |= _input(tag, given, refused) if name not in (*OURS, *refused.secret) else {}
    yield Edit(tag.start, tag.end, tag.written(**changed))
    if tag.name == "textarea" and known and given[name]:
        yield Edit(tag.end, last.start, "\n" + escape(given[name].popleft(), quote=False))
    if tag.name == "select" and known:
        yield from _options(found, at, last, given[name])
    if wrong:
        yield Edit(last.end, last.end, _below(tag, refused.said))


def _error(tag: Tag) -> str:
    return escape(f"{tag.said('id') or tag.said('name')}-error")


def _below(tag: Tag, said: str) -> str:
    return f'<p class="invalid-feedback" id="{_error(tag)}" role="alert">{escape(said)}</p>'


def _pointing(tag: Tag) -> dict[str, str | bool | None]:
    told = f"{tag.said('aria-describedby')} {_error(tag)}".strip()
    return {"aria_describedby": told, "aria_invalid": "true", "autofocus": True}


def _input(
    tag: Tag, given: dict[str, deque[str]], refused: Refused
) -> dict[str, str | bool | None]:
    name, kind = tag.said("name"), tag.said("type")
    if kind in NEVER:
        return {}
    if kind in CHOSEN:
        is_on = (name, tag.attributes.get("value") or "on") in refused.sent
        return {"checked": True if is_on else None}
    return {"value": given[name].popleft()} if given.get(name) else {}


def _options(found: list[Tag], at: int, last: Tag, given: deque[str]) -> Iterator[Edit]:
    several = "multiple" in found[at].attributes
    chosen = set(given) if several or not given else {given.popleft()}
    for tag in found[at:]:
        if tag.start >= last.start:
            return
        if tag.name == "option" and tag.opens:
            is_on = tag.said("value") in chosen
            yield Edit(tag.start, tag.end, tag.written(selected=True if is_on else None))
