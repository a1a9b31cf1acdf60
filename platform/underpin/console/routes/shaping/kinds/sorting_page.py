"""Categories, fields and priorities, as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence

from underpin.console import views
from underpin.console.routes.kinds.reading import Sorting
from underpin.console.views.shell import Shell
from underpin.desk.fields.field import Definition
from underpin.desk.sorting.categories import Category


def page(shell: Shell, found: Sorting, client: str) -> views.SortingPage:
    return views.SortingPage(
        shell,
        tuple((each.key, each.name) for each in found.companies),
        client,
        _tree(found.categories),
        tuple(_field(each) for each in found.fields),
        found.matrix.told,
        found.own,
    )


def _tree(categories: Sequence[Category]) -> tuple[views.CategoryRow, ...]:
    return tuple(
        views.CategoryRow(
            each.id,
            each.name,
            each.hidden,
            tuple(
                views.CategoryRow(below.id, below.name, below.hidden)
                for below in categories
                if below.parent_id == each.id
            ),
        )
        for each in categories
        if each.parent_id is None
    )


def _field(each: Definition) -> views.FieldRow:
    return views.FieldRow(
        each.id,
        each.label,
        each.kind,
        ", ".join(each.options),
        each.types,
        each.required,
        each.audience == "staff",
        each.own,
    )
