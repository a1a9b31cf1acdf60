"""Calls: what rings, and writing one down."""

from underpin.console.routes.calls import log

HANDLERS = [*log.HANDLERS]
