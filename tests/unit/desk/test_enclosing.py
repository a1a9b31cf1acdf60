"""Which files go with a mail."""

from __future__ import annotations

import uuid

from underpin.desk.mail.leaving import enclosing
from underpin.desk.mail.leaving.enclosing import File


def test_each_goes_that_still_fits() -> None:
    given = [File(f"{size}.bin", "application/pdf", size, uuid.uuid4()) for size in (6, 5, 4, 1)]
    found = enclosing.fitting(given, 10)
    assert [each.name for each in found.enclosed] == ["6.bin", "4.bin"]
    assert found.linked == ("5.bin", "1.bin")
    assert enclosing.fitting(given, 0).enclosed == ()
