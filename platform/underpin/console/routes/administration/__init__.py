"""The administration pages."""

from __future__ import annotations

from underpin.console.routes.administration import (
    companies,
    connections,
    index,
    leaving,
    mailboxes,
    members,
    onboarding,
    staff,
    steps,
    teams,
    tokens,
    trail,
)

HANDLERS = [
    *index.HANDLERS,
    *companies.HANDLERS,
    *onboarding.HANDLERS,
    *steps.HANDLERS,
    *members.HANDLERS,
    *staff.HANDLERS,
    *teams.HANDLERS,
    *mailboxes.HANDLERS,
    *connections.HANDLERS,
    *leaving.HANDLERS,
    *tokens.HANDLERS,
    *trail.HANDLERS,
]
