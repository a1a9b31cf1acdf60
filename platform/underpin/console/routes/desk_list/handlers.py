"""Every route of the list."""

from underpin.console.routes.desk_list import bulk_work, kept, marking, searching, showing

HANDLERS = [
    *showing.HANDLERS,
    *bulk_work.HANDLERS,
    *kept.HANDLERS,
    *marking.HANDLERS,
    *searching.HANDLERS,
]
