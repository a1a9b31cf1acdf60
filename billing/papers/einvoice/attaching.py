"""A printed document with its data attached: Factur-X, PDF/A-3.

The `factur-x` package stamps what it attaches with the present time; here every stamp becomes the
document's own day, so that the same document is the same file.
"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any, Final, cast

import facturx
import pypdf
from pypdf.generic import (
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

XMP_DATES: Final = re.compile(rb"(<xmp:(?:Create|Modify)Date>)[^<]*")


def attach(pdf: bytes, cii: bytes, *, day: date, language: str, metadata: dict[str, str]) -> bytes:
    """`metadata`: title, author, subject and keywords as a reader of the file shows them."""
    made = facturx.generate_from_binary(
        pdf,
        cii,
        flavor="factur-x",
        level="en16931",
        check_xsd=False,
        pdf_metadata=metadata,
        lang=language,
        afrelationship="alternative",
        xmp_compression=False,
    )
    return _dated(made, day)


def _dated(made: bytes, day: date) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    writer.pdf_header = "%PDF-1.7"
    stamp = f"D:{day:%Y%m%d}000000+00'00'"
    writer.add_metadata({"/CreationDate": stamp, "/ModDate": stamp})
    for each in _attached(writer):
        each[NameObject("/ModDate")] = TextStringObject(stamp)
    _date_xmp(writer, day)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _attached(writer: pypdf.PdfWriter) -> list[DictionaryObject]:
    """What the file says of each attachment."""
    files = cast(list[Any], writer.root_object["/AF"])
    return [each.get_object()["/EF"]["/F"].get_object()["/Params"] for each in files]


def _date_xmp(writer: pypdf.PdfWriter, day: date) -> None:
    stream = cast(StreamObject, writer.root_object["/Metadata"].get_object())
    stamp = rb"\g<1>" + f"{day.isoformat()}T00:00:00+00:00".encode()
    stream.set_data(XMP_DATES.sub(stamp, stream.get_data()))
