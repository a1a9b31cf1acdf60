"""Pages about credits: what waits, of all clients or of one, and deciding it."""

from underpin.console.routes.credited import claims, entitlements, notes, pages

HANDLERS = [*pages.HANDLERS, *entitlements.HANDLERS, *notes.HANDLERS, *claims.HANDLERS]
