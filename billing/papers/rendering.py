"""A document made into a file; outside every transaction."""

from __future__ import annotations

from billing.papers.einvoice import attaching, codes, files
from billing.papers.paper import Paper
from billing.papers.printed import language, printing, wording
from billing.papers.printed.sheet import Sheet


def pdf(paper: Paper, locale: str | None = None) -> bytes:
    """In that language, or the client's; with its data attached (Factur-X) where EN 16931 knows
    such a document. The same document is the same bytes. Raises NoFonts."""
    sheet = wording.sheet(paper, language.of(locale or paper.letterhead.locale))
    made = printing.pdf(sheet)
    if paper.kind not in codes.DOCUMENT:
        return made
    return attaching.attach(
        made,
        files.cii(paper),
        day=paper.issued_on,
        language=sheet.language,
        metadata=_metadata(sheet),
    )


def _metadata(of: Sheet) -> dict[str, str]:
    title = f"{of.title} {of.number}"
    return {
        "title": title,
        "author": of.seller.name,
        "subject": f"{title}, {of.seller.name}",
        "keywords": "Factur-X, EN 16931",
    }
