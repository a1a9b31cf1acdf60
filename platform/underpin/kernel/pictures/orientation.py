"""Which way up a picture is to be shown, as EXIF says it (CIPA DC-008, tag 0x0112). Pure."""

from __future__ import annotations

import struct
from typing import Final

UPRIGHT: Final = 1
TAG: Final = 0x0112
SHORT: Final = 3
HEAD: Final = b"Exif\x00\x00"


def of(exif: bytes) -> int:
    """1 to 8, by an EXIF block with or without its head; upright where it does not say."""
    tiff = exif.removeprefix(HEAD)
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return UPRIGHT
    (at,) = struct.unpack_from(order + "I", tiff, 4)
    if at + 2 > len(tiff):
        return UPRIGHT
    (entries,) = struct.unpack_from(order + "H", tiff, at)
    for entry in range(at + 2, min(at + 2 + 12 * entries, len(tiff) - 11), 12):
        tag, kind, many, value = struct.unpack_from(order + "HHIH", tiff, entry)
        if (tag, kind, many) == (TAG, SHORT, 1) and UPRIGHT <= value <= 8:
            return int(value)
    return UPRIGHT


def block(turned: int) -> bytes:
    """An EXIF block, without its head, that says this and nothing else."""
    return struct.pack("<4sIHHHIHHI", b"II*\x00", 8, 1, TAG, SHORT, 1, turned, 0, 0)
