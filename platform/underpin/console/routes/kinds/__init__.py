"""Pages about what kind of ticket one is: its type and fields, problems, major incidents, and how
all that is set up."""

from underpin.console.routes.kinds import majors, problems, sorting, ticket_kind

HANDLERS = [*ticket_kind.HANDLERS, *problems.HANDLERS, *majors.HANDLERS, *sorting.HANDLERS]
