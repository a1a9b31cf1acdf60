"""Pages about articles, announcements and satisfaction."""

from underpin.console.routes.knowledge import (
    alike,
    amending,
    announced,
    content,
    read_of,
    reading,
    stopping,
    surveyed,
    telling,
    writing,
)

HANDLERS = [
    *reading.HANDLERS,
    *read_of.HANDLERS,
    *alike.HANDLERS,
    *writing.HANDLERS,
    *announced.HANDLERS,
    *telling.HANDLERS,
    *amending.HANDLERS,
    *surveyed.HANDLERS,
    *stopping.HANDLERS,
    *content.HANDLERS,
]
