"""Pages of live chat: a member's, and the agents' panel."""

from underpin.console.routes.chat import agents, members

HANDLERS = [*members.HANDLERS, *agents.HANDLERS]
