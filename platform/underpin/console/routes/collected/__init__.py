"""What the card company tells us and is told: events, documents it would not take, nights on which
its book was held against ours."""

from underpin.console.routes.collected import differing, events, waiting

HANDLERS = [*events.HANDLERS, *waiting.HANDLERS, *differing.HANDLERS]
