"""The worked example of `docs/agreements.md` is read, told and counted as the page says."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from contracts.agreements import agreed, credit_clause, credit_schedule, difference
from contracts.agreements.agreed import CLAUSES, SETTINGS, Content
from contracts.agreements.credit_clause import Measured
from contracts.api import exact
from contracts.instant import MINUTE

PAGE = (Path(__file__).parents[3] / "docs" / "agreements.md").read_text(encoding="utf-8")
(WRITTEN,) = re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL)
NAMES = {UUID(int=1): "Office v1", UUID(int=2): "Always v1"}


def table(head: str) -> list[list[str]]:
    lines = PAGE[PAGE.index(head) :].splitlines()[2:]
    rows = (line.strip("| ").split(" | ") for line in lines[: lines.index("")])
    return list(rows)


@pytest.fixture
def content() -> Content:
    return msgspec.json.decode(WRITTEN, type=Content)


def test_it_is_one_that_can_be_meant_and_every_field_is_read(content: Content) -> None:
    agreed.check("SLA", content)
    wanted = msgspec.inspect.type_info(Content)
    assert list(exact.unread(wanted, msgspec.json.decode(WRITTEN))) == []
    assert all(getattr(content, clause) for clause in CLAUSES)


def test_it_reads_as_the_page_says(content: Content) -> None:
    said = [
        [each.what, each.after]
        for each in difference.between(None, content, NAMES)
        if each.what not in SETTINGS
    ]
    assert said == table("| clause | says |")


@pytest.mark.parametrize(("percent", "over", "owed"), table("| availability | P1 resolutions over"))
def test_a_month_is_worth_what_the_page_says(
    content: Content, percent: str, over: str, owed: str
) -> None:
    late = [] if over == "none" else [int(each) * MINUTE for each in over.split(", ")]
    found = [
        credit_clause.at(Fraction(percent) / 100, "availability"),
        Measured("resolution", 100, 100 + len(late), tuple(late), "incident", "P1"),
    ]
    assert content.credits is not None
    entitlement = credit_schedule.due(content.credits, found)
    assert (str(entitlement.percent) if entitlement else "nothing") == owed


def test_every_setting_and_clause_is_on_the_page() -> None:
    assert {row[0].strip("`") for row in table("| setting | of |")} == set(SETTINGS)
    assert {row[0].strip("`") for row in table("| clause | of |")} == set(CLAUSES)
