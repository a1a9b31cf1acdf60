"""Others get a picture and which way up it is, and nothing else of what stands in its file."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpin.kernel.pictures import bare, orientation

SECRET = b"52.2297N 21.0122E"
TURNED = st.integers(1, 8)
BYTES = st.binary(max_size=40)


def exif(turned: int, order: str) -> bytes:
    """With a maker's note before the orientation, and the place behind it."""
    head = {"<": b"II*\x00", ">": b"MM\x00*"}[order]
    entries = struct.pack(order + "HHII", 0x010F, 2, len(SECRET), 38)
    entries += struct.pack(order + "HHIHH", orientation.TAG, 3, 1, turned, 0)
    return head + struct.pack(order + "IH", 8, 2) + entries + struct.pack(order + "I", 0) + SECRET


def segment(marker: int, said: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(said) + 2) + said


def chunk(name: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))


def piece(name: bytes, said: bytes) -> bytes:
    return name + struct.pack("<I", len(said)) + said + b"\x00" * (len(said) % 2)


def riff(*pieces: bytes) -> bytes:
    body = b"WEBP" + b"".join(pieces)
    return b"RIFF" + struct.pack("<I", len(body)) + body


TALK = st.lists(
    st.sampled_from(
        [
            (0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET),
            (0xED, b"Photoshop 3.0\x00" + SECRET),
            (0xFE, SECRET),
            (0xE2, b"MPF\x00" + SECRET),
            (0xE0, b"JFXX\x00" + SECRET),
        ]
    ),
    max_size=5,
)
NEEDED = (
    segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile"),
    segment(0xEE, b"Adobe\x00d\x00\x00\x00\x00\x01"),
    segment(0xDB, b"tables"),
    segment(0xC2, b"frame"),
)
CODED = BYTES.map(lambda raw: raw.replace(b"\xff", b"\xff\x00") + b"\xff\xd3end")


@given(TURNED, st.sampled_from("<>"), TALK, st.lists(CODED, min_size=1, max_size=3), BYTES)
def test_of_a_jpeg_the_picture_stays(
    turned: int, order: str, talk: list[tuple[int, bytes]], scans: list[bytes], behind: bytes
) -> None:
    said = b"".join(segment(*each) for each in talk)
    coded = [segment(0xDA, b"scan") + each for each in scans]
    jfif = b"JFIF\x00\x01\x02\x00\x00H\x00H"
    camera = segment(0xE1, orientation.HEAD + exif(turned, order))
    content = b"\xff\xd8" + segment(0xE0, jfif + b"\x01\x01" + SECRET) + camera
    content += said + b"".join(NEEDED) + said.join(coded) + b"\xff\xd9" + SECRET + behind
    block = segment(0xE1, orientation.HEAD + orientation.block(turned)) if turned > 1 else b""
    start = b"\xff\xd8" + segment(0xE0, jfif + b"\x00\x00") + block
    expected = start + b"".join(NEEDED) + b"".join(coded) + b"\xff\xd9"
    assert bare.of(content) == expected
    assert bare.of(expected) == expected


@given(TURNED, st.sampled_from("<>"), BYTES)
def test_of_a_png_the_picture_stays(turned: int, order: str, data: bytes) -> None:
    drawn = (
        chunk(b"IHDR", b"\x00\x00\x00\x02"),
        chunk(b"iCCP", b"name\x00\x00profile"),
        chunk(b"tRNS", b"\x00"),
        chunk(b"IDAT", data),
        chunk(b"IEND", b""),
    )
    talk = [chunk(name, SECRET) for name in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"vpAg")]
    camera = chunk(b"eXIf", exif(turned, order))
    head = b"\x89PNG\r\n\x1a\n"
    content = head + b"".join([*drawn[:2], camera, *talk, *drawn[2:], SECRET])
    block = chunk(b"eXIf", orientation.block(turned)) if turned > 1 else b""
    expected = head + b"".join([drawn[0], block, *drawn[1:]])
    assert bare.of(content) == expected
    assert bare.of(expected) == expected


@given(TURNED, st.sampled_from("<>"), BYTES)
def test_of_a_webp_the_picture_stays(turned: int, order: str, data: bytes) -> None:
    size = b"\x00\x00\x00\x01\x00\x00\x01\x00\x00"
    drawn = [piece(b"ICCP", b"profile"), piece(b"ALPH", b"a"), piece(b"VP8 ", data)]
    camera = [piece(b"EXIF", exif(turned, order)), piece(b"XMP ", SECRET), piece(b"note", SECRET)]
    content = riff(piece(b"VP8X", b"\x3c" + size), *drawn, *camera) + SECRET
    kept = [piece(b"EXIF", orientation.block(turned))] if turned > 1 else []
    expected = riff(piece(b"VP8X", (b"\x38" if kept else b"\x30") + size), *drawn, *kept)
    assert bare.of(content) == expected
    assert bare.of(expected) == expected


