"""Pages about one client's money: what was agreed, what it used, what it holds ahead."""

from underpin.console.routes.client_money import deals, terms, usage

HANDLERS = [*terms.HANDLERS, *deals.HANDLERS, *usage.HANDLERS]
