"""Compliance as the desk decides about it."""

from underpin.console.routes.keeping import deciding, outages, showing

HANDLERS = [*showing.HANDLERS, *deciding.HANDLERS, *outages.HANDLERS]
