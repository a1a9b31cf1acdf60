"""Mail that waits for a person: of nobody's yet, and of clients, not proven."""

from underpin.console.routes.incoming import triage, waiting

HANDLERS = [*triage.HANDLERS, *waiting.HANDLERS]
