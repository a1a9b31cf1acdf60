"""Boxes of the ISO base media format (ISO/IEC 14496-12, 4.2), and numbers within them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

WHOLE = 8
LARGE = 16


class Unreadable(ValueError):
    """It ends, or says that it ends, elsewhere than it should."""


@dataclass(slots=True)
class Reading:
    """Numbers one after the other, none beyond `end`."""

    content: bytes
    at: int
    end: int

    def number(self, size: int) -> int:
        """Big-endian; of no bytes it is 0. Raises Unreadable."""
        return int.from_bytes(self.raw(size), "big")

    def raw(self, size: int) -> bytes:
        if self.at + size > self.end:
            raise Unreadable
        self.at += size
        return self.content[self.at - size : self.at]

    def text(self) -> bytes:
        """Up to its zero byte."""
        end = self.content.find(b"\x00", self.at, self.end)
        if end < 0:
            raise Unreadable
        found, self.at = self.content[self.at : end], end + 1
        return found


Box = tuple[bytes, Reading]
"""Its name, and what stands in it."""


def of(content: bytes, at: int, end: int) -> Iterator[Box]:
    """Raises Unreadable."""
    while at + WHOLE <= end:
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        head = WHOLE
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), LARGE
        size = size or end - at
        if size < head or at + size > end:
            raise Unreadable
        yield name, Reading(content, at + head, at + size)
        at += size
