"""Each of the demo's templates can be made a contract of."""

from __future__ import annotations

import pytest

from contracts.signed.setting_up import Template
from contracts.templates import template_body
from underpin.demo import demo_templates


@pytest.mark.parametrize("made", demo_templates.ALL, ids=lambda made: made.name)
def test_it_can_be_agreed(made: Template) -> None:
    template_body.check(made.body)
