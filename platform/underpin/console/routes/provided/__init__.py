"""Pages of what the provider keeps for all clients' work: tools, templates, gateways."""

from underpin.console.routes.provided import change_templates, gateways, quiet, remote_tools

HANDLERS = [*remote_tools.HANDLERS, *change_templates.HANDLERS, *gateways.HANDLERS, *quiet.HANDLERS]
