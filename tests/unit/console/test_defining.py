"""A catalogue item and a task template are the same after they stood in a form."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pytest

from underpin.console.routes.requests.administration import BEGINNING, FIRST_STEPS
from underpin.console.routes.requests.defining import items, steps
from underpin.console.routes.requests.defining.lines import Line
from underpin.desk.catalogue.definition import Approval, Choice, Definition, Field, When
from underpin.desk.checklists.step import Due, Step
from underpin.kernel import ids
from underpin.kernel.errors import Malformed

WIDE = msgspec.structs.replace(
    BEGINNING,
    category={"en": "Devices", "pl": "Sprzęt"},
    approval=Approval("12.50", "EUR"),  # type: ignore[arg-type]
    fields=[
        Field("size", "choice", {"en": "Size"}, choices=[
            Choice("big", {"en": "Big", "zh": "大"}), Choice("small", {"en": "Small"}),
        ]),
        Field("why", "long_text", {"en": "Why"}, {"en": "Briefly"}, show_when=When("size", "big")),
    ],
)  # fmt: skip


def form(prefix: str, rows: Iterable[Line], **head: str) -> dict[str, str]:
    return head | {
        f"{prefix}-{place}-{name}": value
        for place, row in enumerate(rows)
        for name, value in row.items()
    }


@pytest.mark.parametrize("said", [BEGINNING, WIDE])
def test_an_item_reads_back_as_it_was_written(said: Definition) -> None:
    said = msgspec.convert(msgspec.to_builtins(said), Definition)
    assert items.read(form("field", items.rows(said), **items.head(said))) == said


def test_steps_read_back_and_go_by_their_numbers() -> None:
    last = Step("end", "The end", "x", False, ["first"], 2, ids.new(), None, Due(-4, "wanted"))
    said = [*FIRST_STEPS, last]
    typed = form("step", steps.rows(said))
    assert steps.read(typed) == said
    before = typed | {
        "step-2-order": "1",
        "step-0-order": "2",
        "step-1-title": "",
        "step-1-key": "",
    }
    assert [each.key for each in steps.read(before)] == ["end", "first"]


def test_keys_are_made_of_what_is_said() -> None:
    rows = [{"label_en": "Which floor?", "kind": "choice", "choices": "Ground floor\n二楼"}]
    head = items.head(BEGINNING)
    (field,) = items.read(form("field", rows, **head)).fields
    assert field.key == "which_floor"
    assert [each.key for each in field.choices] == ["ground_floor", "choice_2"]
    with pytest.raises(Malformed):
        steps.read(form("step", [{"title": "Dig", "hours": "soon"}]))
    with pytest.raises(Malformed):
        items.read(form("field", [{"label_en": "x", "kind": "colour"}], **head))
