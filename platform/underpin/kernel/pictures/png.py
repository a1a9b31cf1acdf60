"""A PNG by its chunks (W3C PNG 3, 5), without those that say more than its picture. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from underpin.kernel.pictures import orientation

HEAD: Final = b"\x89PNG\r\n\x1a\n"
EXIF: Final = b"eXIf"
DATA: Final = b"IDAT"
END: Final = b"IEND"
# Beside the critical chunks, what colours, transparency, size and movement need.
_SHOWN: Final = frozenset(
    b"tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
Chunk = tuple[bytes, bytes]
"""Its name, and what stands in it."""


def bare(content: bytes) -> bytes:
    """The same picture, and its orientation where it is turned. What stands behind its end goes
    too; what is no PNG to its first data is left as it is."""
    chunks = list(_chunks(content))
    if not any(name == DATA for name, _ in chunks):
        return content
    turned = orientation.of(next((said for name, said in chunks if name == EXIF), b""))
    kept = [_written(*each) for each in chunks if each[0][:1].isupper() or each[0] in _SHOWN]
    if turned != orientation.UPRIGHT:
        kept.insert(1, _written(EXIF, orientation.block(turned)))
    return HEAD + b"".join(kept)


def _chunks(content: bytes) -> Iterator[Chunk]:
    """Up to its end, or to what was cut off."""
    at = len(HEAD)
    while at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4], "big")
        if end + 4 > len(content):
            return
        name = content[at + 4 : at + 8]
        yield name, content[at + 8 : end]
        if name == END:
            return
        at = end + 4


def _written(name: bytes, said: bytes) -> bytes:
    checked = zlib.crc32(name + said).to_bytes(4, "big")
    return len(said).to_bytes(4, "big") + name + said + checked
