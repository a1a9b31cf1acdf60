"""Pages about plans: the list, one plan, its draft price by price, what differs, what it would have
cost."""

from underpin.console.routes.pricing import plans, prices, simulator

HANDLERS = [*plans.HANDLERS, *prices.HANDLERS, *simulator.HANDLERS]
