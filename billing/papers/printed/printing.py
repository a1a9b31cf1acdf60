"""Printing a document's sheet."""

from __future__ import annotations

from billing.papers.printed.sheet import Sheet
from underpin.kernel.printing import press


def pdf(sheet: Sheet) -> bytes:
    """Its date is the document's own. Raises `fonts.NoFonts`."""
    return press.pdf("billing.papers.printed", sheet, sheet.day)
