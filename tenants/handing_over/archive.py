"""A ZIP archive of pieces that were packed one by one, written without holding it whole. Pure.

The format is PKWARE's APPNOTE 6.3.10; places beyond 32 bits are told by its ZIP64 records.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

LIMIT_32: Final = 0xFFFFFFFF
LIMIT_16: Final = 0xFFFF
VERSION: Final = 45
UTF_8: Final = 0x0800
DEFLATED: Final = 8
DAY: Final = 0x21
"""1 January 1980: the same content is the same bytes whenever it was packed."""
LOCAL: Final = struct.Struct("<4s5H3I2H")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
END_64: Final = struct.Struct("<4sQ2H2I4Q")
LOCATOR_64: Final = struct.Struct("<4sIQI")
END: Final = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive; sizes in bytes, `packed` of what stands in it."""

    name: str
    crc: int
    size: int
    packed: int


@dataclass(frozen=True, slots=True)
class Packed:
    crc: int
    size: int
    sha256: bytes
    content: bytes


def pack(content: bytes) -> Packed:
    """Deflated without a header of its own (RFC 1951)."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush()
    digest = hashlib.sha256(content).digest()
    return Packed(zlib.crc32(content), len(content), digest, packed)


def header(of: Entry) -> bytes:
    """Stands before the packed content. No file is larger than 32 bits can tell."""
    name = of.name.encode()
    fixed = LOCAL.pack(
        *(b"PK\x03\x04", VERSION, UTF_8, DEFLATED, 0, DAY),
        *(of.crc, of.packed, of.size, len(name), 0),
    )
    return fixed + name


def directory(entries: Iterable[Entry]) -> Iterator[bytes]:
    """What stands behind all of them, in the same order."""
    at = count = size = 0
    for each in entries:
        said = _central(each, at)
        at += len(header(each)) + each.packed
        count, size = count + 1, size + len(said)
        yield said
    yield _end(count, size, at)


def length(entries: Iterable[Entry]) -> int:
    """Of the whole archive, in bytes."""
    found = list(entries)
    content = sum(len(header(each)) + each.packed for each in found)
    return content + sum(map(len, directory(found)))


def _central(of: Entry, at: int) -> bytes:
    name = of.name.encode()
    far = struct.pack("<HHQ", 1, 8, at) if at >= LIMIT_32 else b""
    fixed = CENTRAL.pack(
        *(b"PK\x01\x02", VERSION, VERSION, UTF_8, DEFLATED, 0, DAY),
        *(of.crc, of.packed, of.size, len(name), len(far)),
        *(0, 0, 0, 0, min(at, LIMIT_32)),
    )
    return fixed + name + far


def _end(count: int, size: int, at: int) -> bytes:
    told = min(count, LIMIT_16)
    plain = END.pack(b"PK\x05\x06", 0, 0, told, told, min(size, LIMIT_32), min(at, LIMIT_32), 0)
    if count < LIMIT_16 and size < LIMIT_32 and at < LIMIT_32:
        return plain
    rest = END_64.size - 12
    far = END_64.pack(b"PK\x06\x06", rest, VERSION, VERSION, 0, 0, count, count, size, at)
    return far + LOCATOR_64.pack(b"PK\x06\x07", 0, at + size, 1) + plain
