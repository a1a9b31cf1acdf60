"""How a client pays: as whom and when it is billed, by what it is collected, what it paid too much,
and what is invoiced apart from its periods."""

from underpin.console.routes.paying import agreed, apart, balances

HANDLERS = [*agreed.HANDLERS, *balances.HANDLERS, *apart.HANDLERS]
