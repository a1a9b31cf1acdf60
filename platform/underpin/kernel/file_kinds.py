"""What a file is by its own bytes, whatever its name or its sender says.

Known by the signatures that the formats' own specifications give; a ZIP by what is in it. Nothing
is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

UNKNOWN = "application/octet-stream"
_LOOKED_AT = 4096
_MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class Kind:
    """`program`: something a machine would run."""

    media_type: str
    program: bool = False


_PROGRAMS = (
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"dex\n", "application/x-dex"),
    (b"\x00asm", "application/wasm"),
)
_KNOWN = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
_MARKUP = (
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<script", "text/html"),
    (b"<svg", "image/svg+xml"),
    (b"<?xml", "application/xml"),
)
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
}
_INSIDE = (
    ("AndroidManifest.xml", Kind("application/vnd.android.package-archive", program=True)),
    ("META-INF/MANIFEST.MF", Kind("application/java-archive", program=True)),
    ("word/", Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
    ("xl/", Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    ("ppt/", Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation")),
)


def of(content: bytes) -> Kind:
    """What it is; of the unknown kind where nothing tells."""
    for signature, name in _PROGRAMS:
        if content.startswith(signature):
            return Kind(name, program=True)
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    for signature, name in _KNOWN:
        if content.startswith(signature):
            return Kind(name)
    return Kind(_container(content[:16]) or _text(content[:_LOOKED_AT]))


def _container(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return None


def _archive(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()[:_MOST_ENTRIES]
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        return Kind("application/zip")
    for sign, kind in _INSIDE:
        if any(name.startswith(sign) for name in names):
            return kind
    return Kind("application/zip")


def _text(head: bytes) -> str:
    if not head:
        return "text/plain"
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for sign, name in _MARKUP:
        if plain.startswith(sign):
            return name
    # A character may be cut by where we stopped looking.
    try:
        said = head.decode("utf-8", "strict" if len(head) < _LOOKED_AT else "ignore")
    except UnicodeDecodeError:
        return UNKNOWN
    odd = any(each < " " and each not in "\t\n\r\f\x1b" for each in said)
    return UNKNOWN if odd or not said else "text/plain"
