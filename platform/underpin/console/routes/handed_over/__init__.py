"""Exports of all that is kept of a client: asked for, followed, taken."""

from underpin.console.routes.handed_over import desk, portal

HANDLERS = [*desk.HANDLERS, *portal.HANDLERS]
