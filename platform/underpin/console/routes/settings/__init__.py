"""Pages of what holds at a client's desk."""

from underpin.console.routes.settings import alerting, approvers, branding, terms

HANDLERS = [*terms.HANDLERS, *approvers.HANDLERS, *alerting.HANDLERS, *branding.HANDLERS]
