"""The JSON API of the room: one file for each thing it speaks of."""

from litestar import Router

from contracts.api import (
    activation,
    behind,
    calendar,
    coherence,
    compliance,
    contesting,
    contract,
    entitlement,
    exact,
    later_due,
    outage,
    policy,
    provider_version,
    recovery,
    reminder,
    template,
    template_proposal,
    version,
    what_if,
)

ROUTER = Router(
    "/",
    before_request=exact.check,
    route_handlers=[
        activation.ROUTER,
        behind.ROUTER,
        calendar.ROUTER,
        coherence.ROUTER,
        compliance.ROUTER,
        contesting.ROUTER,
        contract.ROUTER,
        entitlement.ROUTER,
        later_due.ROUTER,
        outage.ROUTER,
        recovery.ROUTER,
        provider_version.ROUTER,
        reminder.ROUTER,
        policy.ROUTER,
        template.ROUTER,
        template_proposal.ROUTER,
        version.ROUTER,
        what_if.ROUTER,
    ],
)
