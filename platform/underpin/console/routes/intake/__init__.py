"""What comes in for a client beside mail, each thing by itself: channels, accounts, lines, keys."""

from underpin.console.routes.intake import accounts, channel, hook, lines, numbers, pages

HANDLERS = [
    *pages.HANDLERS,
    *accounts.HANDLERS,
    *lines.HANDLERS,
    *channel.HANDLERS,
    *hook.HANDLERS,
    *numbers.HANDLERS,
]
