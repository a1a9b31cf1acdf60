"""The administration pages."""

from __future__ import annotations

from underpin.console.routes.administration import (
    companies,
    index,
    members,
    onboarding,
    staff,
    steps,
    teams,
)

HANDLERS = [
    *index.HANDLERS,
    *companies.HANDLERS,
    *onboarding.HANDLERS,
    *steps.HANDLERS,
    *members.HANDLERS,
    *staff.HANDLERS,
    *teams.HANDLERS,
]
