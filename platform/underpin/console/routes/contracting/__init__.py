"""The contract editor and what belongs to it: pages over the verbs of contracts."""

from underpin.console.routes.contracting import editing

HANDLERS = [*editing.HANDLERS]
