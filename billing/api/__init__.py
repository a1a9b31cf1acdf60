"""The JSON API of the room: one file for each thing it speaks of."""

from litestar import Router

from billing.api import credit, invoice, margin, payment, usage

ROUTER = Router(
    "/",
    route_handlers=[
        invoice.ROUTER,
        credit.ROUTER,
        payment.ROUTER,
        usage.ROUTER,
        margin.ROUTER,
    ],
)
