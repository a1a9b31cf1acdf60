"""A document made into a file, beside the event loop and outside every transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from billing.papers.paper import Paper
from billing.papers.printed import language, printing, wording

PRESSES: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="press")
"""Two documents at a time, so that a run of downloads leaves the processor to others."""


def pdf(paper: Paper, locale: str | None = None) -> bytes:
    """In that language, or the client's. Raises NoFonts."""
    return printing.pdf(wording.sheet(paper, language.of(locale or paper.letterhead.locale)))


async def beside(make: Callable[..., bytes], *words: object) -> bytes:
    """What `make` gives, made in a thread."""
    return await asyncio.get_running_loop().run_in_executor(PRESSES, make, *words)
