"""Fields of one's own in a form: `field-ID`, of several choices one for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request

PREFIX = "field-"


async def given(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """By the field's id; what was left empty is None."""
    form = await request.form()
    names = dict.fromkeys(name for name in form if name.startswith(PREFIX))
    return {name.removeprefix(PREFIX): _said(form.getall(name)) for name in names}


def _said(values: Sequence[Any]) -> Any:
    said = [each for each in values if isinstance(each, str) and each.strip()]
    if not said:
        return None
    return said[0] if len(said) == 1 else said
