"""What keeps an embedded server from running, said to the person who starts it."""

from __future__ import annotations


class EmbeddedError(Exception):
    """The message names the folder or program concerned and what to do about it."""
