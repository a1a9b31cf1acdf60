"""What staff type as a tag, and how it is kept."""

import pytest

from underpin.desk.tickets import tagging
from underpin.kernel.errors import Malformed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Printer  Room 4 ", "printer-room-4"),
        ("غرفة الطابعة", "غرفة-الطابعة"),
        ("v2.1", "v2.1"),
    ],
)
def test_words_are_joined(typed: str, kept: str) -> None:
    assert tagging.checked(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "-a", "a,b", "x" * 41])
def test_what_is_no_tag_is_refused(typed: str) -> None:
    with pytest.raises(Malformed):
        tagging.checked(typed)
