"""A decision about a client's compliance is taken, and its month shown again."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from underpin.console.routes import answering, forms
from underpin.console.routes.keeping import shaping, showing
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.verb import Verb
from underpin.kernel.web import asking

AnyRequest = Request[Any, Any, Any]


async def done(
    request: AnyRequest, key: str, verb: Verb[Any, Any], *words: Any, **more: Any
) -> Response[Any]:
    """What could not be taken is said on top of the month it was about."""
    said = (await forms.of(request)).get("month", "")
    try:
        await asking.change(request, verb, key, *words, **more)
    except (Malformed, Conflict) as wrong:
        return await refused(request, key, wrong)
    month = f"?month={said}" if forms.MONTH.fullmatch(said) else ""
    return answering.Going(f"{shaping.AT}/{key.upper()}{month}")


async def refused(request: AnyRequest, key: str, wrong: Malformed | Conflict) -> Response[Any]:
    said = (await forms.of(request)).get("month", "")
    month = forms.month(said) if forms.MONTH.fullmatch(said) else None
    return await showing.drawn(request, key, month, wrong.detail, wrong.status)
