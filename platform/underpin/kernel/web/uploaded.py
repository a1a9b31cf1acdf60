"""What people uploaded, shown where it is safe to be: pictures alone, by their own bytes and never
by their name, under a policy in which nothing runs; everything else is kept, not shown. What a
camera wrote beside a picture (where it was taken) stays with us."""

from __future__ import annotations

from typing import Final

from litestar import MediaType, Response

from underpin.kernel import file_kinds, security_headers
from underpin.kernel.errors import NotFound
from underpin.kernel.pictures import bare

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
SHOWN: Final = {
    "cache-control": "private, max-age=600",
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
}


def is_picture(content: bytes) -> bool:
    return file_kinds.of(content).media_type in PICTURES


def picture(content: bytes) -> Response[bytes]:
    """Raises NotFound for what is none."""
    kind = file_kinds.of(content).media_type
    if kind not in PICTURES:
        raise NotFound
    return Response(bare.of(content), media_type=kind, headers=SHOWN)


def kept(name: str, content: bytes) -> Response[bytes]:
    """As an attachment, whatever it is; for the origin of uploaded content."""
    headers = security_headers.private_file(name)
    return Response(bare.of(content), media_type="application/octet-stream", headers=headers)


def shown_or(content: bytes, elsewhere: str) -> Response[bytes]:
    """A picture where it is asked for; anything else at the address where it is kept."""
    if is_picture(content):
        return picture(content)
    return Response(
        b"", status_code=303, headers={"location": elsewhere}, media_type=MediaType.TEXT
    )
