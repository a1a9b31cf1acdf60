"""The team at work: its board, who is on duty, one's own day, time to be posted."""

from underpin.console.routes.team import board, my_day, on_call, posting

HANDLERS = [*board.HANDLERS, *on_call.HANDLERS, *my_day.HANDLERS, *posting.HANDLERS]
