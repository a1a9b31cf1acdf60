"""A HEIC by its items (ISO/IEC 23008-12): what its camera and editors said is written over where it
stands, so that nothing in the file moves. Which way up it is shown is no part of that. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from underpin.kernel.pictures import boxes
from underpin.kernel.pictures.boxes import Reading, Unreadable

Extent = tuple[int, int]
"""From where to where in the file."""
_IN_FILE, _IN_BOX = 0, 1
"""Where an item's data stands: in the file, or in the box `idat`."""
# An item of EXIF begins with how far its TIFF is away; it is one that says nothing.
_SILENT: Final = b"\x00\x00\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"


def bare(content: bytes) -> bytes:
    """The same picture, as long as it was. What cannot be read to its items, or keeps one of them
    within the data of its picture, is left as it is."""
    try:
        meta = next((box for name, box in _whole(content) if name == b"meta"), None)
        return content if meta is None else _written_over(content, meta)
    except Unreadable:
        return content


def _whole(content: bytes) -> Iterator[boxes.Box]:
    return boxes.of(content, 0, len(content))


def _written_over(content: bytes, meta: Reading) -> bytes:
    inside = dict(boxes.of(content, meta.at + 4, meta.end))
    if b"iinf" not in inside or b"iloc" not in inside:
        return content
    said = dict(_talk(inside[b"iinf"]))
    places = list(_places(inside[b"iloc"], inside.get(b"idat")))
    shown = [place for item, place in places if item not in said]
    bare_, end = bytearray(content), len(content)
    for item, (first, last) in places:
        if item not in said:
            continue
        if last > end or any(first < to and start < last for start, to in shown):
            raise Unreadable
        bare_[first:last] = _silence(said[item], last - first)
    return bytes(bare_)


def _silence(kind: bytes, size: int) -> bytes:
    """As long, and saying nothing: white space where text stood."""
    if kind == b"Exif":
        return _SILENT[:size].ljust(size, b"\x00")
    return b" " * size


def _talk(items: Reading) -> Iterator[tuple[int, bytes]]:
    """The items that are EXIF or XMP, each with its type."""
    version = items.number(4) >> 24
    items.number(4 if version else 2)
    for _, entry in boxes.of(items.content, items.at, items.end):
        version = entry.number(4) >> 24
        if version < 2:
            continue
        item = entry.number(2 if version == 2 else 4)
        entry.number(2)
        kind = entry.raw(4)
        is_xmp = kind == b"mime" and [entry.text(), entry.text()][1] == b"application/rdf+xml"
        if kind == b"Exif" or is_xmp:
            yield item, kind


def _places(locations: Reading, data: Reading | None) -> Iterator[tuple[int, Extent]]:
    """Each piece of each item that stands in this file, by item."""
    version = locations.number(4) >> 24
    sizes = locations.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    for _ in range(locations.number(wide)):
        item = locations.number(wide)
        method = locations.number(2) & 15 if version else _IN_FILE
        locations.number(2)
        start = locations.number(base)
        for _ in range(locations.number(2)):
            locations.number(index if version else 0)
            first = start + locations.number(offset)
            size = locations.number(length)
            if method == _IN_BOX and data is not None:
                yield item, (data.at + first, data.at + first + size)
            elif method == _IN_FILE:
                yield item, (first, first + size)
