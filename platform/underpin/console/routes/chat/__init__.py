"""Pages of live chat: a member's, the agents' panel, and what became of a month's chats."""

from underpin.console.routes.chat import agents, figures, members

HANDLERS = [*members.HANDLERS, *figures.HANDLERS, *agents.HANDLERS]
