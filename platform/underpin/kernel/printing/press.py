"""The press: a template and the texts it says, set by typst; the same texts are the same bytes.

It is work for the processor (about 0.1 s): call it by `beside`, never in a transaction. Typst lets
go of the interpreter meanwhile.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from importlib import resources
from typing import Final

import msgspec
import typst

from underpin.kernel.printing import fonts

PRESSES: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="press")
"""Two documents at a time, so that a run of downloads leaves the processor to others."""


def pdf(package: str, sheet: msgspec.Struct, day: date) -> bytes:
    """PDF/A-3b by `document.typ` of that package; `day` is the document's own, whenever it is
    printed. Raises `fonts.NoFonts`."""
    made = typst.compile(
        _template(package),
        font_paths=fonts.loaded(),
        sys_inputs={"sheet": msgspec.json.encode(sheet).decode()},
        format="pdf",
        pdf_standards=["a-3b"],
        timestamp=datetime.combine(day, time(), UTC),
    )
    assert isinstance(made, bytes), "a PDF is one file"  # noqa: S101
    return made


async def beside(make: Callable[..., bytes], *words: object) -> bytes:
    """What `make` gives, made in a thread."""
    return await asyncio.get_running_loop().run_in_executor(PRESSES, make, *words)


@functools.cache
def _template(package: str) -> bytes:
    return (resources.files(package) / "document.typ").read_bytes()
