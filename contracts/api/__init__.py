"""The JSON API of the room: one file for each thing it speaks of."""

from litestar import Router

from contracts.api import (
    activation,
    coherence,
    compliance,
    contesting,
    contract,
    entitlement,
    exact,
    outage,
    reminder,
    template,
    version,
    what_if,
)

ROUTER = Router(
    "/",
    before_request=exact.check,
    route_handlers=[
        activation.ROUTER,
        coherence.ROUTER,
        compliance.ROUTER,
        contesting.ROUTER,
        contract.ROUTER,
        entitlement.ROUTER,
        outage.ROUTER,
        reminder.ROUTER,
        template.ROUTER,
        version.ROUTER,
        what_if.ROUTER,
    ],
)
