"""Verbs about the client whose money a page shows, named in its path by its slug."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request

from underpin.console.routes import owed as reading
from underpin.kernel.errors import Conflict, Forbidden, Malformed, StaleVersion
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
REFUSED: Final = (Malformed, Conflict, Forbidden, StaleVersion)
"""What is told on the page itself, with what was typed."""


async def tenant(request: AnyRequest, slug: str) -> int:
    """Raises NotFound for a client the asker is not assigned to."""
    found: int = (await route.perform(request, reading.client, slug)).id
    return found


async def done(
    request: AnyRequest, slug: str, wanted: Verb[Any, Any], *words: Any, **more: Any
) -> Any:
    """Raises NotFound, as the verb does."""
    about = await tenant(request, slug)
    return await route.perform(request, wanted, *words, tenant=about, **more)
