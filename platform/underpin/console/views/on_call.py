"""What pages about being called show."""

from __future__ import annotations

from dataclasses import dataclass

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class PageCallPage:
    """What a call was about, reached by its link; `path` is where the answers are sent. It names
    nobody but who was called."""

    shell: Shell
    name: str
    subject: str
    lines: tuple[str, ...]
    path: str
    calling: bool
    problem: str = ""
