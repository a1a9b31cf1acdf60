"""Pages about what the provider sets once: meters, taxes, its letterhead, its reminders' words."""

from underpin.console.routes.money_settings import counted, house, rates

HANDLERS = [*counted.HANDLERS, *house.HANDLERS, *rates.HANDLERS]
