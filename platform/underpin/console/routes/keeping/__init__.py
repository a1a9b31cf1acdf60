"""Compliance as the desk decides about it."""

from underpin.console.routes.keeping import deciding, outages, showing
from underpin.console.routes.keeping.beside import pages as beside

HANDLERS = [*showing.HANDLERS, *deciding.HANDLERS, *outages.HANDLERS, *beside.HANDLERS]
