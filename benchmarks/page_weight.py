"""What a page weighs at first sight: its own bytes and all that it names, compressed as a browser
is sent them, fonts apart. What a stylesheet or a module names counts too, whenever it is loaded."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final

import brotli  # type: ignore[import-untyped]

NAMED: Final = re.compile(r'(?:href|src)="(/assets/[^"#?]+)')
WITHIN: Final = re.compile(r'["\'(](?:\./|/assets/)([\w.-]+\.(?:js|css|svg|woff2))["\')#]')
FONT: Final = ".woff2"

Fetch = Callable[[str], Awaitable[bytes]]
"""Gives the compressed body of a path."""


async def of(page: bytes, fetch: Fetch, known: dict[str, tuple[int, list[str]]]) -> int:
    """In bytes; `known` keeps what was fetched before."""
    text = plain(page)
    waiting = [path for path in dict.fromkeys(NAMED.findall(text)) if not path.endswith(FONT)]
    seen, weight = set[str](), len(page)
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path not in known:
            known[path] = _looked_at(await fetch(path), path)
        size, named = known[path]
        weight += size
        waiting += named
    return weight


def plain(body: bytes) -> str:
    """Small answers are sent as they are."""
    try:
        return bytes(brotli.decompress(body)).decode()
    except brotli.error:
        return body.decode()


def _looked_at(body: bytes, path: str) -> tuple[int, list[str]]:
    if path.endswith(".svg"):
        return len(body), []
    found = dict.fromkeys(WITHIN.findall(plain(body)))
    return len(body), [f"/assets/{name}" for name in found if not name.endswith(FONT)]
