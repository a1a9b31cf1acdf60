"""How a client's tickets come to somebody, and what its services ask of whoever takes them."""

from underpin.console.routes.hands import pages

HANDLERS = pages.HANDLERS
