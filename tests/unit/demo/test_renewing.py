"""Whoever opens the demo finds contracts that need a look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from contracts.signed import reminder_plan
from contracts.signed.term import Terms
from underpin.demo import demo_templates
from underpin.demo.everyday import renewing

BY_TEMPLATE = demo_templates.SILVER.made.body.terms


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2027, 2, 28), date(2028, 12, 31)])
def test_reminders_are_due_whenever_the_demo_is_opened(today: date) -> None:
    agreed = BY_TEMPLATE.beginning(date(today.year, 1, 1))
    before = Terms(
        agreed.starts_on,
        agreed.ends_on,
        agreed.notice_days,
        "automatic",
        uplift_percent=agreed.uplift_percent,
        uplift_on=agreed.uplift_on,
    )
    said = set[str]()
    for changes in renewing.agreed_on(today).values():
        after = replace(before, **changes.named)
        for occasion, day in reminder_plan.due(after, today, ()).items():
            said |= {occasion} if reminder_plan.said_on(occasion, day) <= today else set()
    assert said >= {"renewal", "notice", "uplift"}
