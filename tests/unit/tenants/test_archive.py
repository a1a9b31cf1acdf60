"""An archive written piece by piece is one that everybody can read, however much is in it."""

from __future__ import annotations

import io
import zipfile

import pytest

from tenants.handing_over import archive
from tenants.handing_over.archive import Entry

FILES = {"data/ticket/00001.jsonl": b'{"id": 1}\n' * 1000, "files/7/zażółć.txt": b"", "m": b"x"}


@pytest.mark.parametrize("few", [0xFFFF, 2])
def test_it_opens_and_holds_what_was_put_in(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(archive, "LIMIT_16", few)
    packed = {name: archive.pack(content) for name, content in FILES.items()}
    entries = [Entry(name, each.crc, each.size, len(each.content)) for name, each in packed.items()]
    written = b"".join(
        archive.header(entry) + packed[entry.name].content for entry in entries
    ) + b"".join(archive.directory(entries))
    assert len(written) == archive.length(entries)
    with zipfile.ZipFile(io.BytesIO(written)) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == FILES


def test_what_lies_far_back_is_told_in_64_bits() -> None:
    far = [Entry(f"{number}", 1, 1, 0xFFFFFFF0) for number in range(3)]
    told = b"".join(archive.directory(far))
    place = 2 * (len(archive.header(far[0])) + 0xFFFFFFF0)
    assert place.to_bytes(8, "little") in told
    assert b"PK\x06\x06" in told
