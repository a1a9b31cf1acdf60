"""Printing: a document's sheet set by typst, the same bytes every time.

It is work for the processor (about 0.1 s): call it in a thread, never in a transaction. Typst lets
go of the interpreter meanwhile.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime, time
from importlib import resources

import msgspec
import typst

from billing.papers.printed import fonts
from billing.papers.printed.sheet import Sheet


def pdf(sheet: Sheet) -> bytes:
    """PDF/A-3b, its date the document's own. Raises `fonts.NoFonts`."""
    made = typst.compile(
        _template(),
        font_paths=fonts.loaded(),
        sys_inputs={"sheet": msgspec.json.encode(sheet).decode()},
        format="pdf",
        pdf_standards=["a-3b"],
        timestamp=datetime.combine(sheet.day, time(), UTC),
    )
    assert isinstance(made, bytes), "a PDF is one file"  # noqa: S101
    return made


@functools.cache
def _template() -> bytes:
    return (resources.files("billing.papers.printed") / "document.typ").read_bytes()
