"""A final invoice for finance, beside its lines: what came in for it, what is corrected of it, what
it was made of."""

from underpin.console.routes.one_invoice import behind, corrected, paid, pinned, pushes

HANDLERS = [
    *paid.HANDLERS,
    *pushes.HANDLERS,
    *corrected.HANDLERS,
    *pinned.HANDLERS,
    *behind.HANDLERS,
]
