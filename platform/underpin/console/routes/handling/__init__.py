"""Who handles a ticket, who knows of it, and what came in about it."""

from underpin.console.routes.handling import deeds, pages

HANDLERS = [*pages.HANDLERS, *deeds.HANDLERS]
