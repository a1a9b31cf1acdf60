"""A GIF by its blocks (GIF89a, 12-27), without those that say more than its picture. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

EXTENSION: Final = 0x21
IMAGE: Final = 0x2C
END: Final = b"\x3b"
_COMMENT: Final = 0xFE
_APPLICATION: Final = 0xFF
# How often it moves, and its colours; any other application's block is its own talk, as XMP is.
_SHOWN: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_SCREEN: Final = 13
"""What stands before the colours of all its images."""


class _Cut(ValueError):
    """The file ends within a block."""


def bare(content: bytes) -> bytes:
    """The same picture, moving as it did. What stands behind its end goes too; an image that is cut
    off stays as far as it goes, and what has no image is left as it is."""
    if len(content) < _SCREEN:
        return content
    start = _SCREEN + _colours(content[10])
    blocks = list(_blocks(content, start))
    if not any(block[:1] == bytes((IMAGE,)) for block in blocks):
        return content
    return content[:start] + b"".join(block for block in blocks if _is_picture(block))


def _blocks(content: bytes, at: int) -> Iterator[bytes]:
    """Each as it stands, the end of the picture the last."""
    while at < len(content) and content[at] in (0, EXTENSION, IMAGE):
        try:
            end = at + 1 if content[at] == 0 else _end(content, at)
        except _Cut:
            if content[at] == IMAGE:
                yield content[at:]
                return
            break
        if content[at]:
            yield content[at:end]
        at = end
    yield END


def _end(content: bytes, at: int) -> int:
    """Behind the block that begins there. Raises _Cut."""
    if content[at] == EXTENSION:
        return _behind_data(content, at + 2)
    if at + 10 > len(content):
        raise _Cut
    return _behind_data(content, at + 10 + _colours(content[at + 9]) + 1)


def _behind_data(content: bytes, at: int) -> int:
    while at < len(content):
        if content[at] == 0:
            return at + 1
        at += 1 + content[at]
    raise _Cut


def _colours(flags: int) -> int:
    """Of how many bytes a table of colours is, as the flags before it say."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _is_picture(block: bytes) -> bool:
    if block[0] != EXTENSION or block[1] not in (_COMMENT, _APPLICATION):
        return True
    return block[1] == _APPLICATION and block[3:14] in _SHOWN