def data(raw: bytes) -> bytes:
    """Sub-blocks of a GIF."""
    return b"".join(bytes((len(part),)) + part for part in (raw[:255], raw[255:]) if part) + b"\0"


XMP = b"!\xff\x0bXMP DataXMP" + SECRET + b"\x01" + bytes(range(255, -1, -1)) + b"\0"


@given(BYTES, BYTES, st.booleans())
def test_of_a_gif_the_picture_stays(coded: bytes, behind: bytes, colours: bool) -> None:
    table = bytes(range(6)) if colours else b""
    start = b"GIF89a\2\0\2\0" + (b"\x80" if colours else b"\0") + b"\0\0" + table
    moving = b"!\xff\x0bNETSCAPE2.0" + data(b"\1\0\0")
    image = b"!\xf9" + data(b"\0\5\0\0") + b",\0\0\0\0\2\0\2\0\x80" + bytes(6) + b"\2" + data(coded)
    talk = b"!\xfe" + data(SECRET) + XMP
    expected = start + moving + image + image + b";"
    assert bare.of(start + talk + moving + image + talk + b"\0" + image + b";" + behind) == expected
    assert bare.of(expected) == expected
    cut = start + talk + image[:-1]
    assert bare.of(cut) == start + image[:-1], "as far as it goes"


def box(name: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said) + 8) + name + said


def heic(pieces: list[tuple[bytes, bytes]], brand: bytes = b"heic") -> bytes:
    """Items in this order behind each other, by type, and what stands in them."""
    entries = b""
    for number, (kind, _) in enumerate(pieces, 1):
        mime = b"application/rdf+xml\0" if kind == b"mime" else b""
        said = struct.pack(">IHH", 2 << 24, number, 0) + kind + b"\0" + mime
        entries += box(b"infe", said)
    named = box(b"iinf", struct.pack(">IH", 0, len(pieces)) + entries)
    head = box(b"ftyp", brand + bytes(4))
    size = len(head) + 12 + len(named) + 8 + 8 + len(pieces) * 14 + 8
    located, at = b"", size
    for number, (_, said) in enumerate(pieces, 1):
        located += struct.pack(">HHHII", number, 0, 1, at, len(said))
        at += len(said)
    places = box(b"iloc", struct.pack(">IBBH", 0, 0x44, 0, len(pieces)) + located)
    meta = box(b"meta", bytes(4) + named + places)
    return head + meta + box(b"mdat", b"".join(said for _, said in pieces))


@given(st.binary(min_size=1, max_size=40), st.permutations(range(3)), st.sampled_from("<>"))
def test_of_a_heic_the_picture_stays_where_it_was(
    coded: bytes, order: list[int], endian: str
) -> None:
    camera, editor = bytes(4) + exif(6, endian), b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    silent = b"\0\0\0\0II*\0\x08\0\0\0".ljust(len(camera), b"\0")
    pieces = [(b"hvc1", coded), (b"Exif", camera), (b"mime", editor)]
    quiet = [(b"hvc1", coded), (b"Exif", silent), (b"mime", b" " * len(editor))]
    for brand in (b"heic", b"avif"):
        found = bare.of(heic([pieces[place] for place in order], brand))
        assert found == heic([quiet[place] for place in order], brand)
        assert SECRET not in found


def test_a_heic_that_lies_about_where_its_picture_is_stays() -> None:
    """Its EXIF is said to stand where its picture does."""
    whole = heic([(b"hvc1", b"picture"), (b"Exif", bytes(4) + SECRET)])
    places = len(whole) - 8 - 7 - 4 - len(SECRET)
    lying = whole.replace(
        struct.pack(">HHHII", 2, 0, 1, places + 15, 4 + len(SECRET)),
        struct.pack(">HHHII", 2, 0, 1, places + 10, 4 + len(SECRET)),
    )
    assert lying != whole
    assert bare.of(lying) == lying


@given(
    st.sampled_from(
        [
            b"GIF89a",
            b"\0\0\0\x10ftypheic" + bytes(4),
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\x10\x00\x00\x00WEBP",
        ]
    ),
    st.binary(max_size=200),
)
def test_anything_that_only_begins_like_one_is_read_to_its_end(head: bytes, rest: bytes) -> None:
    once = bare.of(head + rest)
    assert bare.of(once) == once


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a" + SECRET, b"a text", b"\xff\xd8\xff\xe0" + b"0" * 64]
)
def test_what_is_none_of_these_stays(content: bytes) -> None:
    assert bare.of(content) == content


@given(st.binary(max_size=80))
def test_orientation_is_never_invented(raw: bytes) -> None:
    assert 1 <= orientation.of(raw) <= 8
    assert 1 <= orientation.of(b"II*\x00" + raw) <= 8
    assert orientation.of(orientation.HEAD + orientation.block(6)) == 6
