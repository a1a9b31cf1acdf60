"""A JPEG by its segments (ITU T.81, B.1), without those that say more than its picture. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from underpin.kernel.pictures import orientation

START: Final = b"\xff\xd8"
END: Final = b"\xff\xd9"
EXIF: Final = 0xE1
SCAN: Final = 0xDA
COMMENT: Final = 0xFE
_APPLICATIONS: Final = range(0xE0, 0xF0)
# A marker within a scan is neither a stuffed byte, nor a restart, nor a filler.
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
Segment = tuple[int, bytes, bytes]
"""Its marker, what stands in it, and, of a scan, what is coded behind it."""


def bare(content: bytes) -> bytes:
    """The same picture, coded as it was, with its colours, and its orientation where it is turned.
    What stands behind its end goes too; what is no JPEG to its first scan is left as it is."""
    segments = list(_segments(content))
    if not any(marker == SCAN for marker, _, _ in segments):
        return content
    exif = next((said for marker, said, _ in segments if _is_exif(marker, said)), b"")
    turned = orientation.of(exif)
    kept = [_written(each) for each in segments if _is_picture(*each[:2])]
    if turned != orientation.UPRIGHT:
        said = orientation.HEAD + orientation.block(turned)
        kept.insert(_behind_jfif(segments), _written((EXIF, said, b"")))
    return b"".join([START, *kept, END])


def _segments(content: bytes) -> Iterator[Segment]:
    """Up to the end of the picture, or to where it cannot be read any more."""
    at = len(START)
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == END[1] or end > len(content) or end < at + 4:
            return
        said, at = content[at + 4 : end], end
        if marker == SCAN:
            found = _MARKER.search(content, at)
            at = found.start() if found else len(content)
        yield marker, said, content[end:at]


def _written(segment: Segment) -> bytes:
    marker, said, coded = segment
    if marker == 0xE0:
        said = said[:12] + b"\x00\x00"
    return bytes((0xFF, marker)) + (len(said) + 2).to_bytes(2, "big") + said + coded


def _is_exif(marker: int, said: bytes) -> bool:
    return marker == EXIF and said.startswith(orientation.HEAD)


def _is_picture(marker: int, said: bytes) -> bool:
    """What its colours need is said by JFIF (without its thumbnail), Adobe and an ICC profile."""
    if marker in _APPLICATIONS:
        return (
            (marker == 0xE0 and said.startswith(b"JFIF\x00") and len(said) >= 14)
            or (marker == 0xE2 and said.startswith(b"ICC_PROFILE\x00"))
            or (marker == 0xEE and said.startswith(b"Adobe"))
        )
    return marker != COMMENT


def _behind_jfif(segments: list[Segment]) -> int:
    """JFIF comes first where it is there at all."""
    return int(bool(segments) and segments[0][0] == 0xE0 and _is_picture(*segments[0][:2]))
