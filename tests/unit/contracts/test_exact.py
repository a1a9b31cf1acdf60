"""A misspelled clause is named, not left out in silence."""

from __future__ import annotations

import msgspec
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


class Round(msgspec.Struct, tag="round"):
    radius: int


class Square(msgspec.Struct, tag="square"):
    side: int


def test_what_is_one_of_several_is_left_to_who_reads_it_and_a_tag_is_no_field() -> None:
    assert list(exact.unread(inspect.type_info(Round | Square), {"side": 1, "area": 1})) == []
    one = inspect.type_info(Round)
    assert list(exact.unread(one, {"type": "round", "radius": 1})) == []
    assert list(exact.unread(one, {"type": "round", "area": 1})) == ["area"]


@pytest.mark.parametrize("sent", [None, 4, [], "text", [{"name": "Gold"}]])
def test_what_is_of_another_shape_is_left_to_who_reads_it(sent: object) -> None:
    assert list(exact.unread(GIVEN, sent)) == []
