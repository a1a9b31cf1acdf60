"""How long stories in a browser wait for what must come: so long that only a fault exceeds it,
never a busy machine. How soon something comes is measured where that is the story."""

from __future__ import annotations

from playwright.async_api import expect

SECONDS = 60
MILLISECONDS = SECONDS * 1000


def be_patient() -> None:
    """For all expectations of this process; Playwright's own patience is five seconds."""
    expect.set_options(timeout=MILLISECONDS)
