"""A ticket's way out of the house: steps to decide, cases at vendors."""

from underpin.console.routes.outside import cases

HANDLERS = [*cases.HANDLERS]
