"""A mail that tells figures: in its text a line for each, in its HTML a table. Pure."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from underpin.kernel.mail_compose import Enclosure

LARGEST: Final = 1024 * 1024
"""Bytes that go with the mail; what is larger is only led to."""
CELL: Final = 'style="padding:4px 12px 4px 0;text-align:start"'


@dataclass(frozen=True, slots=True)
class Told:
    """`opening` is said before the `figures`, each by its name, `closing` after them; `link` leads
    to where they stand, `ending` is small print. `direction` as HTML has it."""

    direction: str
    opening: Sequence[str]
    figures: Sequence[tuple[str, str]]
    closing: Sequence[str]
    link: str
    ending: Sequence[str] = ()


def text(told: Told) -> str:
    figures = "\n".join(f"{name}: {said}" for name, said in told.figures)
    parts = (*told.opening, figures, *told.closing, told.link, *told.ending)
    return "\n\n".join(each for each in parts if each) + "\n"


def page(told: Told) -> str:
    rows = "".join(
        f"<tr><th {CELL}>{html.escape(name)}</th><td {CELL}>{html.escape(said)}</td></tr>"
        for name, said in told.figures
    )
    table = f"<table>{rows}</table>" if rows else ""
    link = html.escape(told.link)
    written = _said(told.opening) + table + _said(told.closing)
    written += f'<p><a href="{link}">{link}</a></p>{_said(told.ending)}'
    return f'<!doctype html><html><body dir="{told.direction}">{written}</body></html>'


def _said(parts: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(each)}</p>" for each in parts if each)


def enclosed(name: str, media_type: str, content: bytes | None) -> Enclosure | None:
    """What goes with the mail; None where there is nothing, or more than is sent by mail."""
    if content is None or len(content) > LARGEST:
        return None
    return Enclosure(name, media_type, content=content)
