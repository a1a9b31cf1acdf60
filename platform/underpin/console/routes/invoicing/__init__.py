"""Pages about invoices in the making: runs over all clients, and one client's draft."""

from underpin.console.routes.invoicing import drafts, runs

HANDLERS = [*runs.HANDLERS, *drafts.HANDLERS]
