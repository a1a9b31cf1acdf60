"""What was set aside, and the monitoring sources much of it comes from."""

from underpin.console.routes.aside import sources

HANDLERS = [*sources.HANDLERS]
