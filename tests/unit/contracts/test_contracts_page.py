"""The worked example of `docs/contracts.md` is what the code says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import msgspec

from contracts.api.contract import NewContract
from contracts.api.template import NewTemplate
from contracts.signed import candidate, reminder_plan, term
from contracts.signed.contract_rows import Notice
from contracts.signed.term import Dates, Terms
from contracts.subject import Standing
from contracts.templates import template_body

PAGE = (Path(__file__).parents[3] / "docs" / "contracts.md").read_text(encoding="utf-8")
SIGNED, DATES, NOTICE, TEMPLATE = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def terms() -> Terms:
    new = msgspec.json.decode(SIGNED, type=NewContract)
    return Terms(**{name: getattr(new, name, None) for name in Terms.__slots__})


def test_the_contracts_dates_are_right() -> None:
    assert msgspec.json.decode(DATES, type=Dates) == term.dates(terms(), date(2026, 10, 3))


def test_the_notice_is_right() -> None:
    said = msgspec.json.decode(NOTICE, type=Notice)
    assert term.earliest_end(terms(), said.given_on) == said.last_day


def test_the_template_can_be_meant() -> None:
    new = msgspec.json.decode(TEMPLATE, type=NewTemplate)
    template_body.check(new.body)
    assert new.body.terms.beginning(date(2026, 1, 1)).ends_on == date(2027, 12, 31)


def test_every_word_of_the_answers_stands_on_the_page() -> None:
    words = (
        *candidate.OUT,
        *candidate.BEHIND,
        candidate.COVERED,
        *reminder_plan.NEXT,
        *Standing.__args__,
    )
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_leads_are_the_pages() -> None:
    said = dict(re.findall(r"^\| `(\w+)` \| .* \| (\d+) days before \|$", PAGE, re.MULTILINE))
    assert said == {name: str(lead.days) for name, lead in reminder_plan.LEAD.items()}
