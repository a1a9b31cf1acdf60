"""A form that brings files (RFC 7578): its first field, read without the files behind it."""

from __future__ import annotations

import re
from typing import Final

LOOKED_AT: Final = 4096
"""The field that says a form is ours stands first and is short."""
_BOUNDARY: Final = re.compile(
    r"multipart/form-data\s*;(?:[^;]*;)*?\s*boundary=(?:\"([^\"]{1,70})\"|([^\s;\"]{1,70}))",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    rb"content-disposition:[^\r\n]*?[;\s]name=\"([^\"\r\n]*)\"", re.IGNORECASE
)


def boundary(content_type: str) -> bytes | None:
    """What stands between the parts; None for a body that is no such form."""
    found = _BOUNDARY.match(content_type.strip())
    return (found[1] or found[2]).encode("latin-1") if found else None


def first_field(head: bytes, between: bytes, wanted: str) -> str | None:
    """The value of the first part, where it has the wanted name and is whole within `head`."""
    opened = b"--" + between + b"\r\n"
    if not head.startswith(opened):
        return None
    headers, blank, rest = head[len(opened) :].partition(b"\r\n\r\n")
    value, closed, _ = rest.partition(b"\r\n--" + between)
    named = _NAME.search(headers)
    if not (blank and closed and named) or named[1] != wanted.encode():
        return None
    return value.decode("latin-1")
