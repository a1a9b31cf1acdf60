"""A page's form, sent as a browser sends it."""

from __future__ import annotations

import re
from typing import Any

import httpx

CSRF = re.compile(r'name="csrf" value="([^"]+)"')


async def sent(page: httpx.AsyncClient, at: str, to: str, /, **said: Any) -> httpx.Response:
    """A form of the page `at`, with its proof."""
    seen = await page.get(at)
    assert seen.status_code == 200, at
    found = CSRF.search(seen.text)
    assert found is not None
    return await page.post(to, data={"csrf": found[1], **said})
