"""A misspelled clause is named, not left out in silence."""

from __future__ import annotations

import pytest
from msgspec import inspect

from contracts.api import exact
from contracts.api.version import NewAgreement

GIVEN = inspect.type_info(NewAgreement)


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ({"targets": [], "availability": None, "settings": {"reopen": "keep"}}, None),
        ({"credit": {}}, "content.credit"),
        ({"settings": {"reopens": "keep"}}, "content.settings.reopens"),
        ({"targets": [{}, {"calendar": "x"}]}, "content.targets[1].calendar"),
        ({"availability": {"percent": "99", "notice": 1}}, "content.availability.notice"),
        (
            {"credits": {"clauses": [{"bands": [{"low": "0", "to": "9"}]}]}},
            "content.credits.clauses[0].bands[0].to",
        ),
    ],
)
def test_a_field_that_nothing_reads_is_found(content: dict[str, object], path: str | None) -> None:
    found = list(exact.unread(GIVEN, {"name": "Gold", "content": content}))
    assert found == ([] if path is None else [path])


@pytest.mark.parametrize("sent", [None, 4, [], "text", [{"name": "Gold"}]])
def test_what_is_of_another_shape_is_left_to_who_reads_it(sent: object) -> None:
    assert list(exact.unread(GIVEN, sent)) == []
