"""The JSON API of the room: one file for each thing it speaks of."""

from litestar import Router

from contracts.api import (
    activation,
    coherence,
    compliance,
    contract,
    outage,
    template,
    version,
    what_if,
)

ROUTER = Router(
    "/",
    route_handlers=[
        coherence.ROUTER,
        activation.ROUTER,
        compliance.ROUTER,
        contract.ROUTER,
        template.ROUTER,
        outage.ROUTER,
        version.ROUTER,
        what_if.ROUTER,
    ],
)
