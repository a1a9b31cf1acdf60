"""A WebP by its chunks (RFC 9649, 2), without those that say more than its picture. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from underpin.kernel.pictures import orientation

EXIF: Final = b"EXIF"
EXTENDED: Final = b"VP8X"
_HAS_EXIF: Final = 0x08
_HAS_XMP: Final = 0x04
_PICTURE: Final = frozenset((b"VP8 ", b"VP8L"))
_SHOWN: Final = _PICTURE | {EXTENDED, b"ICCP", b"ANIM", b"ANMF", b"ALPH"}
Chunk = tuple[bytes, bytes]
"""Its name, and what stands in it."""


def bare(content: bytes) -> bytes:
    """The same picture, and its orientation where it is turned. What stands behind its end goes
    too; what has no picture in it is left as it is."""
    chunks = list(_chunks(content))
    if not any(name in _PICTURE or name == b"ANMF" for name, _ in chunks):
        return content
    turned = orientation.of(next((said for name, said in chunks if name == EXIF), b""))
    kept = [(name, said) for name, said in chunks if name in _SHOWN]
    is_turned = turned != orientation.UPRIGHT and kept[0][0] == EXTENDED
    if kept[0][0] == EXTENDED:
        kept[0] = (EXTENDED, _flagged(kept[0][1], is_turned=is_turned))
    if is_turned:
        kept.append((EXIF, orientation.block(turned)))
    body = b"WEBP" + b"".join(_written(*each) for each in kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(content: bytes) -> Iterator[Chunk]:
    """Up to its end, or to what was cut off."""
    at = 12
    whole = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while at + 8 <= whole:
        end = at + 8 + int.from_bytes(content[at + 4 : at + 8], "little")
        if end > whole:
            return
        yield content[at : at + 4], content[at + 8 : end]
        at = end + end % 2


def _flagged(said: bytes, *, is_turned: bool) -> bytes:
    """Without the flags of what went."""
    flags = said[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if is_turned else 0)
    return bytes((flags,)) + said[1:]


def _written(name: bytes, said: bytes) -> bytes:
    return name + len(said).to_bytes(4, "little") + said + b"\x00" * (len(said) % 2)
