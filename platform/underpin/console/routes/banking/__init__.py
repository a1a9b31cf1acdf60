"""The provider's bank accounts, the statements taken in, and what of them is nobody's."""

from underpin.console.routes.banking import accounts, entries, statements

HANDLERS = [*accounts.HANDLERS, *statements.HANDLERS, *entries.HANDLERS]
