"""A file as others get it: of a picture what is to be seen, and not where, when and by what it was
taken. Nothing is coded anew. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from underpin.kernel import file_kinds
from underpin.kernel.pictures import gif, heic, jpeg, png, webp

_BY_KIND: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "image/jpeg": jpeg.bare,
    "image/png": png.bare,
    "image/webp": webp.bare,
    "image/gif": gif.bare,
    "image/heic": heic.bare,
    "image/avif": heic.bare,
}


def of(content: bytes) -> bytes:
    """JPEG, PNG, WebP, GIF, HEIC and AVIF without metadata, whatever they are called; anything else
    as it is."""
    strip = _BY_KIND.get(file_kinds.of(content).media_type)
    return strip(content) if strip else content
