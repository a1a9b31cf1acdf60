"""The catalogue, its forms and the work on a ticket, as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from underpin.console.locale import N_
from underpin.console.routes.requests.reading import Form
from underpin.console.routes.shaping.knowing import articles
from underpin.console.views import requests
from underpin.console.views.shell import Shell
from underpin.desk.catalogue import definition
from underpin.desk.catalogue.answers import YES_NO
from underpin.desk.catalogue.definition import Field
from underpin.desk.catalogue.items import Item

NEEDED: Final = N_("Fill this in.")
CURES: Final = {
    "text": N_("At most 300 characters."),
    "long_text": N_("At most 5000 characters."),
    "choice": N_("Choose one of these."),
    "date": N_("Choose a day."),
    "person": N_("The address of somebody in your company."),
    "number": N_("A number within the limits."),
    "yes_no": N_("Choose yes or no."),
    "file": N_("Attach the file again."),
}
DATE_CURE: Final = N_("Choose a time further ahead.")


def catalogue(shell: Shell, items: Sequence[Item], wanted: str) -> requests.CataloguePage:
    """Those that fit all of the words, by category."""
    language = shell.reader.language
    words = wanted.casefold().split()
    found: dict[str, list[requests.Offer]] = {}
    for item in items:
        told = item.definition.told(language)
        category = definition.said(item.definition.category, language)
        text = f"{told.name} {told.summary} {category}".casefold()
        if all(word in text for word in words):
            offer = requests.Offer(
                item.key, told.name, told.summary, told.price, item.definition.icon
            )
            found.setdefault(category, []).append(offer)
    groups = tuple(
        requests.OfferGroup(name, tuple(sorted(offers, key=lambda each: each.name)))
        for name, offers in sorted(found.items())
    )
    return requests.CataloguePage(shell, groups, wanted)


def form(
    shell: Shell,
    found: Form,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    problem: str = "",
) -> requests.RequestFormPage:
    item = found.item
    language, said = shell.reader.language, item.definition
    told = said.told(language)
    known = {field.key: field for field in said.fields}
    fields = tuple(_field(each, known, language, typed, problems) for each in said.fields)
    date_problem = problems.get("wanted_at", "")
    return requests.RequestFormPage(
        shell,
        item.key,
        told.name,
        told.description or told.summary,
        told.price,
        said.approval is not None,
        fields,
        wanted=said.fulfilment.wanted,
        notice_hours=said.fulfilment.notice_hours,
        wanted_value=typed.get("wanted_at", ""),
        wanted_error=date_problem and (NEEDED if date_problem == "needed" else DATE_CURE),
        problem=problem,
        read_first=tuple(articles.row(each) for each in found.read_first),
    )


def _field(
    field: Field,
    known: Mapping[str, Field],
    language: str,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> requests.FormField:
    value, when = typed.get(field.key, ""), field.show_when
    wrong = problems.get(field.key, "")
    return requests.FormField(
        field.key,
        field.kind,
        definition.said(field.label, language),
        definition.said(field.help, language),
        field.required,
        tuple((each.key, definition.said(each.label, language)) for each in field.choices),
        value,
        wrong and (NEEDED if wrong == "needed" else CURES[field.kind]),
        when.field if when else "",
        when.equals if when else "",
        _when(known[when.field], when.equals, language) if when else "",
        len(value.split()) if field.kind == "file" else 0,
    )


def _when(on: Field, equals: str, language: str) -> str:
    label = definition.said(on.label, language)
    chosen = next((each for each in on.choices if each.key == equals), None)
    if chosen is None:
        words = YES_NO.get(language, YES_NO["en"])
        return f"{label}: {words[equals == definition.YES]}"
    return f"{label}: {definition.said(chosen.label, language)}"
